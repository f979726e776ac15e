import {
  ChangeResourceRecordSetsCommand,
  ListResourceRecordSetsCommand,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { beforeEach, expect, test } from 'vitest';
import { pointRecord } from '../../../src/activities/route53/point-record.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import { activityContext, failureFrom, type TestContext } from '../../support/activity-context.ts';
import { listed, primary, SHOP, secondary, ZONE } from '../../support/activity-route53.ts';

const input = {
  zoneId: ZONE,
  name: SHOP,
  type: 'A',
  setIdentifier: 'primary',
  values: ['127.0.13.1'],
  from: ['127.0.11.1'],
} as const;

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

const there = (...sets: ResourceRecordSet[]) =>
  aws.route53.on(ListResourceRecordSetsCommand).resolves(listed(sets));
const changes = () =>
  aws.route53
    .commandCalls(ChangeResourceRecordSetsCommand)
    .map(({ args }) => args[0].input.ChangeBatch?.Changes);

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  there(primary(), secondary());
  aws.route53.on(ChangeResourceRecordSetsCommand).resolves({
    ChangeInfo: { Id: '/change/C2', Status: 'PENDING', SubmittedAt: new Date() },
  });
});

test('changes the value of that one record and nothing else of it', async () => {
  const receipt = await pointRecord.start(context, input);
  expect(receipt).toMatchObject({ changeId: 'C2' });
  const ResourceRecords = [{ Value: '127.0.13.1' }];
  expect(changes()).toEqual([
    [{ Action: 'UPSERT', ResourceRecordSet: primary({ ResourceRecords }) }],
  ]);
});

test('asks again when it already points there, so that the change has an id', async () => {
  there(primary({ ResourceRecords: [{ Value: '127.0.13.1' }] }));
  expect(await pointRecord.start(context, input)).toMatchObject({ changeId: 'C2' });
});

test('does not overwrite what somebody else has put there', async () => {
  there(primary({ ResourceRecords: [{ Value: '192.0.2.9' }] }));
  expect(await failureFrom(pointRecord.start(context, input))).toMatchObject({
    code: 'RECORD_CHANGED',
    class: 'safety',
  });
  expect(changes()).toEqual([]);
});

test('adopts by the value: the same one is there, or there is nothing to adopt', async () => {
  expect(await pointRecord.adopt(context, input)).toBeUndefined();
  there(primary({ ResourceRecords: [{ Value: '127.0.13.1' }] }));
  expect(await pointRecord.adopt(context, input)).toEqual({
    requestedAt: '2026-11-24T01:00:00.000Z',
  });
});

test('does not make a record that is not there, nor change an alias', async () => {
  there(secondary());
  expect(await failureFrom(pointRecord.start(context, input))).toMatchObject({
    code: 'RECORD_NOT_FOUND',
    class: 'input',
  });
  const AliasTarget = { HostedZoneId: 'Z', DNSName: 'lb.', EvaluateTargetHealth: false };
  there(primary({ AliasTarget }));
  expect(await failureFrom(pointRecord.start(context, input))).toMatchObject({
    code: 'RECORD_IS_ALIAS',
  });
});

test('nothing undoes it: it owns nothing', () => {
  expect(pointRecord.undo).toBeUndefined();
  expect(pointRecord.owns).toBeUndefined();
});
