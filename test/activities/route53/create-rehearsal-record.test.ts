import {
  ChangeResourceRecordSetsCommand,
  GetChangeCommand,
  ListResourceRecordSetsCommand,
  NoSuchChange,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { beforeEach, describe, expect, test } from 'vitest';
import { createRehearsalRecord } from '../../../src/activities/route53/create-rehearsal-record.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  RUN,
  type TestContext,
} from '../../support/activity-context.ts';
import { listed, refused, ZONE } from '../../support/activity-route53.ts';

const NAME = `kunren-${RUN}.orders.example.`;
const input = {
  zoneId: ZONE,
  name: `kunren-${RUN}.orders.example`,
  type: 'A',
  values: ['127.0.11.1'],
  movesTo: ['127.0.13.1'],
  ttlMs: 5_000,
} as const;
const requestedAt = '2026-11-24T01:00:00.000Z';

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;
const { undo } = createRehearsalRecord;

const record = (
  value = '127.0.11.1',
  more: Partial<ResourceRecordSet> = {},
): ResourceRecordSet => ({
  Name: NAME,
  Type: 'A',
  TTL: 5,
  ResourceRecords: [{ Value: value }],
  ...more,
});
const there = (...sets: ResourceRecordSet[]) =>
  aws.route53.on(ListResourceRecordSetsCommand).resolves(listed(sets));
const changes = () =>
  aws.route53.commandCalls(ChangeResourceRecordSetsCommand).map(({ args }) => args[0].input);

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  there();
  aws.route53.on(ChangeResourceRecordSetsCommand).resolves({
    ChangeInfo: { Id: '/change/C1', Status: 'PENDING', SubmittedAt: new Date(requestedAt) },
  });
});

describe('start', () => {
  test('creates, so that it can never overwrite, and keeps the id of the change', async () => {
    const receipt = await createRehearsalRecord.start(context, input);
    expect(receipt).toEqual({ changeId: 'C1', requestedAt });
    expect(changes()).toEqual([
      {
        HostedZoneId: ZONE,
        ChangeBatch: {
          Comment: `kunren ${RUN}`,
          Changes: [{ Action: 'CREATE', ResourceRecordSet: record() }],
        },
      },
    ]);
  });

  test('refuses a name that does not hold the run’s, before anything is asked', async () => {
    const failure = createRehearsalRecord.start(context, { ...input, name: 'shop.orders.example' });
    expect(await failureFrom(failure)).toMatchObject({ code: 'NAME_WITHOUT_RUN', class: 'safety' });
    expect(aws.route53.calls()).toHaveLength(0);
  });

  test('takes a record that is there already for its own only with the same value', async () => {
    aws.route53.on(ChangeResourceRecordSetsCommand).rejects(refused('it already exists'));
    there(record());
    expect(await createRehearsalRecord.start(context, input)).toEqual({ requestedAt });
    there(record('192.0.2.9'));
    expect(await failureFrom(createRehearsalRecord.start(context, input))).toMatchObject({
      code: 'NAME_TAKEN',
      class: 'safety',
    });
  });

  test('says why Route 53 took none of the changes', async () => {
    aws.route53.on(ChangeResourceRecordSetsCommand).rejects(refused('TTL too long', 'bad value'));
    const failure = await failureFrom(createRehearsalRecord.start(context, input));
    expect(failure.message).toContain('TTL too long');
  });
});

describe('adopt', () => {
  test('finds nothing', async () => {
    expect(await createRehearsalRecord.adopt(context, input)).toBeUndefined();
  });

  test('finds what an earlier attempt made', async () => {
    there(record());
    expect(await createRehearsalRecord.adopt(context, input)).toEqual({ requestedAt });
  });

  test.each([
    ['another value', record('192.0.2.9')],
    ['a routing that this run does not use', record('127.0.11.1', { SetIdentifier: 'x' })],
    [
      'an alias',
      record('', {
        AliasTarget: { HostedZoneId: 'Z', DNSName: 'lb.', EvaluateTargetHealth: false },
      }),
    ],
  ])('stops at %s', async (_case, set) => {
    there(set);
    expect(await failureFrom(createRehearsalRecord.adopt(context, input))).toMatchObject({
      code: 'NAME_TAKEN',
      class: 'safety',
    });
  });
});

describe('poll', () => {
  const poll = (receipt: { changeId?: string; requestedAt: string }) =>
    createRehearsalRecord.poll(context, input, receipt);

  test('waits while the change is on its way', async () => {
    aws.route53.on(GetChangeCommand).resolves({
      ChangeInfo: { Id: 'C1', Status: 'PENDING', SubmittedAt: new Date(requestedAt) },
    });
    context.clock.pass(59_999);
    expect(pendingFrom(await poll({ changeId: 'C1', requestedAt }))).toContain(
      'not on all servers',
    );
  });

  test('leaves a change that does not get in sync to the servers’ own word, with a warning', async () => {
    aws.route53.on(GetChangeCommand).resolves({
      ChangeInfo: { Id: 'C1', Status: 'PENDING', SubmittedAt: new Date(requestedAt) },
    });
    context.clock.pass(60_000);
    const { output, facts } = doneFrom(await poll({ changeId: 'C1', requestedAt }));
    expect(output.at).toBe('2026-11-24T01:01:00.000Z');
    expect(facts).toEqual([
      {
        label: 'Warning',
        value: `${NAME} to 127.0.11.1: Route 53 has taken the change C1, and 1 min after ${requestedAt} still calls it PENDING: it is not on all servers of the zone`,
      },
    ]);
  });

  test('is done once it is in sync', async () => {
    aws.route53.on(GetChangeCommand).resolves({
      ChangeInfo: { Id: 'C1', Status: 'INSYNC', SubmittedAt: new Date(requestedAt) },
    });
    const { output, facts } = doneFrom(await poll({ changeId: 'C1', requestedAt }));
    expect(output).toEqual({ name: NAME, values: ['127.0.11.1'], at: requestedAt });
    expect(facts?.[0]?.value).toContain('change C1 in sync');
  });

  test('claims no sync when the id of the change was lost or is forgotten', async () => {
    const lost = 'the id of the change was lost';
    expect(doneFrom(await poll({ requestedAt })).facts?.[0]?.value).toContain(lost);
    aws.route53
      .on(GetChangeCommand)
      .rejects(new NoSuchChange({ message: 'no', $metadata: { httpStatusCode: 404 } }));
    const { facts } = doneFrom(await poll({ changeId: 'C1', requestedAt }));
    expect(facts?.[0]?.value).toContain(lost);
  });
});

describe('undo', () => {
  test('deletes exactly what is listed, wherever the run has pointed it, and proves it gone', async () => {
    there(record('127.0.13.1'));
    await undo?.start(context, input);
    expect(changes()[0]?.ChangeBatch?.Changes).toEqual([
      { Action: 'DELETE', ResourceRecordSet: record('127.0.13.1') },
    ]);
    expect(pendingFrom(await undoPoll())).toBe('the record is still listed');
    there();
    expect(doneFrom(await undoPoll()).output).toEqual({
      call: 'route53:ListResourceRecordSets',
      observed: `no record ${NAME} A`,
      requestId: 'req-list',
    });
  });

  test('does nothing when it is gone already', async () => {
    await undo?.start(context, input);
    expect(changes()).toEqual([]);
  });

  test('never touches a record that somebody has changed', async () => {
    there(record('192.0.2.9'));
    const refusal = { code: 'NOT_OURS', class: 'safety' };
    expect(await failureFrom(undo?.start(context, input) ?? Promise.resolve())).toMatchObject(
      refusal,
    );
    expect(await failureFrom(undoPoll())).toMatchObject(refusal);
    expect(changes()).toEqual([]);
  });

  test('succeeds when the record goes at the same moment', async () => {
    aws.route53
      .on(ListResourceRecordSetsCommand)
      .resolvesOnce(listed([record()]))
      .resolves(listed([]));
    aws.route53.on(ChangeResourceRecordSetsCommand).rejects(refused('it was not found'));
    await expect(undo?.start(context, input)).resolves.toBeUndefined();
  });

  test('says why a record that stays cannot be deleted', async () => {
    there(record());
    aws.route53.on(ChangeResourceRecordSetsCommand).rejects(refused('it is protected'));
    const failure = await failureFrom(undo?.start(context, input) ?? Promise.resolve());
    expect(failure.message).toContain('it is protected');
  });

  const undoPoll = () => undo?.poll(context, input) ?? Promise.reject(new Error('no undo'));
});

test('owns the record under its full name', () => {
  const names = { run: RUN, region: 'ap-northeast-1' };
  expect(createRehearsalRecord.owns?.(input, names)).toEqual({
    type: 'route53:record-set',
    id: NAME,
    region: 'us-east-1',
  });
});
