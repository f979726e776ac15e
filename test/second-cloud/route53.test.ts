import { describe, expect, onTestFinished, test } from 'vitest';
import { confirmAnswer } from '../../src/activities/dns/confirm-answer.ts';
import { awaitHealth } from '../../src/activities/route53/await-health.ts';
import { createRehearsalRecord } from '../../src/activities/route53/create-rehearsal-record.ts';
import { inspectFailover } from '../../src/activities/route53/inspect-failover.ts';
import { pointRecord } from '../../src/activities/route53/point-record.ts';
import { doneFrom, failureFrom, RUN } from '../support/activity-context.ts';
import { startDns } from '../support/activity-dns.ts';
import { hasMoto, motoForEachTest } from './moto.ts';
import { HERE, prepareZone, SHOP, THERE } from './shop-zone.ts';

const CHANGE = 'ChangeResourceRecordSets us-east-1 200';

describe.skipIf(!hasMoto)('Route 53 at moto', { timeout: 60_000 }, () => {
  const moto = motoForEachTest();

  test('a failover pair is read by the name of its zone, with its health check', async () => {
    const { zoneId, healthCheckId } = await prepareZone(moto);
    const { output } = doneFrom(await inspectFailover.poll(moto.attempt(), SHOP));
    expect(output).toEqual({
      zoneId,
      nameServers: expect.arrayContaining([expect.stringMatching(/^ns-/)]),
      record: 'shop.orders.example.',
      type: 'A',
      ttlMs: 60_000,
      primary: { setIdentifier: 'primary', values: [HERE], healthCheckId },
      secondary: { setIdentifier: 'secondary', values: [THERE] },
      healthChecks: [
        {
          id: healthCheckId,
          type: 'HTTP',
          target: `http://${HERE}:80/healthz`,
          intervalMs: 10_000,
          failureThreshold: 3,
          disabled: false,
          inverted: false,
        },
      ],
      detectionMs: 90_000,
    });
    const byId = doneFrom(await inspectFailover.poll(moto.attempt(), { ...SHOP, zone: zoneId }));
    expect(byId.output).toEqual(output);
    expect(new Set(moto.calls.map(({ operation }) => operation))).toEqual(
      new Set([
        'GetCallerIdentity',
        'ListHostedZonesByName',
        'GetHostedZone',
        'ListResourceRecordSets',
        'GetHealthCheck',
        'GetHealthCheckStatus',
      ]),
    );
  });

  test('a health check that says nothing, or the contrary, is refused', async () => {
    await prepareZone(moto, { Inverted: true });
    expect(await failureFrom(inspectFailover.poll(moto.attempt(), SHOP))).toMatchObject({
      code: 'HEALTH_CHECK_INVERTED',
    });
    await moto.reset();
    await prepareZone(moto, { Disabled: true });
    expect(await failureFrom(inspectFailover.poll(moto.attempt(), SHOP))).toMatchObject({
      code: 'HEALTH_CHECK_DISABLED',
    });
    await moto.reset();
    expect(await failureFrom(inspectFailover.poll(moto.attempt(), SHOP))).toMatchObject({
      code: 'HOSTED_ZONE_NOT_FOUND',
    });
    const unknown = { ...SHOP, zone: 'Z0123456789ABCDEFGHIJ' };
    expect(await failureFrom(inspectFailover.poll(moto.attempt(), unknown))).toMatchObject({
      code: 'HOSTED_ZONE_NOT_FOUND',
    });
  });

  test('the checkers are asked; those of moto find everything well', async () => {
    const { healthCheckId } = await prepareZone(moto);
    const health = { healthCheckId, want: 'healthy' } as const;
    expect(doneFrom(await awaitHealth.poll(moto.attempt(), health)).output.healthy).toBe(true);
    const ill = await awaitHealth.poll(moto.attempt(), { ...health, want: 'unhealthy' });
    expect(ill).toMatchObject({ progress: { message: 'healthy by 1 of 1 checkers' } });
    const none = { ...health, healthCheckId: '11111111-2222-3333-4444-555555555555' };
    expect(await failureFrom(awaitHealth.poll(moto.attempt(), none))).toMatchObject({
      code: 'NO_SUCH_HEALTH_CHECK',
    });
  });

  test('a record of the run’s own is made, found again, moved and removed', async () => {
    const { zoneId, records } = await prepareZone(moto);
    const before = await records();
    const name = `kunren-${RUN}.orders.example`;
    const input = { zoneId, name, type: 'A', values: [THERE], ttlMs: 5000 } as const;
    const context = moto.attempt();
    expect(await createRehearsalRecord.adopt(context, input)).toBeUndefined();
    const receipt = await createRehearsalRecord.start(context, input);
    expect(receipt.changeId).toBeDefined();
    const { output } = doneFrom(await createRehearsalRecord.poll(context, input, receipt));
    expect(output).toMatchObject({ name: `${name}.`, values: [THERE] });
    expect(output.at).toBeDefined();
    expect(await createRehearsalRecord.adopt(context, input)).toBeDefined();
    expect(await records()).toContainEqual({
      Name: `${name}.`,
      Type: 'A',
      TTL: 5,
      ResourceRecords: [{ Value: THERE }],
    });
    const { undo } = createRehearsalRecord;
    await undo?.start(context, input, receipt);
    expect(await undo?.poll(context, input, receipt)).toMatchObject({ status: 'done' });
    expect(await records()).toEqual(before);
    expect(moto.changes).toEqual([CHANGE, CHANGE]);
  });

  test('one of a failover pair is pointed elsewhere and keeps all the rest', async () => {
    const { zoneId, records } = await prepareZone(moto);
    const before = await records();
    const input = {
      zoneId,
      name: SHOP.record,
      type: SHOP.type,
      setIdentifier: 'primary',
      values: [THERE],
      from: [HERE],
    };
    const context = moto.attempt();
    const receipt = await pointRecord.start(context, input);
    doneFrom(await pointRecord.poll(context, input, receipt));
    const moved = before.map((set) =>
      set.SetIdentifier === 'primary' ? { ...set, ResourceRecords: [{ Value: THERE }] } : set,
    );
    expect(await records()).toEqual(expect.arrayContaining(moved));
    expect(await records()).toHaveLength(moved.length);
    expect(await pointRecord.adopt(context, input)).toBeDefined();
    expect(moto.changes).toEqual([CHANGE]);
  });

  test('a batch that Route 53 does not take changes nothing', async () => {
    const { zoneId, records } = await prepareZone(moto);
    const before = await records();
    const name = `kunren-${RUN}.elsewhere.example`;
    const input = { zoneId, name, type: 'A', values: [THERE], ttlMs: 5000 } as const;
    const failure = await failureFrom(createRehearsalRecord.start(moto.attempt(), input));
    expect(failure).toMatchObject({ code: 'INVALID_CHANGE_BATCH', class: 'input' });
    expect(await records()).toEqual(before);
  });

  test('an answer is confirmed without Route 53’s own test of it, which moto has not', async () => {
    const { zoneId } = await prepareZone(moto);
    const dns = await startDns([THERE]);
    onTestFinished(() => dns.stop());
    const context = moto.attempt();
    const { address } = dns;
    const services = { ...context.services, dns: { authoritative: address, resolver: address } };
    const confirmed = await confirmAnswer.poll(
      { ...context, services },
      {
        zoneId,
        nameServers: [],
        record: SHOP.record,
        type: 'A',
        expected: [THERE],
        ttlMs: 5000,
        since: new Date(moto.clock.now()).toISOString(),
      },
    );
    expect(doneFrom(confirmed).facts).toContainEqual({
      label: 'Not heard',
      value: "Route 53's own test does not answer (ANSWER_UNREADABLE)",
    });
    expect(doneFrom(confirmed).output.agreed).toHaveLength(2);
    expect(moto.calls.at(-1)).toMatchObject({ operation: 'TestDNSAnswer', httpStatus: 404 });
  });
});
