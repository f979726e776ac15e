import { expect, test } from 'vitest';
import { projectAt } from '../../../src/cli/project.ts';
import { claimOccurrence } from '../../../src/cli/rehearsals/claim-occurrence.ts';
import { processIdentity } from '../../../src/cli/runs/process-identity.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import { readLedger } from '../../../src/journal/read-ledger.ts';
import { ScheduleProject } from '../../support/schedule-project.ts';
import { storeRun } from '../../support/stored-run.ts';

const MONDAY = '2027-01-04T10:00:00.000Z';
const NOW = Date.parse('2027-01-04T10:00:30.000Z');

function open() {
  const files = new ScheduleProject();
  const project = projectAt(files.root);
  const claim = (drill = 'restore', occurrence = MONDAY) =>
    claimOccurrence(project, drill, occurrence, {
      holder: processIdentity(systemClock),
      clock: { now: () => NOW },
      patienceMs: 50,
    });
  const run = (drill = 'restore', occurrence = MONDAY) =>
    storeRun(project.reports, {
      at: MONDAY,
      drill: { name: drill },
      trigger: { kind: 'schedule', occurrence },
      without: 3,
    });
  return { project, claim, run };
}

test('a moment is claimed by one at a time', async () => {
  const { claim } = open();
  const first = await claim();
  await expect(claim()).rejects.toMatchObject({ code: 'OCCURRENCE_TAKEN' });
  first.release();
  (await claim()).release();
});

test('a moment that has a run is claimed by nobody, ended or not', async () => {
  const { claim, run } = open();
  const name = run();
  await expect(claim()).rejects.toMatchObject({
    code: 'OCCURRENCE_TAKEN',
    failure: { details: { run: name } },
  });
  // The refused claim is not held.
  await expect(claim()).rejects.toMatchObject({ failure: { details: { run: name } } });
});

test('runs of other drills and of other moments are no reason', async () => {
  const { claim, run } = open();
  run('failover');
  run('restore', '2026-12-28T10:00:00.000Z');
  (await claim()).release();
});

test('a moment that has not come is claimed by nobody, since all before it would count as done', async () => {
  const { claim } = open();
  await expect(claim('restore', '2027-01-04T10:02:00.000Z')).rejects.toMatchObject({
    code: 'OCCURRENCE_AHEAD',
    failure: { class: 'input' },
  });
  await expect(claim('restore', '2099-01-05T10:00:00.000Z')).rejects.toMatchObject({
    code: 'OCCURRENCE_AHEAD',
  });
  (await claim()).release();
});

test('what it needs beside the runs is taken for no run', async () => {
  const { project, claim } = open();
  const held = await claim();
  expect(readLedger(project.reports)).toEqual({ runs: [], broken: [], foreign: [] });
  held.release();
});
