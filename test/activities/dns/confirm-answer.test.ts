import { Route53ServiceException, TestDNSAnswerCommand } from '@aws-sdk/client-route-53';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type ConfirmAnswerInput,
  confirmAnswer,
} from '../../../src/activities/dns/confirm-answer.ts';
import { scriptedAws } from '../../support/activity-aws.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { startDns, type TestDns } from '../../support/activity-dns.ts';
import { SHOP, ZONE } from '../../support/activity-route53.ts';

const OLD = '127.0.11.1';
const NEW = '127.0.13.1';
const input: ConfirmAnswerInput = {
  zoneId: ZONE,
  nameServers: [],
  record: SHOP,
  type: 'A',
  expected: [NEW],
  ttlMs: 5_000,
  since: '2026-11-24T01:00:00.000Z',
};

let aws: ReturnType<typeof scriptedAws>;
let zone: TestDns;
let resolver: TestDns;
let context: TestContext;

beforeEach(async () => {
  [zone, resolver] = await Promise.all([startDns([NEW]), startDns([NEW])]);
  aws = scriptedAws();
  route53Says([NEW]);
  const dns = { authoritative: zone.address, resolver: resolver.address };
  context = activityContext({ services: { aws: aws.aws, dns } });
});

afterEach(async () => {
  await Promise.all([zone.stop(), resolver.stop()]);
});

function route53Says(RecordData: string[]) {
  aws.route53.on(TestDNSAnswerCommand).resolves({ RecordData, ResponseCode: 'NOERROR' });
}

const look = (more: Partial<ConfirmAnswerInput> = {}) =>
  confirmAnswer.poll(context, { ...input, ...more });

test('is done when the zone, Route 53’s test and the resolver all give the new answer', async () => {
  const { output, facts } = doneFrom(await look());
  expect(output.agreed.map(({ who }) => who)).toEqual([
    `the zone's server ${zone.address}`,
    "Route 53's own test",
    `the resolver ${resolver.address}`,
  ]);
  expect(output.at).toBe(input.since);
  expect(facts).toHaveLength(1);
  expect(zone.asked).toEqual(['shop.orders.example']);
});

describe('waits', () => {
  test('for a resolver that keeps the old answer, and says for how long it may', async () => {
    resolver.answer([OLD], 3);
    expect(pendingFrom(await look())).toBe(
      `the resolver ${resolver.address} answers ${OLD}, for 3.0 s more at most`,
    );
  });

  test('for the zone’s own server, however right the resolver is', async () => {
    zone.answer([OLD]);
    expect(pendingFrom(await look())).toBe(`the zone's server ${zone.address} answers ${OLD}`);
    zone.answer([]);
    expect(pendingFrom(await look())).toContain('says that there is no such name');
  });

  test('without asking a resolver, which would remember for long that there is nothing', async () => {
    zone.answer([]);
    expect(pendingFrom(await look())).toContain('says that there is no such name');
    expect(resolver.asked).toEqual([]);
    zone.answer([NEW]);
    doneFrom(await look());
    expect(resolver.asked).toHaveLength(1);
  });

  test('for Route 53’s test', async () => {
    route53Says([OLD]);
    expect(pendingFrom(await look())).toBe(`Route 53's own test answers ${OLD}`);
  });

  test('for a resolver that does not answer', async () => {
    resolver.answer('silence');
    expect(pendingFrom(await look())).toMatch(/the resolver .* does not answer \(ETIMEOUT\)/);
  });

  test('for an answer that has more values than it should', async () => {
    resolver.answer([NEW, OLD]);
    expect(pendingFrom(await look())).toContain(`answers ${NEW}, ${OLD}`);
  });
});

describe('a resolver that keeps the old answer beyond its TTL', () => {
  beforeEach(() => {
    resolver.answer([OLD], 300);
    context.clock.pass(60_000);
  });

  test('is told of while there is time', async () => {
    expect(pendingFrom(await look({ withinMs: 60_001 }))).toContain(
      'longer than the TTL of 5.0 s allows',
    );
    expect(pendingFrom(await look())).toContain('longer than the TTL');
  });

  test('is a failure once the time is over', async () => {
    const failure = await failureFrom(look({ withinMs: 60_000 }));
    expect(failure).toMatchObject({
      code: 'RESOLVER_STALE',
      class: 'environment',
      retryable: false,
    });
    expect(failure.message).toContain(`the resolver ${resolver.address} answers ${OLD}`);
  });

  test('leaves a warning once it agrees', async () => {
    resolver.answer([NEW]);
    expect(doneFrom(await look()).facts).toContainEqual({
      label: 'Warning',
      value: 'the last of them agreed 53.0 s later than the TTL of 5.0 s allows',
    });
  });
});

test('a zone that does not switch in time is another failure than a stale resolver', async () => {
  zone.answer([OLD]);
  resolver.answer([OLD]);
  context.clock.pass(60_000);
  expect(await failureFrom(look({ withinMs: 30_000 }))).toMatchObject({
    code: 'ANSWER_NOT_SWITCHED',
  });
});

describe('the control plane', () => {
  const error = (name: string, httpStatusCode: number) =>
    new Route53ServiceException({
      name,
      message: name,
      $fault: httpStatusCode >= 500 ? 'server' : 'client',
      $metadata: { httpStatusCode },
    });

  test('may be down while the zone answers as it should', async () => {
    aws.route53.on(TestDNSAnswerCommand).rejects(error('ServiceUnavailable', 503));
    const done = doneFrom(await look());
    expect(done.output.agreed).toHaveLength(2);
    expect(done.facts).toContainEqual({
      label: 'Not heard',
      value: "Route 53's own test does not answer (SERVICE_UNAVAILABLE)",
    });
  });

  test('that refuses the question is an error', async () => {
    aws.route53.on(TestDNSAnswerCommand).rejects(error('NoSuchHostedZone', 404));
    expect(await failureFrom(look())).toMatchObject({ code: 'NO_SUCH_HOSTED_ZONE' });
  });
});

test('of several servers of the zone each has to agree that answers, and one has to answer', async () => {
  const second = await startDns([OLD]);
  context = activityContext({ services: { aws: aws.aws, dns: { resolver: resolver.address } } });
  const nameServers = [zone.address, second.address];
  expect(pendingFrom(await look({ nameServers }))).toContain(second.address);
  second.answer('silence');
  const done = doneFrom(await look({ nameServers }));
  expect(done.facts?.map(({ label }) => label)).toEqual(['Answer confirmed', 'Not heard']);
  zone.answer('silence');
  expect(pendingFrom(await look({ nameServers }))).toContain('does not answer');
  await second.stop();
});

test('asks the resolvers that it is given rather than the environment’s', async () => {
  const given = await startDns([OLD]);
  expect(pendingFrom(await look({ resolvers: [given.address] }))).toContain(given.address);
  expect(resolver.asked).toEqual([]);
  await given.stop();
});

test('can ask the zone alone', async () => {
  resolver.answer([OLD]);
  expect(doneFrom(await look({ resolvers: [] })).output.agreed).toHaveLength(2);
  expect(resolver.asked).toEqual([]);
});

test('does not take a zone without servers for one that agrees', async () => {
  context = activityContext({ services: { aws: aws.aws, dns: { resolver: resolver.address } } });
  expect(pendingFrom(await look())).toContain('none is named');
});

test('refuses what is not the address of a server', async () => {
  expect(await failureFrom(look({ resolvers: ['resolver.example'] }))).toMatchObject({
    code: 'DNS_SERVER_INVALID',
    class: 'input',
  });
});

test('an aborted attempt does not wait for an answer', async () => {
  resolver.answer('silence');
  const attempt = new AbortController();
  const { services } = context;
  context = activityContext({ services, signal: attempt.signal });
  const looking = look();
  attempt.abort();
  expect(pendingFrom(await looking)).toContain('ECANCELLED');
});
