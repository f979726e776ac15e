import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from 'vitest';
import type { RootUse } from '../../../../src/activities/account/posture/root-use.ts';
import {
  awsError,
  credentialReport,
  healthyAccounts,
  snapshotOf,
} from '../../../support/activity-posture.ts';

const DAY_MS = 24 * 60 * 60_000;

let aws: ReturnType<typeof healthyAccounts>;
beforeEach(() => {
  aws = healthyAccounts();
});

const find = async (id: string, rootUse?: RootUse) =>
  (await snapshotOf(aws, rootUse ? { rootUse } : {})).finding(id);

describe('by the credential report', () => {
  const report = (root: { [column: string]: string }) =>
    aws.iam.on(GetCredentialReportCommand).resolves(credentialReport(root));
  const lastUse = (rootUse?: RootUse) => find('root-last-use', rootUse);

  test('a root user that was never used passes, and how old the report is is said', async () => {
    expect(await lastUse()).toMatchObject({
      outcome: 'pass',
      reason:
        'No use since 2026-08-26T01:00:00.000Z. The report is of 2026-11-24T00:30:00.000Z (IAM keeps one for 4 h) and tells of nothing later.',
    });
  });

  test.each(['password_last_used', 'access_key_1_last_used_date', 'access_key_2_last_used_date'])(
    'a %s within the time looked at fails',
    async (column) => {
      report({ [column]: '2026-11-01T00:00:00+00:00' });
      expect(await lastUse()).toMatchObject({ outcome: 'fail' });
      expect((await lastUse({ withinMs: DAY_MS })).outcome).toBe('pass');
    },
  );

  test('a use by the exercise hides what was before it, so that nothing is known', async () => {
    report({ password_last_used: '2026-11-23T23:00:00+00:00' });
    const exercise = { exerciseSince: '2026-11-23T22:00:00.000Z' };
    expect((await lastUse(exercise)).outcome).toBe('unknown');
    report({
      password_last_used: '2026-11-23T23:00:00+00:00',
      access_key_1_last_used_date: '2026-11-20T00:00:00+00:00',
    });
    expect((await lastUse(exercise)).outcome).toBe('fail');
  });

  test.each([
    ['a word that nobody knows', { password_last_used: 'sometimes' }],
    ['nothing', { password_last_used: '' }],
    ['no row of the root user', { user: 'somebody' }],
    ['a row that does not fit its header', { arn: 'arn,with,commas' }],
  ])('%s is unknown', async (_, row) => {
    report(row as { [column: string]: string });
    expect((await lastUse()).outcome).toBe('unknown');
  });

  test('is waited for while it is being made', async () => {
    aws.iam
      .on(GenerateCredentialReportCommand)
      .resolvesOnce({ State: 'STARTED' })
      .resolvesOnce({ State: 'INPROGRESS' })
      .resolves({ State: 'COMPLETE' });
    expect((await lastUse()).outcome).toBe('pass');
    expect(aws.iam.commandCalls(GenerateCredentialReportCommand)).toHaveLength(3);
  });

  test('that may not be made is read where there is one, and else names what is missing', async () => {
    aws.iam.on(GenerateCredentialReportCommand).rejects(awsError('AccessDenied', 403));
    expect((await lastUse()).outcome).toBe('pass');
    aws.iam.on(GetCredentialReportCommand).rejects(awsError('ReportNotPresent', 410));
    expect(await lastUse()).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('iam:GenerateCredentialReport is missing'),
    });
  });
});

describe('by CloudTrail', () => {
  const events = (rootUse?: RootUse) => find('root-events', rootUse);
  const event = (at: string) => ({
    EventName: 'ConsoleLogin',
    EventId: 'e-1',
    EventTime: new Date(at),
  });

  test('no event passes, and says where nobody has looked', async () => {
    const { outcome, reason } = await events();
    expect(outcome).toBe('pass');
    expect(reason).toContain('other Regions were not looked at');
    expect(aws.globalTrail.commandCalls(LookupEventsCommand)[0]?.args[0].input).toMatchObject({
      LookupAttributes: [{ AttributeKey: 'Username', AttributeValue: 'root' }],
      StartTime: new Date('2026-08-26T01:00:00Z'),
    });
  });

  test('an event fails, with its name, time and id', async () => {
    aws.globalTrail.on(LookupEventsCommand).resolves({ Events: [event('2026-11-01T00:00:00Z')] });
    expect(await events()).toMatchObject({
      outcome: 'fail',
      observed: 'ConsoleLogin at 2026-11-01T00:00:00.000Z, event e-1',
    });
  });

  test('an event on a later page counts, and pages are asked for no faster than CloudTrail allows', async () => {
    aws.globalTrail
      .on(LookupEventsCommand)
      .resolvesOnce({ Events: [], NextToken: 'a' })
      .resolvesOnce({ Events: [], NextToken: 'b' })
      .resolves({ Events: [event('2026-11-01T00:00:00Z')] });
    const { outcome, at } = await events();
    expect(outcome).toBe('fail');
    expect(Date.parse(at) - Date.parse('2026-11-24T01:00:00Z')).toBeGreaterThanOrEqual(1000);
  });

  test('what the exercise does is told and does not count', async () => {
    aws.globalTrail.on(LookupEventsCommand).resolves({ Events: [event('2026-11-24T00:10:00Z')] });
    expect(await events({ exerciseSince: '2026-11-24T00:00:00.000Z' })).toMatchObject({
      outcome: 'pass',
      observed: '0 events, 1 of the exercise',
    });
  });

  test('an event without a time, or more than can be read, is unknown', async () => {
    aws.globalTrail.on(LookupEventsCommand).resolves({ Events: [{ EventName: 'X' }] });
    expect((await events()).outcome).toBe('unknown');
    aws.globalTrail.on(LookupEventsCommand).resolves({
      Events: Array.from({ length: 2000 }, () => event('2026-11-24T00:10:00Z')),
      NextToken: 'more',
    });
    expect((await events({ exerciseSince: '2026-11-24T00:00:00.000Z' })).outcome).toBe('unknown');
  });
});
