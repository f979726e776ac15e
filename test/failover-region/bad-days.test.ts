import { expect, onTestFinished, test } from 'vitest';
import { openGates } from '../../src/core/open-choices.ts';
import { FailoverHarness, type FailoverOptions } from '../support/failover-harness.ts';

async function open(drill: FailoverOptions['drill']): Promise<FailoverHarness> {
  const harness = await FailoverHarness.open({ name: `${drill}-20261124-010000-1000`, drill });
  onTestFinished(() => harness.close());
  return harness;
}

/** Drives the run, and answers each gate with the next decision. @returns the titles of the gates */
async function drive({ run }: FailoverHarness, decisions: readonly string[]): Promise<string[]> {
  const asked: string[] = [];
  await run.process({}, (one) => {
    one.feed.subscribe(() => {
      const [gate] = openGates(one.feed.get().state);
      if (!gate || asked.at(-1) === gate.title) return;
      const event = decisions[asked.length] ?? 'stop';
      asked.push(gate.title);
      queueMicrotask(() => void one.command({ type: 'send', event }, 'tester'));
    });
  });
  return asked;
}

/** How the run ended, and which resources it has left. */
function ending({ run: { journal } }: FailoverHarness) {
  const finished = journal.at(-1);
  if (finished?.type !== 'run.finished') throw new Error('The run did not finish.');
  const { status, failure } = finished.data;
  const left = journal.filter(({ type }) => type === 'resource.leaked');
  return { status, code: failure?.code, message: failure?.message, left };
}

test('a rehearsal whose record never gets in sync says so, ends in time and leaves nothing', async () => {
  const harness = await open('failover-region-rehearsal');
  const before = harness.instances.map(({ id }) => id);
  await harness.addFault({ operation: 'route53:ChangeResourceRecordSets', kind: 'stuck' });
  await harness.run.process();
  expect(ending(harness)).toMatchObject({
    status: 'failed',
    code: 'ANSWER_NOT_SWITCHED',
    left: [],
  });
  const { journal } = harness.run;
  const warnings = journal.flatMap((each) =>
    each.type === 'activity.succeeded' && each.data.activity === 'record'
      ? (each.data.facts ?? []).map(({ label, value }) => `${label}: ${value}`)
      : [],
  );
  expect(warnings.join()).toMatch(/^Warning: .* still calls it PENDING/);
  const failed = journal.find(
    (each) => each.type === 'activity.failed' && each.data.activity === 'record-answer',
  );
  const made = journal.find(
    (each) => each.type === 'receipt.received' && each.data.activity === 'record',
  );
  const waitedMs = Date.parse(failed?.at ?? '') - Date.parse(made?.at ?? '');
  expect(waitedMs).toBeGreaterThan(90_000);
  expect(waitedMs).toBeLessThan(120_000);
  expect(harness.instances.map(({ id }) => id)).toEqual(before);
  const released = journal.flatMap((each) =>
    each.type === 'resource.released' ? [each.data.resource.type] : [],
  );
  expect(released).toEqual(['route53:record-set', 'rds:db-instance']);
});

test.each([
  ['FAILED', { Type: 'Fail', Error: 'Orders.Broken', Cause: 'no stock' }, {}, 'Orders.Broken'],
  ['TIMED_OUT', { Type: 'Wait', Seconds: 60, End: true }, { TimeoutSeconds: 1 }, 'States.Timeout'],
])('a state machine that is %s is passed by, or ends the run', async (status, state, more, why) => {
  const harness = await open('failover-region');
  await harness.letTeam(state, more);
  const gate = 'The team’s state machine did not succeed. Go on without it?';
  expect(await drive(harness, ['go-on'])).toEqual([gate]);
  expect(ending(harness)).toMatchObject({ status: 'completed', left: [] });

  await harness.begin({ name: 'failover-region-20261124-020000-1001', drill: 'failover-region' });
  expect(await drive(harness, ['stop'])).toEqual([gate]);
  const { code, message, left } = ending(harness);
  expect({ code, left }).toEqual({ code: 'FAILOVER_STOPPED', left: [] });
  expect(message).toContain(`is ${status}`);
  expect(message).toContain(why);
});
