import { beforeAll, describe, expect, test } from 'vitest';
import { loadRunbook } from '../../src/cli/runbooks.ts';
import { changesSince } from '../../src/core/changes-since.ts';
import type { Drill } from '../../src/core/drill.ts';
import { identifyRunbook } from '../../src/core/identify-runbook.ts';
import type { RunSummary } from '../../src/core/run-summary.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import { hashCriteria } from '../../src/core/success-criteria.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import { sampleRun } from '../support/sample-run.ts';

let runbook: Runbook;
const { drill } = readDrill('drills/restore-rds.yaml');

beforeAll(async () => {
  runbook = await loadRunbook('restore-rds');
});

/** What a run of the shipped drill has recorded. */
function recorded(): RunSummary['opened'] {
  const [first] = sampleRun('met');
  if (first?.type !== 'run.opened') throw new Error('a sample begins with run.opened');
  return {
    ...first.data,
    drill: JSON.parse(JSON.stringify(drill)) as Drill,
    criteria: hashCriteria(drill, runbook),
    runbook: identifyRunbook(runbook),
  };
}

function changes(now: Partial<Drill>, then = recorded()) {
  return changesSince(then, { drill: { ...drill, ...now }, runbook });
}

const NOTHING = { runbook: [], criteria: [], drill: [] };

describe('since a run of a drill', () => {
  test('nothing has changed when only words, people and times have', () => {
    expect(changes({})).toEqual(NOTHING);
    const { schedule, people, ...bare } = drill;
    const scenario = { ...drill.scenario, description: 'Somebody dropped a table.' };
    const then = recorded();
    expect(
      changesSince(then, { drill: { ...bare, title: 'Another title', scenario }, runbook }),
    ).toEqual(NOTHING);
  });

  test('objectives and checks are told by what they were and are', () => {
    const [first, ...rest] = drill.checks;
    if (first?.kind !== 'row-count') throw new Error('the shipped drill counts rows first');
    const objectives = { ...drill.objectives, rtoMs: 7_200_000 };
    const checks = [{ ...first, expect: { min: 5 } }, ...rest.slice(1)];
    expect(changes({ objectives, checks }).criteria).toEqual([
      'RTO 4 h → 2 h',
      `check ${first.id} expect source → {"min":5}`,
      `check ${rest[0]?.id} is gone`,
    ]);
  });

  test('another bar of the runbook is told where nothing in the drill tells it', () => {
    expect(changes({}, { ...recorded(), criteria: 'another' })).toEqual({
      ...NOTHING,
      criteria: ['what the runbook demands of an account is another'],
    });
  });

  test('parameters, database and scenario are told, long values only by their name', () => {
    const parameters = { ...drill.parameters, source: 'orders-2' };
    const scenario = { ...drill.scenario, inject: 'DELETE FROM orders WHERE id % 17 = 0 AND true' };
    const told = changes({ parameters, scenario }).drill;
    expect(told).toContain('scenario inject is another');
    expect(told.some((line) => line.startsWith('parameter source '))).toBe(true);
  });

  test('the runbook is told by its version, or by what it says', () => {
    const then = recorded();
    const was = (identity: Partial<typeof then.runbook>) =>
      changes({}, { ...then, runbook: { ...then.runbook, ...identity } }).runbook;
    expect(was({ version: '0.9.0', hash: 'x' })).toEqual([
      `restore-rds 0.9.0 → ${runbook.version}`,
    ]);
    expect(was({ hash: 'x' })).toEqual([`restore-rds ${runbook.version} says something else now`]);
    expect(was({ id: 'restore-backup' })).toEqual(['runbook restore-backup → restore-rds']);
  });
});
