import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { attestationsJsonSchema } from '../src/drill-file/attestations-json-schema.ts';
import { drillJsonSchema } from '../src/drill-file/drill-json-schema.ts';
import { allRequirementIds, REQUIREMENT_CATALOG } from '../src/ftr/catalog.ts';

// The schemas that editors complete and check files of a project by; `npm run schema`.
const SCHEMAS = {
  'drill.schema.json': drillJsonSchema(),
  'attestations.schema.json': attestationsJsonSchema(
    REQUIREMENT_CATALOG.editions,
    allRequirementIds(),
  ),
};

for (const [name, schema] of Object.entries(SCHEMAS)) {
  const file = join(import.meta.dirname, '../docs', name);
  writeFileSync(file, `${JSON.stringify(schema, null, 2)}\n`);
}
