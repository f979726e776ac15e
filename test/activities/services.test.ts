import { describe, expect, test } from 'vitest';
import { createServices } from '../../src/activities/services.ts';
import { failureFrom } from '../support/activity-context.ts';
import {
  ACCOUNT,
  attemptAt,
  callerIs,
  credentials,
  endpointForEachTest,
  refuse,
} from '../support/activity-endpoint.ts';
import { FakeClock } from '../support/fake-clock.ts';

const clock = new FakeClock();
const at = endpointForEachTest();

describe('the record of calls', () => {
  test('holds a call that looks', async () => {
    const rds = await attemptAt(at).aws.rds();
    await rds.describeDBInstances({});
    expect(at.calls).toMatchObject([{ operation: 'GetCallerIdentity' }, {}]);
    expect(at.calls.slice(1)).toEqual([
      {
        service: 'rds',
        operation: 'DescribeDBInstances',
        mutating: false,
        region: 'ap-northeast-1',
        requestId: 'req-1',
        httpStatus: 200,
        durationMs: 0,
      },
    ]);
  });

  test('holds a call that changes something, and why it failed', async () => {
    at.answer = refuse(400, 'InvalidDBInstanceState');
    const rds = await attemptAt(at).aws.rds();
    const failure = await failureFrom(rds.deleteDBInstance({ DBInstanceIdentifier: 'x' }));
    expect(failure).toMatchObject({
      code: 'INVALID_DB_INSTANCE_STATE',
      retryable: true,
      details: { service: 'rds', operation: 'DeleteDBInstance', requestId: 'req-1' },
    });
    expect(at.calls.slice(1)).toMatchObject([
      {
        operation: 'DeleteDBInstance',
        mutating: true,
        requestId: 'req-1',
        httpStatus: 400,
        error: { code: 'INVALID_DB_INSTANCE_STATE' },
      },
    ]);
  });

  test('holds the identity call', async () => {
    const sts = await attemptAt(at).aws.sts();
    expect((await sts.getCallerIdentity({})).Account).toBe(ACCOUNT);
    expect(at.calls).toMatchObject([
      { service: 'sts', operation: 'GetCallerIdentity', mutating: false },
    ]);
  });
});

describe('failures', () => {
  const look = async (services = attemptAt(at)) =>
    (await services.aws.rds()).describeDBInstances({});

  test('a failing call is made once: trying again is the engine’s', async () => {
    at.answer = refuse(503, 'ServiceUnavailable');
    expect(await failureFrom(look())).toMatchObject({ retryable: true, ambiguous: true });
    expect(at.requests).toHaveLength(1);
  });

  test('throttling carries how long AWS asks to wait', async () => {
    at.answer = refuse(400, 'Throttling', { 'retry-after': '3' });
    expect(await failureFrom(look())).toMatchObject({ code: 'THROTTLED', retryAfterMs: 3000 });
  });

  test('a reset connection leaves the call in doubt', async () => {
    at.answer = (response) => response.socket?.destroy();
    expect(await failureFrom(look())).toMatchObject({ code: 'CONNECTION_LOST', ambiguous: true });
  });

  test('an answer that breaks off leaves the call in doubt', async () => {
    at.answer = (response) => response.end('<DescribeDBInstancesResponse><Descr');
    expect(await failureFrom(look())).toMatchObject({ retryable: true, ambiguous: true });
  });

  test('nobody listening leaves nothing in doubt', async () => {
    const nowhere = { ...at.sandbox, endpointUrl: 'http://127.0.0.1:1' };
    expect(await failureFrom(look(attemptAt(at, { environment: nowhere })))).toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      retryable: true,
      ambiguous: false,
    });
  });

  test('the attempt’s signal ends a call that hangs', async () => {
    const attempt = new AbortController();
    at.answer = () => attempt.abort();
    expect(await failureFrom(look(attemptAt(at, { signal: attempt.signal })))).toMatchObject({
      code: 'CALL_ABORTED',
      ambiguous: true,
    });
    expect(at.calls.map(({ operation }) => operation)).toEqual([
      'GetCallerIdentity',
      'DescribeDBInstances',
    ]);
  });

  test('the signal of one attempt does not end the calls of another', async () => {
    const services = createServices({ environment: at.sandbox, clock, credentials });
    const scope = { activity: 'step', onCall: () => {} };
    await look(services({ ...scope, signal: AbortSignal.abort() })).catch(() => {});
    await expect(
      look(services({ ...scope, signal: new AbortController().signal })),
    ).resolves.toBeDefined();
  });
});

describe('the account', () => {
  const rdsOf = (services: ReturnType<typeof createServices>) =>
    services({
      activity: 'step',
      signal: new AbortController().signal,
      onCall: (call) => at.calls.push(call),
    }).aws.rds();
  const operations = () => at.calls.map(({ operation }) => operation);

  test('is asked for once, before the first call, by whatever comes first', async () => {
    const services = createServices({ environment: at.sandbox, clock, credentials });
    await Promise.all([
      (await rdsOf(services)).describeDBInstances({}),
      (await rdsOf(services)).describeDBSnapshots({}),
    ]);
    await (await rdsOf(services)).describeDBInstances({});
    expect(at.questions).toHaveLength(1);
    expect(operations()[0]).toBe('GetCallerIdentity');
    expect(at.requests).toHaveLength(3);
  });

  test('that is another one gets no call at all: its "not found" would prove nothing', async () => {
    at.identify = (response) => response.end(callerIs('999988887777'));
    const services = createServices({ environment: at.sandbox, clock, credentials });
    const looks = [await rdsOf(services), await rdsOf(services)].map((rds) =>
      failureFrom(rds.describeDBInstances({})),
    );
    const refused = { code: 'ACCOUNT_MISMATCH', class: 'safety', retryable: false };
    expect(await Promise.all(looks)).toMatchObject([refused, refused]);
    const rds = await rdsOf(services);
    const removing = failureFrom(rds.deleteDBInstance({ DBInstanceIdentifier: 'x' }));
    expect(await removing).toMatchObject({ ...refused, ambiguous: false });
    expect(at.requests).toHaveLength(0);
  });
});

test('the DNS servers of the environment are there for the activities, if it names any', () => {
  const dns = { resolver: '127.0.0.1:5353' };
  expect(attemptAt(at, { environment: { ...at.sandbox, dns } }).dns).toEqual(dns);
  expect(attemptAt(at).dns).toEqual({});
});

describe('a sandbox', () => {
  test.each([
    undefined,
    'https://rds.ap-northeast-1.amazonaws.com',
    'http://127.0.0.1.example.com',
  ])('never points away from this machine: %s', (endpointUrl) => {
    const { endpointUrl: _own, ...bare } = at.sandbox;
    const environment = endpointUrl === undefined ? bare : { ...bare, endpointUrl };
    expect(() => attemptAt(at, { environment })).toThrow(
      expect.objectContaining({ code: 'SANDBOX_NOT_LOCAL' }),
    );
  });
});
