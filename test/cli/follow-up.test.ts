import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { changeFollowUp, listFollowUps } from '../../src/cli/commands/followup.ts';
import { lesson } from '../../src/cli/commands/lesson.ts';
import { readEarlierRuns } from '../../src/cli/runs/read-earlier-runs.ts';
import { readLedger } from '../../src/journal/read-ledger.ts';
import { failureFrom } from '../support/activity-context.ts';
import { fakeIo } from '../support/fake-io.ts';
import { storeRun } from '../support/stored-run.ts';

describe('what runs have left to follow up', () => {
  let root: string;
  let reports: string;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'kunren-followup-'));
    reports = join(root, 'reports');
    mkdirSync(join(root, 'drills'));
  });

  afterEach(() => {
    rmSync(root, { recursive: true, force: true });
  });

  async function listed() {
    const { io, out } = fakeIo(root);
    await listFollowUps(io, undefined, { output: 'text' });
    return out.join('\n');
  }

  const earlier = () =>
    readEarlierRuns(fakeIo(root).io, readLedger(reports).runs, {
      drill: 'restore-rds',
      environment: 'sandbox',
    });

  it('is listed, gets an owner and a date, and is shown to the next run', async () => {
    const run = storeRun(reports, { kind: 'missed' });
    expect(await listed()).toContain(`rto-missed, since ${run}; nobody’s yet`);
    const { io } = fakeIo(root);
    await changeFollowUp(io, 'restore-rds', 'rto-missed', {
      owner: 'platform',
      due: '2020-02-29',
      output: 'text',
    });
    const text = await listed();
    expect(text).toContain(`rto-missed, since ${run}; platform, due 2020-02-29`);
    expect(text).toContain('OVERDUE');
    expect((await earlier())?.followUps).toMatchObject([
      { issue: 'rto-missed', owner: 'platform' },
    ]);
  });

  it('is not said to be nothing of a drill that was never run', async () => {
    storeRun(reports, { kind: 'missed' });
    const { io } = fakeIo(root);
    const failure = await failureFrom(listFollowUps(io, 'restore-rsd', { output: 'text' }));
    expect(failure).toMatchObject({
      code: 'DRILL_NEVER_RUN',
      message: 'There is no run of "restore-rsd" here. There are runs of: restore-rds.',
    });
  });

  it('is closed by the next run that passes, and by nothing else', async () => {
    storeRun(reports, { kind: 'missed', at: '2026-07-01T01:00:00.000Z' });
    storeRun(reports, { kind: 'aborted', at: '2026-08-01T01:00:00.000Z' });
    expect(await listed()).toContain('rto-missed');
    storeRun(reports, { at: '2026-09-01T01:00:00.000Z' });
    expect(await listed()).toBe('Nothing is to follow up.');
  });

  it('is not closed by a run of a clock that was ahead', async () => {
    storeRun(reports, { kind: 'missed', at: '2026-07-01T01:00:00.000Z' });
    const run = storeRun(reports, { at: '2099-09-01T01:00:00.000Z' });
    const { io, out, err } = fakeIo(root);
    await listFollowUps(io, undefined, { output: 'text' });
    expect(out.join('\n')).toContain('rto-missed');
    expect(err).toEqual([
      expect.stringMatching(
        `^drill: ${run} is left out: it was opened on 2099-09-01T01:00:00.000Z`,
      ),
    ]);
    expect((await earlier())?.followUps).toMatchObject([{ issue: 'rto-missed' }]);
  });

  it('is not closed by a run elsewhere', async () => {
    storeRun(reports, { kind: 'failed-check', at: '2026-07-01T01:00:00.000Z', environment: 'aws' });
    storeRun(reports, { at: '2026-09-01T01:00:00.000Z' });
    expect(await listed()).toContain('restore-rds in production-rehearsal, high\n  check-failed:');
  });

  it.each([
    ['rpo-missed', {}, 'FOLLOW_UP_UNCHANGED'],
    ['rpo-missed', { owner: 'ops' }, 'FOLLOW_UP_UNKNOWN'],
    ['rto-missed', { due: '2027-02-31' }, 'DATE_INVALID'],
    ['rto-missed', { due: 'soon' }, 'DATE_INVALID'],
    ['rto-missed', { comment: 'password: hunter2' }, 'TEXT_REFUSED'],
  ])('refuses %s with %j', async (issue, decision, code) => {
    storeRun(reports, { kind: 'missed' });
    const { io } = fakeIo(root);
    const change = changeFollowUp(io, 'restore-rds', issue, { ...decision, output: 'text' });
    expect((await failureFrom(change)).code).toBe(code);
  });

  it('asks which environment is meant where several have it', async () => {
    storeRun(reports, { kind: 'failed-check', at: '2026-07-01T01:00:00.000Z', environment: 'aws' });
    storeRun(reports, { kind: 'failed-check', at: '2026-09-01T01:00:00.000Z' });
    const { io } = fakeIo(root);
    const issue = /check-failed:\S+(?=,)/.exec(await listed())?.[0] ?? '';
    const change = changeFollowUp(io, 'restore-rds', issue, { owner: 'ops', output: 'text' });
    expect(await failureFrom(change)).toMatchObject({ code: 'FOLLOW_UP_AMBIGUOUS' });
    await changeFollowUp(io, 'restore-rds', issue, {
      owner: 'ops',
      env: 'sandbox',
      output: 'text',
    });
    expect(await listed()).toContain('; ops');
  });

  it('leaves lessons in the record of the run', async () => {
    const run = storeRun(reports);
    const { io } = fakeIo(root);
    await lesson(io, run, 'Keep the phone number in the vault.');
    expect((await failureFrom(lesson(io, run, ' '))).code).toBe('TEXT_REFUSED');
  });

  it('tells the first run of a drill nothing', async () => {
    storeRun(reports, { drill: { name: 'another' } });
    expect(await earlier()).toBeUndefined();
  });
});
