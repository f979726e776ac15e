import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './lint-probes.ts';

const SCRIPTS = Object.keys(
  JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')).scripts as object,
);

function documents(): string[] {
  const top = readdirSync(ROOT).filter((name) => name.endsWith('.md'));
  const below = ['docs', 'runbooks'].flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(folder, name)),
  );
  return [...top, ...below];
}

test.each(documents())('the links of %s lead to files', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const targets = [...text.matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)].map(
    ([, to]) => to ?? '',
  );
  const dead = targets.filter((to) => !existsSync(join(ROOT, dirname(path), decodeURI(to))));
  expect(dead).toEqual([]);
});

test.each(documents())('the npm scripts named in %s exist', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const named = [...text.matchAll(/\bnpm run (?:--silent )?([a-z][a-z:-]*)/g)].map(
    ([, script]) => script ?? '',
  );
  expect(named.filter((script) => !SCRIPTS.includes(script))).toEqual([]);
});
