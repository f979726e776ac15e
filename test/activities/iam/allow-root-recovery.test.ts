import {
  CreateLoginProfileCommand,
  DeleteLoginProfileCommand,
  GetLoginProfileCommand,
} from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  allowLastingRootRecovery,
  allowRootRecovery,
} from '../../../src/activities/iam/allow-root-recovery.ts';
import { scriptedAccounts } from '../../support/activity-account.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { awsError, MEMBER } from '../../support/activity-posture.ts';
import { hasLoginProfile, loginProfile } from '../../support/activity-root.ts';

const SINCE = '2026-11-24T00:55:00.400Z';
const input = { accountId: MEMBER, since: SINCE };
const OURS = '2026-11-24T00:55:00.000Z';
const OLDER = '2026-11-23T00:00:00.000Z';
const NEARLY = '2026-11-24T00:54:00.000Z';
const receipt = (made: boolean) => ({ requestedAt: SINCE, made });

let aws: ReturnType<typeof scriptedAccounts>;
let iam: typeof aws.inside.iam;
let context: TestContext;
const { undo } = allowRootRecovery;

beforeEach(() => {
  aws = scriptedAccounts();
  iam = aws.inside.iam;
  context = activityContext({ services: { aws: aws.aws } });
  iam.on(CreateLoginProfileCommand).resolves({}).on(DeleteLoginProfileCommand).resolves({});
});

describe('a start', () => {
  test('makes a login profile, without a name and without a password', async () => {
    hasLoginProfile(iam, undefined);
    expect(await allowRootRecovery.start(context, input)).toEqual({
      requestedAt: '2026-11-24T01:00:00.000Z',
      made: true,
    });
    expect(iam.commandCalls(CreateLoginProfileCommand)[0]?.args[0].input).toEqual({});
    expect(aws.entered.map((session) => session.by === 'root' && session.task)).toEqual([
      'IAMCreateRootUserPassword',
    ]);
  });

  test('leaves one that is older, and knows it for another’s', async () => {
    hasLoginProfile(iam, OLDER);
    expect(await allowRootRecovery.start(context, input)).toMatchObject({ made: false });
    expect(iam.commandCalls(CreateLoginProfileCommand)).toHaveLength(0);
  });

  test('that meets another one made at that moment takes it for its own only by its time', async () => {
    iam.on(CreateLoginProfileCommand).rejects(awsError('EntityAlreadyExistsException', 409));
    iam
      .on(GetLoginProfileCommand)
      .rejectsOnce(awsError('NoSuchEntityException', 404))
      .resolves(loginProfile(OLDER));
    expect(await allowRootRecovery.start(context, input)).toMatchObject({ made: false });
  });

  test('does not guess at one that is older by less than clocks may differ', async () => {
    hasLoginProfile(iam, NEARLY);
    expect(await failureFrom(allowRootRecovery.start(context, input))).toMatchObject({
      code: 'LOGIN_PROFILE_IN_DOUBT',
      class: 'safety',
    });
  });
});

describe('a start whose answer was lost', () => {
  test.each([
    ['younger than the run', OURS, { made: true }],
    ['older than the run', OLDER, { made: false }],
  ])('is settled by a login profile that is %s', async (_, createdAt, settled) => {
    hasLoginProfile(iam, createdAt);
    expect(await allowRootRecovery.adopt(context, input)).toMatchObject(settled);
  });

  test('had no effect where there is none', async () => {
    hasLoginProfile(iam, undefined);
    expect(await allowRootRecovery.adopt(context, input)).toBeUndefined();
  });
});

test('is done once the login profile shows', async () => {
  hasLoginProfile(iam, undefined);
  expect(pendingFrom(await allowRootRecovery.poll(context, input, receipt(true)))).toBe(
    'no login profile is shown yet',
  );
  hasLoginProfile(iam, OURS);
  expect(doneFrom(await allowRootRecovery.poll(context, input, receipt(true))).output).toEqual({
    made: true,
    createdAt: OURS,
  });
});

describe('an undo', () => {
  const deletions = () => iam.commandCalls(DeleteLoginProfileCommand).length;

  test('deletes what the run made, with another task than that which made it', async () => {
    hasLoginProfile(iam, OURS);
    await undo?.start(context, input, receipt(true));
    expect(deletions()).toBe(1);
    expect(aws.entered.at(-1)).toMatchObject({ task: 'IAMDeleteRootUserCredentials' });
  });

  test('also without a receipt, by the time', async () => {
    hasLoginProfile(iam, OURS);
    await undo?.start(context, input);
    expect(deletions()).toBe(1);
  });

  test.each([
    ['that was there before, by the receipt', OURS, receipt(false)],
    ['that is older than the run', OLDER, undefined],
  ])('leaves a login profile %s, and proves that it does', async (_, createdAt, known) => {
    hasLoginProfile(iam, createdAt);
    await undo?.start(context, input, known);
    expect(deletions()).toBe(0);
    const done = undo && doneFrom(await undo.poll(context, input, known));
    expect(done?.output.observed).toContain('was there before and stays');
  });

  test('does not guess', async () => {
    hasLoginProfile(iam, NEARLY);
    const failure = await failureFrom(undo?.start(context, input) ?? Promise.resolve());
    expect(failure).toMatchObject({ code: 'LOGIN_PROFILE_IN_DOUBT' });
    expect(deletions()).toBe(0);
  });

  test('is done only when none is shown, and bears one that is gone already', async () => {
    hasLoginProfile(iam, OURS);
    iam.on(DeleteLoginProfileCommand).rejects(awsError('NoSuchEntityException', 404));
    await undo?.start(context, input, receipt(true));
    expect(undo && pendingFrom(await undo.poll(context, input, receipt(true)))).toBe(
      'the login profile is still there',
    );
    hasLoginProfile(iam, undefined);
    expect(undo && doneFrom(await undo.poll(context, input, receipt(true))).output).toEqual({
      call: 'iam:GetLoginProfile',
      observed: 'NoSuchEntity',
      requestId: 'req-refused',
    });
  });
});

test('a real recovery keeps its password once the run has completed; a rehearsal never does', () => {
  expect(allowLastingRootRecovery.undo?.when).toBe('unless-completed');
  expect(allowRootRecovery.undo?.when).toBeUndefined();
});
