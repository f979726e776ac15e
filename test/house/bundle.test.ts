import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './lint-probes.ts';

const DIST = join(ROOT, 'dist');

/** The chunks that Node reads before `drill` does anything: the entry, and what it imports statically or at once. */
function loadedAtStart(): string[] {
  const seen = new Set<string>();
  const queue = [join(DIST, 'drill.js')];
  for (let path = queue.pop(); path; path = queue.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const code = readFileSync(path, 'utf8');
    const statics = code.matchAll(/^(?:import|export) (?:[^;]*? from )?"(\.[^"]+)";$/gm);
    const atOnce = code.matchAll(/^(?:const [^=]+ = )?await import\("(\.[^"]+)"\);?$/gm);
    for (const [, next] of [...statics, ...atOnce]) queue.push(join(dirname(path), next ?? ''));
  }
  return [...seen];
}

/** A piece of text that stands in the package's code and nowhere else. */
const HEAVY = {
  ink: 'node_modules/ink/',
  react: 'node_modules/react/',
  'AWS SDK': 'node_modules/@aws-sdk/',
  pg: 'node_modules/pg/',
  pdfmake: 'node_modules/pdfmake/',
  xstate: 'node_modules/xstate/',
  'a runbook': '#region runbooks/',
};

test('the command starts without the heavy packages and without any runbook', () => {
  const code = loadedAtStart().map((path) => readFileSync(path, 'utf8'));
  const loaded = Object.entries(HEAVY).filter(([, mark]) => code.some((it) => it.includes(mark)));
  expect(loaded).toEqual([]);
});

test('the code read at the start stays small', () => {
  const bytes = loadedAtStart().reduce((sum, path) => sum + statSync(path).size, 0);
  expect(bytes).toBeLessThan(400_000);
});

test('the command is an executable script', () => {
  const path = join(DIST, 'drill.js');
  expect(readFileSync(path, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
  expect(statSync(path).mode & 0o111).not.toBe(0);
});
