import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import * as z from 'zod';
import { drillJsonSchema } from '../../src/drill-file/drill-json-schema.ts';
import { drillFilesIn } from '../../src/drill-file/read-drill.ts';
import { changed, VALID } from './support.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('docs/drill.schema.json is what the code says (npm run schema writes it anew)', () => {
  const committed = readFileSync(join(ROOT, 'docs/drill.schema.json'), 'utf8');
  expect(JSON.parse(committed)).toEqual(drillJsonSchema());
});

describe('the schema', () => {
  const schema = z.fromJSONSchema(drillJsonSchema() as Parameters<typeof z.fromJSONSchema>[0]);
  const accepts = (text: string) => schema.safeParse(parseDocument(text).toJS()).success;
  const shipped = drillFilesIn(join(ROOT, 'drills')) ?? [];

  test.each(shipped)('accepts %s', (name) => {
    expect(accepts(readFileSync(join(ROOT, 'drills', name), 'utf8'))).toBe(true);
  });

  test('accepts what the reader accepts, and refuses what an editor can know to be wrong', () => {
    expect(accepts(VALID)).toBe(true);
    expect(accepts(changed('runbook:', 'runbok:'))).toBe(false);
    expect(accepts(changed('rto: 4h', 'rto: 30'))).toBe(false);
    expect(accepts(changed('  rto: 4h\n', ''))).toBe(false);
    expect(accepts(changed('accidental-data-loss', 'fire'))).toBe(false);
    expect(accepts(changed('expect: { equals: 0 }', 'expect: 0'))).toBe(false);
  });

  test('describes every key', () => {
    expect(undescribedIn(drillJsonSchema())).toEqual([]);
  });
});

function undescribedIn(node: unknown, path = ''): string[] {
  if (Array.isArray(node)) return node.flatMap((item) => undescribedIn(item, path));
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) =>
    key === 'properties'
      ? Object.entries(value as object).flatMap(([name, property]) => [
          ...(property.description ? [] : [`${path}.${name}`]),
          ...undescribedIn(property, `${path}.${name}`),
        ])
      : undescribedIn(value, path),
  );
}
