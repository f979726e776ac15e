import { expect, test } from 'vitest';
import type { Route53State } from '../../../src/sandbox/route53/route53-state.ts';
import { failureOf } from '../cloud-harness.ts';
import { StoppedClock } from '../stopped-clock.ts';
import { eventually, type Route53Harness, startRoute53 } from './route53-harness.ts';

const upsert = ({ client }: Route53Harness, HostedZoneId: string, Value: string) =>
  client.changeResourceRecordSets({
    HostedZoneId,
    ChangeBatch: {
      Changes: [
        {
          Action: 'UPSERT',
          ResourceRecordSet: {
            Name: 'x.a.example',
            Type: 'A',
            TTL: 5,
            ResourceRecords: [{ Value }],
          },
        },
      ],
    },
  });

const answerOf = async ({ client }: Route53Harness, HostedZoneId: string) => {
  const { RecordData, ResponseCode } = await client.testDNSAnswer({
    HostedZoneId,
    RecordName: 'x.a.example',
    RecordType: 'A',
  });
  return [ResponseCode, ...(RecordData ?? [])];
};

const statusOf = async ({ client }: Route53Harness, Id: string | undefined) =>
  (await client.getChange({ Id })).ChangeInfo?.Status;

async function startZone(options: { clock: StoppedClock; propagationMs?: number }) {
  const harness = await startRoute53(options);
  const { HostedZone, ChangeInfo } = await harness.client.createHostedZone({
    Name: 'a.example',
    CallerReference: '1',
  });
  options.clock.advance(60_000);
  await eventually(async () => expect(await statusOf(harness, ChangeInfo?.Id)).toBe('INSYNC'));
  return { harness, zone: HostedZone?.Id ?? '' };
}

test('a change is answered at once and visible when it is INSYNC', async () => {
  const clock = new StoppedClock();
  const { harness, zone } = await startZone({ clock });
  expect(await answerOf(harness, zone)).toEqual(['NXDOMAIN']);
  const first = await upsert(harness, zone, '192.0.2.1');
  expect(first.ChangeInfo?.Status).toBe('PENDING');
  clock.advance(999);
  expect(await statusOf(harness, first.ChangeInfo?.Id)).toBe('PENDING');
  expect(await answerOf(harness, zone)).toEqual(['NXDOMAIN']);

  const saves = harness.saves();
  const second = await upsert(harness, zone, '192.0.2.2');
  clock.advance(1);
  await eventually(async () =>
    expect(await statusOf(harness, first.ChangeInfo?.Id)).toBe('INSYNC'),
  );
  expect(harness.saves()).toBe(saves + 1);
  expect(await statusOf(harness, second.ChangeInfo?.Id)).toBe('PENDING');
  expect(await answerOf(harness, zone)).toEqual(['NOERROR', '192.0.2.1']);
  clock.advance(999);
  await eventually(async () =>
    expect(await answerOf(harness, zone)).toEqual(['NOERROR', '192.0.2.2']),
  );
  expect(await statusOf(harness, second.ChangeInfo?.Id)).toBe('INSYNC');
});

test('the delay can be set, and a deleted zone is answered until its deletion is INSYNC', async () => {
  const clock = new StoppedClock();
  const { harness, zone } = await startZone({ clock, propagationMs: 5000 });
  const { route53, client } = harness;
  await client.deleteHostedZone({ Id: zone });
  clock.advance(4999);
  expect(route53.zones()).toHaveLength(1);
  clock.advance(1);
  await eventually(() => expect(route53.zones()).toHaveLength(0));
});

test('changes that are stuck stay PENDING and unseen, and go through when the fault is cleared', async () => {
  const clock = new StoppedClock();
  const { harness, zone } = await startZone({ clock });
  harness.faults.add({ operation: 'route53:ChangeResourceRecordSets', kind: 'stuck' });
  const { ChangeInfo } = await upsert(harness, zone, '192.0.2.1');
  clock.advance(86_400_000);
  await new Promise((resolve) => setImmediate(resolve));
  expect(await statusOf(harness, ChangeInfo?.Id)).toBe('PENDING');
  expect(await answerOf(harness, zone)).toEqual(['NXDOMAIN']);
  harness.faults.clear();
  await eventually(async () => expect(await statusOf(harness, ChangeInfo?.Id)).toBe('INSYNC'));
  expect(await answerOf(harness, zone)).toEqual(['NOERROR', '192.0.2.1']);
});

test('what was PENDING when the sandbox was killed becomes INSYNC after its next start', async () => {
  const clock = new StoppedClock();
  const { harness, zone } = await startZone({ clock });
  const { ChangeInfo } = await upsert(harness, zone, '192.0.2.1');
  const state = JSON.parse(JSON.stringify(harness.route53.state)) as Route53State;
  await harness.stop();
  clock.advance(10_000);
  const next = await startRoute53({ clock, state });
  await eventually(async () => expect(await statusOf(next, ChangeInfo?.Id)).toBe('INSYNC'));
  expect(await answerOf(next, zone)).toEqual(['NOERROR', '192.0.2.1']);
});

test('a change that never was cannot be found', async () => {
  const { client } = await startRoute53();
  expect(await failureOf(client.getChange({ Id: 'C1' }))).toMatchObject({
    name: 'NoSuchChange',
    status: 404,
  });
});

test('an answer can be tested only for names of the zone', async () => {
  const clock = new StoppedClock();
  const { harness, zone } = await startZone({ clock });
  const test = (RecordName: string, more: object = {}) =>
    failureOf(
      harness.client.testDNSAnswer({ HostedZoneId: zone, RecordName, RecordType: 'A', ...more }),
    );
  expect(await test('b.example')).toMatchObject({ name: 'InvalidInput' });
  expect(await test('a.example', { ResolverIP: '192.0.2.1' })).toMatchObject({
    name: 'UnsupportedBySandbox',
  });
  expect(await test('a.example', { HostedZoneId: 'Z1' })).toMatchObject({
    name: 'NoSuchHostedZone',
  });
});
