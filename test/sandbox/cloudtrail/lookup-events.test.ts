import { expect, test } from 'vitest';
import { changeSettings } from '../../../src/sandbox/control-client.ts';
import { signIn } from '../../../src/sandbox/root/sign-in.ts';
import { failureOf } from '../cloud-harness.ts';
import {
  EVENTS_SHOW_MS,
  type OrganizationHarness,
  startOrganization,
} from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION } from '../organization-server.ts';

const ADDRESS = 'aws-management@shop.example';

function failToSignIn(harness: OrganizationHarness): void {
  expect(() => signIn(harness.root, ADDRESS, 'guess')).toThrow();
}

test('a change is told with who made it, in the Region of its service', async () => {
  const harness = await startOrganization();
  await harness.account().putAlternateContact({
    AlternateContactType: 'SECURITY',
    Name: 'Response team',
    Title: 'On call',
    EmailAddress: 'response@shop.example',
    PhoneNumber: '+12025550150',
  });
  harness.clock.advance(EVENTS_SHOW_MS);
  const { Events = [] } = await harness.cloudTrail({ region: 'us-east-1' }).lookupEvents({});
  expect(Events).toMatchObject([
    {
      EventName: 'PutAlternateContact',
      EventSource: 'account.amazonaws.com',
      Username: 'sandbox',
      ReadOnly: 'false',
      AccessKeyId: 'SANDBOX',
      Resources: [{ ResourceName: `arn:aws:account::${MANAGEMENT}:account` }],
    },
  ]);
  expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
    userIdentity: { type: 'IAMUser', arn: `arn:aws:iam::${MANAGEMENT}:user/sandbox` },
    eventTime: '2026-11-24T01:00:00Z',
    eventType: 'AwsApiCall',
    requestParameters: { alternateContactType: 'SECURITY', name: 'Response team' },
    recipientAccountId: MANAGEMENT,
    awsRegion: 'us-east-1',
  });
  expect((await harness.cloudTrail().lookupEvents({})).Events).toEqual([]);
});

test('a call that was refused is told with its error, a read is not told', async () => {
  const harness = await startOrganization();
  const as = await harness.rootSession(PRODUCTION, 'IAMAuditRootUserCredentials');
  await harness.iam(as).getUser({});
  await failureOf(harness.iam(as).deleteLoginProfile({}));
  const member = await harness.member(PRODUCTION);
  harness.clock.advance(EVENTS_SHOW_MS);
  const { Events = [] } = await harness
    .cloudTrail({ ...member, region: 'us-east-1' })
    .lookupEvents({});
  expect(Events.map(({ EventName }) => EventName)).toEqual(['DeleteLoginProfile']);
  expect(JSON.parse(Events[0]?.CloudTrailEvent ?? '')).toMatchObject({
    errorCode: 'AccessDenied',
    userIdentity: { type: 'Root', accountId: PRODUCTION, sessionContext: { assumedRoot: 'true' } },
  });
});

test('a root session is told in both accounts', async () => {
  const harness = await startOrganization();
  await harness.rootSession(PRODUCTION, 'IAMAuditRootUserCredentials');
  const member = await harness.member(PRODUCTION);
  harness.clock.advance(EVENTS_SHOW_MS);
  for (const as of [{}, member]) {
    const { Events = [] } = await harness.cloudTrail(as).lookupEvents({
      LookupAttributes: [{ AttributeKey: 'EventName', AttributeValue: 'AssumeRoot' }],
    });
    expect(Events).toMatchObject([{ EventSource: 'sts.amazonaws.com', Username: 'sandbox' }]);
  }
});

test('an event shows after a delay that can be set', async () => {
  const harness = await startOrganization();
  expect(await changeSettings(harness.url, { eventDelayMs: 60_000 })).toEqual({
    eventDelayMs: 60_000,
  });
  failToSignIn(harness);
  const cloudTrail = harness.cloudTrail({ region: 'us-east-1' });
  harness.clock.advance(59_999);
  expect((await cloudTrail.lookupEvents({})).Events).toEqual([]);
  harness.clock.advance(1);
  expect((await cloudTrail.lookupEvents({})).Events).toHaveLength(1);
  await expect(changeSettings(harness.url, { eventDelayMs: -1 })).rejects.toMatchObject({
    code: 'SANDBOX_REFUSED',
  });
});

test('what root does is found by one attribute in us-east-1, for ninety days', async () => {
  const harness = await startOrganization();
  failToSignIn(harness);
  await harness.iam().disableOrganizationsRootSessions({});
  harness.clock.advance(EVENTS_SHOW_MS);
  const lookup = (attributes: readonly (readonly [string, string])[], region = 'us-east-1') => {
    harness.clock.advance(1000);
    const LookupAttributes = attributes.map(([AttributeKey, AttributeValue]) => ({
      AttributeKey: AttributeKey as 'Username',
      AttributeValue,
    }));
    return harness.cloudTrail({ region }).lookupEvents({ LookupAttributes });
  };
  const namesOf = async (attribute: readonly [string, string]) =>
    (await lookup([attribute])).Events?.map(({ EventName }) => EventName);
  expect(await namesOf(['Username', 'root'])).toEqual(['ConsoleLogin']);
  expect(await namesOf(['EventName', 'ConsoleLogin'])).toEqual(['ConsoleLogin']);
  expect(await namesOf(['EventSource', 'iam.amazonaws.com'])).toEqual([
    'DisableOrganizationsRootSessions',
  ]);
  expect(await namesOf(['ReadOnly', 'true'])).toEqual([]);
  expect((await lookup([['Username', 'root']], 'ap-northeast-1')).Events).toEqual([]);
  const two = [
    ['Username', 'root'],
    ['EventName', 'ConsoleLogin'],
  ] as const;
  expect(await failureOf(lookup(two))).toMatchObject({ name: 'InvalidLookupAttributesException' });
  harness.clock.advance(90 * 86_400_000);
  expect(await namesOf(['Username', 'root'])).toEqual([]);
});

test('pages follow each other, whatever happens meanwhile, and belong to one question', async () => {
  const harness = await startOrganization();
  for (let turn = 0; turn < 5; turn += 1) {
    failToSignIn(harness);
    harness.clock.advance(1000);
  }
  harness.clock.advance(EVENTS_SHOW_MS);
  const cloudTrail = harness.cloudTrail({ region: 'us-east-1' });
  const ids: (string | undefined)[] = [];
  let NextToken: string | undefined;
  do {
    const page = await cloudTrail.lookupEvents({ MaxResults: 2, NextToken });
    ids.push(...(page.Events ?? []).map(({ EventId }) => EventId));
    NextToken = page.NextToken;
    failToSignIn(harness);
    harness.clock.advance(EVENTS_SHOW_MS);
  } while (NextToken !== undefined);
  expect(new Set(ids).size).toBe(5);
  expect(ids).toHaveLength(5);
  const first = await cloudTrail.lookupEvents({ MaxResults: 2 });
  const other = cloudTrail.lookupEvents({ NextToken: first.NextToken, StartTime: new Date(0) });
  expect(await failureOf(other)).toMatchObject({ name: 'InvalidNextTokenException' });
});

test('times and sizes that cannot be are refused', async () => {
  const harness = await startOrganization();
  const cloudTrail = harness.cloudTrail();
  const backwards = { StartTime: new Date(2000), EndTime: new Date(1000) };
  expect(await failureOf(cloudTrail.lookupEvents(backwards))).toMatchObject({
    name: 'InvalidTimeRangeException',
  });
  expect(await failureOf(cloudTrail.lookupEvents({ MaxResults: 51 }))).toMatchObject({
    name: 'InvalidMaxResultsException',
  });
});

test('a third lookup in a second is too many', async () => {
  const harness = await startOrganization();
  const cloudTrail = harness.cloudTrail();
  await cloudTrail.lookupEvents({});
  await cloudTrail.lookupEvents({});
  expect(await failureOf(cloudTrail.lookupEvents({}))).toMatchObject({
    name: 'ThrottlingException',
    status: 400,
  });
  await harness.cloudTrail({ region: 'us-east-1' }).lookupEvents({});
  harness.clock.advance(1000);
  await cloudTrail.lookupEvents({});
});
