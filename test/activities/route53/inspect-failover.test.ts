import {
  GetHealthCheckCommand,
  GetHealthCheckStatusCommand,
  GetHostedZoneCommand,
  type HealthCheckConfig,
  type HostedZone,
  ListHostedZonesByNameCommand,
  ListResourceRecordSetsCommand,
  NoSuchHostedZone,
  type ResourceRecordSet,
} from '@aws-sdk/client-route-53';
import { beforeEach, describe, expect, test } from 'vitest';
import { inspectFailover } from '../../../src/activities/route53/inspect-failover.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import {
  healthCheck,
  listed,
  observed,
  primary,
  SHOP,
  SUCCESS,
  secondary,
  ZONE,
} from '../../support/activity-route53.ts';

const input = { zone: 'orders.example', record: 'shop.orders.example', type: 'A' } as const;

let aws: ReturnType<typeof scriptedAws>;
let context: TestContext;

const zone = (more: Partial<HostedZone> = {}): HostedZone => ({
  Id: `/hostedzone/${ZONE}`,
  Name: 'orders.example.',
  CallerReference: 'x',
  ...more,
});

const simple: ResourceRecordSet = {
  Name: SHOP,
  Type: 'A',
  TTL: 5,
  ResourceRecords: [{ Value: '192.0.2.1' }],
};

const zones = (...HostedZones: HostedZone[]) =>
  aws.route53
    .on(ListHostedZonesByNameCommand)
    .resolves({ HostedZones, IsTruncated: false, MaxItems: 100 });

const records = (...sets: Parameters<typeof listed>[0]) =>
  aws.route53.on(ListResourceRecordSetsCommand).resolves(listed(sets));

const checks = (settings: Partial<HealthCheckConfig> = {}) =>
  aws.route53
    .on(GetHealthCheckCommand)
    .callsFake(({ HealthCheckId }) => healthCheck(HealthCheckId, settings));

const inspect = (more: Partial<Parameters<typeof inspectFailover.poll>[1]> = {}) =>
  inspectFailover.poll(context, { ...input, ...more });

const warnings = (facts: readonly { label: string; value: string }[] = []) =>
  facts.filter(({ label }) => label === 'Warning').map(({ value }) => value);

beforeEach(() => {
  aws = scriptedAws();
  context = activityContext({ services: { aws: aws.aws } });
  zones(zone());
  aws.route53.on(GetHostedZoneCommand).resolves({
    HostedZone: zone(),
    DelegationSet: { NameServers: ['ns-1.example', 'ns-2.example'] },
  });
  records(primary(), secondary());
  checks();
  aws.route53.on(GetHealthCheckStatusCommand).resolves(observed(SUCCESS));
});

test('describes the pair, its health check, and how long until clients follow', async () => {
  const done = doneFrom(await inspect());
  expect(done.output).toEqual({
    zoneId: ZONE,
    nameServers: ['ns-1.example', 'ns-2.example'],
    record: SHOP,
    type: 'A',
    ttlMs: 5_000,
    primary: { setIdentifier: 'primary', values: ['127.0.11.1'], healthCheckId: 'hc-primary' },
    secondary: { setIdentifier: 'secondary', values: ['127.0.13.1'] },
    healthChecks: [
      {
        id: 'hc-primary',
        type: 'HTTP',
        target: 'http://127.0.11.1:8080/healthz',
        intervalMs: 10_000,
        failureThreshold: 3,
        disabled: false,
        inverted: false,
      },
    ],
    detectionMs: 35_000,
  });
  expect(done.facts).toContainEqual({
    label: 'Health check',
    value: 'hc-primary on http://127.0.11.1:8080/healthz: healthy by 1 of 1 checkers',
  });
  expect(warnings(done.facts)).toEqual([]);
});

describe('the zone', () => {
  test.each([ZONE, 'RY7YBEDOBUWCLDU2'])(
    'can be named by its id %s, and then is not searched for',
    async (id) => {
      await inspect({ zone: id });
      expect(aws.route53.commandCalls(ListHostedZonesByNameCommand)).toHaveLength(0);
    },
  );

  test('is not the one that follows it in the list, nor a private one', async () => {
    const other = zone({ Id: '/hostedzone/Z0OTHER', Name: 'other.example.' });
    const inside = zone({ Id: '/hostedzone/Z0PRIVATE', Config: { PrivateZone: true } });
    zones(inside, zone(), other);
    expect(doneFrom(await inspect()).output.zoneId).toBe(ZONE);
    zones(inside, other);
    const failure = await failureFrom(inspect());
    expect(failure).toMatchObject({ code: 'HOSTED_ZONE_NOT_FOUND', class: 'input' });
    expect(failure.message).toContain('private');
  });

  test('is not guessed when there are two of its name', async () => {
    zones(zone(), zone({ Id: '/hostedzone/Z0SECOND' }));
    expect(await failureFrom(inspect())).toMatchObject({ code: 'HOSTED_ZONE_AMBIGUOUS' });
  });

  test('that does not exist is said to be missing', async () => {
    aws.route53
      .on(GetHostedZoneCommand)
      .rejects(new NoSuchHostedZone({ message: 'no', $metadata: { httpStatusCode: 404 } }));
    expect(await failureFrom(inspect({ zone: 'Z0GONE' }))).toMatchObject({
      code: 'HOSTED_ZONE_NOT_FOUND',
      class: 'input',
    });
  });
});

describe('refuses', () => {
  test.each([
    ['a record that is not there', []],
    ['a simple record', [simple]],
    ['a pair without its second half', [primary()]],
    ['a pair of another name', [primary({ Name: 'a.b.' }), secondary({ Name: 'a.b.' })]],
    ['a pair of another type', [primary({ Type: 'AAAA' }), secondary({ Type: 'AAAA' })]],
  ] as const)('%s', async (_case, sets) => {
    records(...sets);
    expect(await failureFrom(inspect())).toMatchObject({
      code: 'FAILOVER_PAIR_MISSING',
      class: 'environment',
      retryable: false,
    });
  });

  test('a primary without a health check, which would never fail over', async () => {
    const { HealthCheckId: _none, ...unchecked } = primary();
    records(unchecked, secondary());
    expect(await failureFrom(inspect())).toMatchObject({ code: 'HEALTH_CHECK_MISSING' });
  });

  test('a disabled health check, which counts as healthy', async () => {
    checks({ Disabled: true });
    expect(await failureFrom(inspect())).toMatchObject({
      code: 'HEALTH_CHECK_DISABLED',
      class: 'safety',
    });
  });

  test('an inverted health check, also the secondary’s', async () => {
    records(primary(), secondary({ HealthCheckId: 'hc-secondary' }));
    aws.route53
      .on(GetHealthCheckCommand)
      .callsFake(({ HealthCheckId }) =>
        healthCheck(HealthCheckId, { Inverted: HealthCheckId === 'hc-secondary' }),
      );
    const failure = await failureFrom(inspect());
    expect(failure).toMatchObject({ code: 'HEALTH_CHECK_INVERTED', class: 'safety' });
    expect(failure.message).toContain('hc-secondary');
  });

  test('an alias, whose answer cannot be told by a value', async () => {
    const AliasTarget = { HostedZoneId: 'Z', DNSName: 'lb.example.', EvaluateTargetHealth: true };
    records(primary({ AliasTarget }), secondary());
    expect(await failureFrom(inspect())).toMatchObject({ code: 'RECORD_IS_ALIAS' });
  });
});

describe('warns', () => {
  test('of a TTL that is longer than two minutes', async () => {
    records(primary({ TTL: 120 }), secondary({ TTL: 300 }));
    const done = doneFrom(await inspect());
    expect(done.output.ttlMs).toBe(300_000);
    expect(warnings(done.facts)).toEqual([
      'clients keep the old answer for 5 min, longer than 2 min',
    ]);
  });

  test('of a detection that takes longer than it may', async () => {
    expect(warnings(doneFrom(await inspect({ detectionBudgetMs: 35_000 })).facts)).toEqual([]);
    expect(warnings(doneFrom(await inspect({ detectionBudgetMs: 34_999 })).facts)).toEqual([
      'detection and TTL take about 35.0 s, longer than the 35.0 s allowed',
    ]);
  });
});

test('takes a check that looks at no endpoint, and says that nothing is known of its speed', async () => {
  aws.route53.on(GetHealthCheckCommand).callsFake(({ HealthCheckId: Id }) => ({
    HealthCheck: { Id, HealthCheckConfig: { Type: 'CLOUDWATCH_METRIC' } },
  }));
  const done = doneFrom(await inspect());
  expect(done.output).not.toHaveProperty('detectionMs');
  expect(aws.route53.commandCalls(GetHealthCheckStatusCommand)).toHaveLength(0);
});

test('reads on when the listing has more pages of the same name, and not beyond it', async () => {
  aws.route53
    .on(ListResourceRecordSetsCommand)
    .resolves(listed([]))
    .on(ListResourceRecordSetsCommand, { StartRecordName: SHOP })
    .resolves(
      listed([primary()], {
        IsTruncated: true,
        NextRecordName: SHOP,
        NextRecordType: 'A',
        NextRecordIdentifier: 'secondary',
      }),
    )
    .on(ListResourceRecordSetsCommand, { StartRecordIdentifier: 'secondary' })
    .resolves(
      listed([secondary()], { IsTruncated: true, NextRecordName: 'www.x.', NextRecordType: 'A' }),
    );
  await inspect();
  expect(aws.route53.commandCalls(ListResourceRecordSetsCommand)).toHaveLength(2);
});
