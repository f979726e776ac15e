import { beforeAll, describe, expect, test } from 'vitest';
import { type Findings, lintProbes } from './lint-probes.ts';

/** Code that no folder but the listed ones may hold, and the words by which its finding is known. */
const BANNED: Readonly<Record<string, { code: string; finding: string }>> = {
  'Date.now': { code: 'export const at = () => Date.now();\n', finding: 'ports.ts' },
  'new Date()': { code: 'export const at = () => new Date();\n', finding: 'ports.ts' },
  'Math.random': { code: 'export const roll = () => Math.random();\n', finding: 'ports.ts' },
  'performance.now': { code: 'export const at = () => performance.now();\n', finding: 'ports.ts' },
  randomUUID: {
    code: "import { randomUUID } from 'node:crypto';\n\nexport const id = () => randomUUID();\n",
    finding: 'ports.ts',
  },
  'node:timers': {
    code: "import { setTimeout } from 'node:timers/promises';\n\nexport const nap = () => setTimeout(5);\n",
    finding: 'ports.ts',
  },
  'process.env': {
    code: "export const home = () => process.env['HOME'];\n",
    finding: 'global variable process',
  },
  'process.exit': {
    code: 'export const stop = () => process.exit(1);\n',
    finding: 'noProcessExit',
  },
  'console.log': {
    code: "export const say = () => console.log('hi');\n",
    finding: 'global variable console',
  },
  setTimeout: {
    code: 'export const nap = () => setTimeout(() => {}, 5);\n',
    finding: 'global variable setTimeout',
  },
};
const PURE = ['core', 'engine', 'journal', 'report', 'activities', 'drill-file', 'tui'];

/** What every file must do, wherever it is. */
const STYLE: readonly (readonly [rule: string, path: string, code: string])[] = [
  ['noDefaultExport', 'src/core/a.ts', 'export default 1;\n'],
  ['noExplicitAny', 'src/core/b.ts', 'export const a = (it: any) => it;\n'],
  [
    'noNonNullAssertion',
    'src/core/c.ts',
    'export const a = (list: string[]) => list[0]!.length;\n',
  ],
  ['noEnum', 'src/core/d.ts', 'export enum Colour {\n  Red = 0,\n}\n'],
  ['useImportType', 'src/core/e.ts', "import { Run } from './run.ts';\n\nexport type It = Run;\n"],
  [
    'useImportExtensions',
    'src/core/f.ts',
    "import { run } from './run';\n\nexport const it = run;\n",
  ],
  [
    'useNodejsImportProtocol',
    'src/journal/g.ts',
    "import { sep } from 'path';\n\nexport const it = sep;\n",
  ],
  [
    'noUndeclaredDependencies',
    'src/core/h.ts',
    "import { map } from 'lodash';\n\nexport const it = map;\n",
  ],
  ['noBarrelFile', 'src/core/index.ts', "export { run } from './run.ts';\n"],
  ['useFilenamingConvention', 'src/core/foldRecord.ts', 'export const it = 1;\n'],
  [
    'noImportCycles',
    'src/core/hen.ts',
    "import { egg } from './egg.ts';\n\nexport const hen = () => egg;\n",
  ],
  [
    'noFloatingPromises',
    'src/core/i.ts',
    "import { work } from './work.ts';\n\nexport function start() {\n  work();\n}\n",
  ],
  [
    'noMisusedPromises',
    'src/core/j.ts',
    "import { work } from './work.ts';\n\nexport const it = () => (work() ? 1 : 2);\n",
  ],
  [
    'useExhaustiveSwitchCases',
    'src/core/k.ts',
    "export function sign(way: 'up' | 'down'): number {\n  switch (way) {\n    case 'up':\n      return 1;\n  }\n  return 0;\n}\n",
  ],
  [
    'noFocusedTests',
    'test/core/a.test.ts',
    "import { test } from 'vitest';\n\ntest.only('a', () => {});\n",
  ],
];
const CONTEXT = {
  'src/core/run.ts': 'export const run = 1;\n',
  'src/core/egg.ts': "import { hen } from './hen.ts';\n\nexport const egg = () => hen;\n",
  'src/core/work.ts': 'export async function work(): Promise<boolean> {\n  return true;\n}\n',
};

/** Files that are as they should be. */
const CLEAN: Readonly<Record<string, string>> = {
  'src/core/format-instant.ts':
    'export const formatInstant = (ms: number) => new Date(ms).toISOString();\n',
  'src/cli/system-clock.ts': 'export const systemClock = { now: () => Date.now() };\n',
  'src/cli/print.ts': 'export const print = (text: string) => process.stdout.write(text);\n',
  'src/sandbox/daemon/main.ts': 'process.on("SIGTERM", () => process.disconnect());\n',
  'src/sandbox/postgres/kill.ts': 'export const kill = (pid: number) => process.kill(pid);\n',
  'src/tui/RunScreen.tsx': 'export const RunScreen = () => null;\n',
  'vitest.config.ts': 'export default {};\n',
};

describe('the ban list', () => {
  const path = (folder: string, name: string) =>
    `src/${folder}/${name.toLowerCase().replaceAll(/[^a-z]/g, '-')}x.ts`;
  let findings: Findings;
  beforeAll(async () => {
    findings = await lintProbes({
      ...Object.fromEntries(
        PURE.flatMap((folder) =>
          Object.entries(BANNED).map(([name, { code }]) => [path(folder, name), code]),
        ),
      ),
      ...Object.fromEntries(STYLE.map(([, file, code]) => [file, code])),
      ...CONTEXT,
      ...CLEAN,
    });
  });
  const errors = (file: string) => findings.get(file) ?? [];

  test.each(Object.entries(BANNED))('%s is an error outside its folder', (name, { finding }) => {
    const caught = PURE.filter((folder) =>
      errors(path(folder, name)).some((it) => it.includes(finding)),
    );
    expect(caught).toEqual(PURE);
  });

  test.each(STYLE)('%s is on', (rule, file) => {
    expect(errors(file)).toContainEqual(expect.stringContaining(rule));
  });

  test.each(Object.keys(CLEAN))('%s may hold what it holds', (file) => {
    expect(errors(file)).toEqual([]);
  });
});
