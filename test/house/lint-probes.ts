import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** The root of the repository. */
export const ROOT = join(import.meta.dirname, '../..');

/** Messages of the linter, by the path of the file that they are about. */
export type Findings = ReadonlyMap<string, readonly string[]>;

interface Diagnostic {
  readonly category: string;
  readonly message: string;
  readonly location: { readonly path: string };
}

/**
 * Lints files that exist for the length of one call, with the rules of this repository.
 * One run of the linter for all of them: starting it costs more than linting.
 */
export async function lintProbes(files: Readonly<Record<string, string>>): Promise<Findings> {
  const folder = await mkdtemp(join(tmpdir(), 'kunren-lint-'));
  try {
    for (const rule of ['biome.json', 'tooling/lint', 'package.json', '.gitignore']) {
      await cp(join(ROOT, rule), join(folder, rule), { recursive: true });
    }
    for (const [path, code] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), code);
    }
    return group(await runBiome(folder));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function runBiome(folder: string): Promise<readonly Diagnostic[]> {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  const flags = ['lint', '--reporter=json', '--max-diagnostics=none', '.'];
  return new Promise((resolve, reject) => {
    execFile(biome, flags, { cwd: folder, maxBuffer: 2 ** 26 }, (_failed, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout).diagnostics);
      } catch (cause) {
        reject(new Error(`biome gave no report: ${stderr}`, { cause }));
      }
    });
  });
}

function group(diagnostics: readonly Diagnostic[]): Findings {
  const findings = new Map<string, string[]>();
  for (const { category, message, location } of diagnostics) {
    const list = findings.get(location.path) ?? [];
    list.push(`${category}: ${message}`);
    findings.set(location.path, list);
  }
  return findings;
}
