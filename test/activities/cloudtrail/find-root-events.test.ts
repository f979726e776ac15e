import { LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { beforeEach, expect, test } from 'vitest';
import {
  type FindRootEventsInput,
  findRootEvents,
} from '../../../src/activities/cloudtrail/find-root-events.ts';
import { scriptedAccounts } from '../../support/activity-account.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { MEMBER } from '../../support/activity-posture.ts';

const FROM = '2026-11-24T00:30:00.000Z';

let aws: ReturnType<typeof scriptedAccounts>;
let context: TestContext;

beforeEach(() => {
  aws = scriptedAccounts();
  context = activityContext({ services: { aws: aws.aws } });
  aws.globalTrail.on(LookupEventsCommand).resolves({ Events: [] });
});

const event = (EventName: string, at = '2026-11-24T00:40:00.000Z', type = 'Root') => ({
  EventName,
  EventId: `id of ${EventName}`,
  EventTime: new Date(at),
  CloudTrailEvent: JSON.stringify({ userIdentity: { type } }),
});
const named = (name: string) => ({
  LookupAttributes: [{ AttributeKey: 'EventName' as const, AttributeValue: name }],
});
const has = (name: string, ...Events: object[]) =>
  aws.globalTrail.on(LookupEventsCommand, named(name)).resolves({ Events });
const look = (more: Partial<FindRootEventsInput> = {}) =>
  findRootEvents.poll(context, { events: ['ConsoleLogin'], from: FROM, ...more });

test('finds events by their names, oldest first, with their ids and times', async () => {
  has('ConsoleLogin', event('ConsoleLogin', '2026-11-24T00:50:00.000Z'));
  has('PasswordRecoveryRequested', event('PasswordRecoveryRequested'));
  const { output, facts } = doneFrom(
    await look({ events: ['ConsoleLogin', 'PasswordRecoveryRequested'] }),
  );
  expect(output).toEqual({
    found: [
      {
        name: 'PasswordRecoveryRequested',
        id: 'id of PasswordRecoveryRequested',
        at: '2026-11-24T00:40:00.000Z',
        region: 'us-east-1',
      },
      {
        name: 'ConsoleLogin',
        id: 'id of ConsoleLogin',
        at: '2026-11-24T00:50:00.000Z',
        region: 'us-east-1',
      },
    ],
    missing: [],
  });
  expect(facts?.[1]?.value).toBe(
    'ConsoleLogin at 2026-11-24T00:50:00.000Z in us-east-1, event id of ConsoleLogin',
  );
  expect(aws.globalTrail.commandCalls(LookupEventsCommand)[0]?.args[0].input).toMatchObject({
    StartTime: new Date(FROM),
    EndTime: new Date('2026-11-24T01:00:00.000Z'),
  });
});

test('tells where an event came from, as far as it says', async () => {
  const seen = event('CreateAccessKey');
  const CloudTrailEvent = JSON.stringify({
    userIdentity: { type: 'Root' },
    sourceIPAddress: '198.51.100.23',
  });
  has('CreateAccessKey', { ...seen, CloudTrailEvent });
  const { output, facts } = doneFrom(await look({ events: ['CreateAccessKey'] }));
  expect(output.found).toMatchObject([{ sourceIp: '198.51.100.23' }]);
  expect(facts?.[0]?.value).toContain('CreateAccessKey from 198.51.100.23 at');
});

test.each([
  ['somebody else', event('ConsoleLogin', FROM, 'IAMUser')],
  ['nobody', { ...event('ConsoleLogin'), CloudTrailEvent: undefined }],
  ['what cannot be read', { ...event('ConsoleLogin'), CloudTrailEvent: '{' }],
  ['a list', { ...event('ConsoleLogin'), CloudTrailEvent: '[]' }],
])('an event by %s is none of the root user’s', async (_, other) => {
  has('ConsoleLogin', other);
  expect(doneFrom(await look()).output).toEqual({ found: [], missing: ['ConsoleLogin'] });
});

const signIn = (told: object) => ({
  ...event('ConsoleLogin'),
  CloudTrailEvent: JSON.stringify({ userIdentity: { type: 'Root' }, ...told }),
});

test.each([
  ['a sign-in that failed', { responseElements: { ConsoleLogin: 'Failure' } }],
  ['a call that was refused', { errorCode: 'AccessDenied' }],
])('%s shows that nobody was there', async (_, told) => {
  has('ConsoleLogin', signIn(told));
  expect(doneFrom(await look()).output).toEqual({ found: [], missing: ['ConsoleLogin'] });
});

test.each([
  ['with MFA', { additionalEventData: { MFAUsed: 'Yes' } }, true],
  ['without MFA', { additionalEventData: { MFAUsed: 'No' } }, false],
])('says of a sign-in that it was %s', async (how, told, mfaUsed) => {
  has('ConsoleLogin', signIn({ ...told, responseElements: { ConsoleLogin: 'Success' } }));
  const { output, facts } = doneFrom(await look());
  expect(output.found[0]?.mfaUsed).toBe(mfaUsed);
  expect(facts?.[0]?.value).toContain(`ConsoleLogin ${how} at `);
});

test.each([{}, { additionalEventData: null }, { additionalEventData: { MFAUsed: true } }])(
  'takes no word for MFA that AWS has not said: %j',
  async (told) => {
    has('ConsoleLogin', signIn(told));
    expect(doneFrom(await look()).output.found[0]).not.toHaveProperty('mfaUsed');
  },
);

test('waits as long as CloudTrail is given, and then says what is missing without failing', async () => {
  const patience = { withinMs: 15 * 60_000, since: '2026-11-24T01:00:00.000Z' };
  expect(pendingFrom(await look(patience))).toBe('not in CloudTrail yet: ConsoleLogin');
  context.clock.pass(15 * 60_000);
  const { output, facts } = doneFrom(await look(patience));
  expect(output.missing).toEqual(['ConsoleLogin']);
  expect(facts?.[0]?.value).toMatch(/^ConsoleLogin: not found since .* may be later than that$/);
});

test('fails for what is missing only where it is required, and not before its time', async () => {
  const patience = { withinMs: 60_000, since: '2026-11-24T01:00:00.000Z', required: true };
  expect(pendingFrom(await look(patience))).toContain('ConsoleLogin');
  context.clock.pass(60_000);
  expect(await failureFrom(look(patience))).toMatchObject({ code: 'ROOT_EVENT_NOT_FOUND' });
});

test('reads every page and every Region, no faster than two requests a second', async () => {
  aws.globalTrail
    .on(LookupEventsCommand)
    .resolvesOnce({ Events: [event('ConsoleLogin')], NextToken: 'more' })
    .resolves({ Events: [event('ConsoleLogin')] });
  aws.cloudTrail.on(LookupEventsCommand).resolves({ Events: [event('DeleteTrail')] });
  const before = context.clock.now();
  const { output } = doneFrom(
    await look({ events: ['ConsoleLogin', 'DeleteTrail'], regions: ['us-east-1', 'eu-west-1'] }),
  );
  expect(output.found.map(({ region }) => region)).toContain('eu-west-1');
  const requests =
    aws.globalTrail.commandCalls(LookupEventsCommand).length +
    aws.cloudTrail.commandCalls(LookupEventsCommand).length;
  // The two Regions have their own limits.
  expect(context.clock.now() - before).toBeGreaterThanOrEqual((requests - 2) * 500);
});

test('looks into a member where it is told how to enter it', async () => {
  aws.inside.globalTrail.on(LookupEventsCommand).resolves({ Events: [event('ConsoleLogin')] });
  const enter = {
    by: 'role',
    accountId: MEMBER,
    roleArn: `arn:aws:iam::${MEMBER}:role/audit`,
  } as const;
  expect(doneFrom(await look({ enter })).output.found).toHaveLength(1);
  expect(aws.entered).toEqual([enter]);
});

test('an answer without a list is not one without events', async () => {
  aws.globalTrail.on(LookupEventsCommand).resolves({});
  expect(await failureFrom(look())).toMatchObject({ code: 'ANSWER_INCOMPLETE', retryable: true });
});
