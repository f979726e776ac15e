import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import {
  findEnvironment,
  parseEnvironments,
  readEnvironments,
} from '../../src/drill-file/environments.ts';
import { listDrills } from '../../src/drill-file/list-drills.ts';
import { warningsIn } from '../../src/drill-file/parse-drill.ts';
import { ENVIRONMENTS_FILE, readDrill } from '../../src/drill-file/read-drill.ts';

const FOLDER = fileURLToPath(new URL('../../drills', import.meta.url));
const environments = readEnvironments(join(FOLDER, ENVIRONMENTS_FILE));
const listed = listDrills(FOLDER);

test('there are some', () => {
  expect(listed.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['restore-rds', 'restore-rds-snapshot']),
  );
});

test.each(listed)('$name is sound, without a warning, and runs in the sandbox', ({ file }) => {
  const drill = readDrill(file);
  expect(drill.warnings).toEqual([]);
  const environment = findEnvironment(environments, drill.environment);
  expect(environment.kind).toBe('sandbox');
  expect(warningsIn(drill, environment)).toEqual([]);
  expect(drill.source.text).toMatch(/^# yaml-language-server: \$schema=/);
});

test('the example of an environment is sound once its comment signs are gone', () => {
  const text = readFileSync(join(FOLDER, ENVIRONMENTS_FILE), 'utf8');
  const example = text.slice(text.indexOf('# staging:')).replaceAll(/^# ?/gm, '');
  expect(parseEnvironments(example, 'example.yaml')).toMatchObject([
    { name: 'sandbox' },
    { name: 'staging', kind: 'aws', sourcePasswordEnv: 'DRILL_SOURCE_PASSWORD' },
  ]);
});
