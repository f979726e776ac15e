import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { Runbook } from '../../src/index.ts';
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

/** Everything that a runbook may call, on whichever way. */
function actionsOf({ activities }: Runbook): string[] {
  const actions = Object.values(activities).flatMap((activity) => [
    ...activity.iam,
    ...(activity.kind === 'mutation' ? (activity.undo?.iam ?? []) : []),
  ]);
  return [...new Set(actions)].sort();
}

const POLICY = /^```json\n(.*?)^```$/gms;

const WITH_POLICY = readdirSync(join(ROOT, 'runbooks')).filter((id) =>
  readFileSync(join(ROOT, 'runbooks', id, 'README.md'), 'utf8').match(POLICY),
);

test.each(WITH_POLICY)('the policy in the README of %s allows what it may call', async (id) => {
  const folder = join(ROOT, 'runbooks', id);
  const text = readFileSync(join(folder, 'README.md'), 'utf8');
  const { runbook } = (await import(join(folder, 'runbook.ts'))) as { readonly runbook: Runbook };
  for (const [, policy = ''] of text.matchAll(POLICY)) {
    const { Statement } = JSON.parse(policy) as { Statement: { Action: string[] }[] };
    expect(Statement.flatMap(({ Action }) => Action).sort()).toEqual(actionsOf(runbook));
  }
});

const COMMANDS = readdirSync(join(ROOT, 'src/cli/program'))
  .filter((file) => file === 'program.ts' || file.endsWith('-commands.ts'))
  .flatMap((file) =>
    [
      ...readFileSync(join(ROOT, 'src/cli/program', file), 'utf8').matchAll(
        /\.command\('([a-z]+)'\)/g,
      ),
    ].map(([, name]) => name),
  );

test.each(documents())('the commands of drill named in %s exist', (path) => {
  const text = readFileSync(join(ROOT, path), 'utf8');
  const named = text.matchAll(/(?:`|^|npx )drill ([a-z]+)(?: ([a-z]+)\b)?/gm);
  const unknown = [...named]
    .flatMap(([, name, sub]) => (name === 'sandbox' ? [name, sub ?? 'up'] : [name]))
    .filter((name) => !COMMANDS.includes(name));
  expect(unknown).toEqual([]);
});
