import { RDS } from '@aws-sdk/client-rds';
import { expect, onTestFinished, test, vi } from 'vitest';
import { addFault } from '../../src/sandbox/control-client.ts';
import { BackupHarness } from '../support/backup-harness.ts';
import { scaledClock } from '../support/scaled-clock.ts';

const RUN = 'restore-backup-1';
const NAME = `kunren-${RUN}`;
const clock = scaledClock(50);

async function open(set: readonly string[] = []): Promise<BackupHarness> {
  const harness = await BackupHarness.open(clock, { name: RUN, set });
  onTestFinished(() => harness.close());
  return harness;
}

/** How the run ended, with what was removed. */
function ending({ run }: BackupHarness) {
  const finished = run.journal.at(-1);
  if (finished?.type !== 'run.finished') throw new Error('The run did not finish.');
  const { status, failure } = finished.data;
  const released = run.journal.flatMap((each) =>
    each.type === 'resource.released' ? each.data.resource.id : [],
  );
  return { status, code: failure?.code, message: failure?.message, released };
}

test('a job that RDS refuses fails the run in AWS’s words, with nothing left behind', async () => {
  const harness = await open(['parameters.target.instance-class=wrong']);
  await harness.run.process();
  const { status, code, message, released } = ending(harness);
  expect({ status, code, released }).toEqual({
    status: 'failed',
    code: 'RESTORE_JOB_FAILED',
    released: [NAME],
  });
  expect(message).toContain('AWS says: Invalid DB Instance class: wrong (Service: AmazonRDS');
  expect(await harness.instances()).toEqual(['orders-prod']);
});

test('an instance that breaks in its restore is removed, although it never got a tag of the run', async () => {
  const harness = await open();
  harness.host.fail('restoreSnapshot', 'disk full');
  await harness.run.process();
  const { status, message, released } = ending(harness);
  expect({ status, released }).toEqual({ status: 'failed', released: [NAME] });
  expect(message).toContain('disk full');
  expect(await harness.instances()).toEqual(['orders-prod']);
});

test.each(['PENDING', 'RUNNING'])(
  'a run that is aborted while its job is %s waits for the end of the job, and leaves nothing',
  async (status) => {
    const harness = await open();
    const release = harness.host.hold('restoreSnapshot');
    let abort: Promise<unknown> | undefined;
    const running = harness.run.process({}, (run) => {
      run.feed.subscribe(() => {
        const { resources, steps } = run.feed.get().state;
        const isAsked = resources.some((each) => each.status === 'made');
        const progress = steps.find(({ id }) => id === 'restore')?.progress?.message;
        const isThere = isAsked && (status === 'PENDING' || progress?.includes(status));
        if (isThere) abort ??= run.command({ type: 'abort' }, 'tester');
      });
    });
    await vi.waitFor(() => expect(abort).toBeDefined(), { timeout: 20_000 });
    release();
    await running;
    expect(ending(harness)).toMatchObject({ status: 'aborted', released: [NAME] });
    expect(await harness.instances()).toEqual(['orders-prod']);
  },
);

test('a lost answer of StartRestoreJob is made good by looking, and one restore is started', async () => {
  const harness = await open();
  const fault = { operation: 'backup:StartRestoreJob', kind: 'reset-after', count: 1 } as const;
  await addFault(harness.url, fault);
  await harness.run.process();
  expect(ending(harness)).toMatchObject({ status: 'completed', released: [NAME] });
  const starts = (await harness.effects()).filter((each) => each.includes('StartRestoreJob'));
  expect(starts).toHaveLength(1);
});

test.each(['throttle', 'error-500', 'reset', 'stale'] as const)(
  'a day on which AWS Backup answers with %s now and then ends well',
  async (kind) => {
    const harness = await open();
    await addFault(harness.url, { operation: 'backup:*', kind, count: 6, skip: 1 });
    await harness.run.process();
    expect(ending(harness)).toMatchObject({ status: 'completed', released: [NAME] });
  },
);

test('a validation result that may not be sent does not fail the run', async () => {
  const harness = await open();
  const operation = 'backup:PutRestoreValidationResult';
  await addFault(harness.url, { operation, kind: 'access-denied' });
  await harness.run.process();
  expect(ending(harness)).toMatchObject({ status: 'completed' });
  const facts = harness.run.journal.flatMap((each) =>
    each.type === 'activity.succeeded' ? (each.data.facts ?? []) : [],
  );
  expect(facts).toContainEqual({
    label: 'Validation result sent to AWS Backup',
    value: expect.stringMatching(/^SUCCESSFUL, not taken: .*PutRestoreValidationResult/),
  });
});

test('a target in the default network is refused before anything is made', async () => {
  const harness = await open(['parameters.target.subnet-group=default']);
  await harness.run.process();
  expect(ending(harness)).toMatchObject({
    status: 'failed',
    code: 'TARGET_NOT_ISOLATED',
    released: [],
  });
  expect(await harness.effects()).toEqual([]);
});

test('a name that somebody else has taken is refused before anything is made', async () => {
  const harness = await open();
  const rds = new RDS({
    endpoint: harness.url,
    region: 'ap-northeast-1',
    credentials: { accessKeyId: 'TESTER', secretAccessKey: 'none' },
  });
  const { DBSnapshots: [first] = [] } = await rds.describeDBSnapshots({});
  await rds.restoreDBInstanceFromDBSnapshot({
    DBInstanceIdentifier: NAME,
    DBSnapshotIdentifier: first?.DBSnapshotIdentifier,
    Tags: [{ Key: 'kunren:run', Value: 'another' }],
  });
  await harness.run.process();
  expect(ending(harness)).toMatchObject({ status: 'failed', code: 'NAME_TAKEN' });
  expect(await harness.instances()).toContain(NAME);
});
