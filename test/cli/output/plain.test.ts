import { describe, expect, it } from 'vitest';
import { plainOutput } from '../../../src/cli/output/plain.ts';
import { ReplayFeed } from '../../support/replay-feed.ts';
import { SAMPLE_RUN } from '../../support/sample-drill.ts';
import { FAILOVER_RUN } from '../../support/sample-failover-drill.ts';
import { type SampleKind, sampleRun } from '../../support/sample-run.ts';

const REPORT = `reports/${SAMPLE_RUN}`;

function follow(kind: SampleKind, environment: 'sandbox' | 'aws' = 'aws') {
  const feed = new ReplayFeed(sampleRun(kind, { environment }));
  const stdout: string[] = [];
  const stderr: string[] = [];
  const output = plainOutput({
    feed,
    stdout: (line) => stdout.push(line),
    stderr: (line) => stderr.push(line),
    reportPath: REPORT,
  });
  return { feed, output, stdout, stderr };
}

describe('a run in plain lines', () => {
  it('has the time, the time since impact, the step and what happened in each line', () => {
    const { feed, stderr } = follow('met');
    feed.play();
    expect(stderr[0]).toMatch(/^01:00:00Z {12} {2}run {14}Run opened in AWS account/);
    expect(stderr).toContain(
      '01:04:13Z  T+00:11:13  restore          Restore to point in time: creating',
    );
    expect(stderr).toContain('01:01:40Z  T+00:08:40  run              T2 declared at 01:01:40Z');
  });

  it('tells of what people add after the end as of the run, not of its clean-up', () => {
    const { feed, stderr } = follow('met');
    feed.play();
    const last = feed.get().records.at(-1);
    if (!last) throw new Error('There is no record.');
    const by = { name: 'ops', identity: 'os', host: 'host-1', via: 'command' } as const;
    feed.push({ ...last, type: 'lesson.noted', data: { by, text: 'Ask earlier' } });
    expect(stderr.at(-1)).toMatch(/ {2}run {14}Lesson \(ops\): Ask earlier$/);
  });

  it('talks on stderr while the run goes on, and says the result on stdout at its end', () => {
    const { feed, output, stdout, stderr } = follow('met');
    feed.play(40);
    expect(stderr.length).toBeGreaterThan(5);
    feed.play();
    expect(stdout).toEqual([]);
    output.end(true);
    expect(stdout).toEqual([
      'verdict: met',
      'status: completed',
      `run: ${SAMPLE_RUN}`,
      'environment: AWS account 111122223333',
      'rto: 31 min 35 s of 1 h (met)',
      'rpo: 2.1 s ± 5.0 s of 5 min (met)',
      'checks: 6 passed, 0 failed, 0 unproven',
      'clean-up: 2 removed, 0 kept, 0 left behind',
      `report: ${REPORT}`,
    ]);
  });

  it('says of a run that recovers no data how the account has changed, and that no RPO applies', () => {
    const { feed, output, stdout } = follow('root');
    feed.play();
    output.end(true);
    expect(stdout).toEqual(
      expect.arrayContaining([
        'rpo: not applicable, no data is recovered',
        'checks: 4 passed, 0 failed, 0 unproven',
        'account, learned: Root user not used, by CloudTrail: unknown → pass (nothing → 3 events)',
      ]),
    );
  });

  it('explains on stderr why the objectives are not met', () => {
    const { feed, output, stdout, stderr } = follow('failed-check');
    feed.play();
    output.end(true);
    expect(stdout[0]).toBe('verdict: missed');
    expect(stderr).toContain('why: 1 of 6 data checks failed: order-lines-sum.');
    expect(stderr).toContain('  expected a1f3c0de98b4471e');
    expect(stderr).toContain('  observed 5c27be019d60f3a4');
  });

  it('names what was left behind', () => {
    const { feed, output, stdout, stderr } = follow('leaked');
    feed.play();
    output.end(true);
    expect(stdout).toContain('clean-up: 1 removed, 0 kept, 1 left behind');
    expect(stderr.some((line) => line.startsWith('resource leaked: rds:db-instance'))).toBe(true);
  });

  it('calls a run without an end interrupted and unproven, and names no report that is not there', () => {
    const { feed, output, stdout } = follow('interrupted');
    feed.play();
    output.end(false);
    expect(stdout).toContain('status: interrupted');
    expect(stdout).toContain('verdict: unproven');
    expect(stdout).toContain('clean-up: 0 removed, 0 kept, 0 left behind, 2 not settled');
    expect(stdout.some((line) => line.startsWith('report:'))).toBe(false);
  });

  it('says that the sandbox is never evidence', () => {
    const { feed, output, stdout } = follow('met', 'sandbox');
    feed.play();
    output.end(true);
    expect(stdout).toContain('environment: sandbox, never evidence');
  });

  it('prints what to type for each answer while a decision is open', () => {
    const { feed, stderr } = follow('failover');
    feed.playUntil(
      (record) => record.type === 'state.changed' && record.data.entered.includes('choose'),
    );
    expect(stderr.slice(-4)).toEqual([
      '01:08:06Z  T+00:15:06  run            Traffic does not move: what now? Waiting for a decision: edit-record, roll-back, stop',
      `  next: drill decide ${FAILOVER_RUN} edit-record   (Go on: edit the record (control plane))`,
      `  next: drill decide ${FAILOVER_RUN} roll-back   (Roll back: writes return to the old primary)`,
      `  next: drill decide ${FAILOVER_RUN} stop   (Stop: leave everything as it is now)`,
    ]);
  });

  it('prints no such command of a decision that was taken long ago', () => {
    const records = sampleRun('failover', { environment: 'aws' });
    const stderr: string[] = [];
    const feed = new ReplayFeed(records, records.length - 1);
    plainOutput({ feed, stdout: () => {}, stderr: (line) => stderr.push(line), reportPath: '' });
    expect(stderr.some((line) => line.includes('what now?'))).toBe(true);
    expect(stderr.filter((line) => line.includes('drill decide'))).toEqual([]);
  });

  it('says at the end of a failover what users saw, who is primary, and what production has now', () => {
    const { feed, output, stdout, stderr } = follow('failover');
    feed.play();
    output.end(true);
    expect(stdout).toEqual([
      'verdict: met',
      'status: completed',
      `run: ${FAILOVER_RUN}`,
      'environment: AWS account 111122223333',
      'mode: live, orders typed by ops',
      'rto: 17 min 06 s ± 2.0 s of 1 h (met)',
      'rpo: 18.5 s ± 500 ms of 1 min (met)',
      'checks: 6 passed, 0 failed, 0 unproven',
      'users: 17 min 36 s without service, 2,091 of 2,901 requests failed, 37 acknowledged writes lost',
      'primary at the end: orders-prod in ap-northeast-1',
      `handed over: rds:db-instance kunren-${FAILOVER_RUN} (ap-northeast-1)`,
      'clean-up: 1 removed, 0 kept, 0 left behind, 1 handed over to production',
      `report: ${REPORT}`,
    ]);
    expect(stderr.some((line) => line.startsWith('resource '))).toBe(false);
    expect(stderr.some((line) => line.includes('drill clean'))).toBe(false);
  });

  it('ends once, and stops listening', () => {
    const { feed, output, stdout, stderr } = follow('met');
    feed.play(20);
    output.end(false);
    const lines = [stdout.length, stderr.length];
    output.end(true);
    feed.play();
    expect([stdout.length, stderr.length]).toEqual(lines);
    expect(feed.listenerCount).toBe(0);
  });

  it('begins with what is open from earlier runs, and how long they took', () => {
    const [opened, ...more] = sampleRun('met', { environment: 'aws' });
    if (opened?.type !== 'run.opened') throw new Error('A journal begins with run.opened.');
    const seen = { run: 'restore-rds-20260701-010000-aaaa', at: '2026-07-01T01:00:00.000Z' };
    const earlier = {
      usual: {},
      usualRecovery: { runs: 4, p50Ms: 720_000, p90Ms: 780_000 },
      followUps: [
        {
          issue: 'rto-missed',
          severity: 'high',
          detail: null,
          since: seen,
          last: seen,
          due: '2026-12-15',
        },
      ],
    } as const;
    const stderr: string[] = [];
    plainOutput({
      feed: new ReplayFeed([{ ...opened, data: { ...opened.data, earlier } }, ...more]),
      stdout: () => undefined,
      stderr: (line) => stderr.push(line),
      reportPath: REPORT,
    });
    expect(stderr.slice(0, 3)).toEqual([
      'recovery: usually 12 min ± 1 min (4 runs)',
      'to follow up: rto-missed, since restore-rds-20260701-010000-aaaa; nobody’s yet, due 2026-12-15',
      '  a passing run settles them; drill followup restore-rds',
    ]);
  });
});
