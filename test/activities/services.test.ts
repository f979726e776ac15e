import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createServices } from '../../src/activities/services.ts';
import type { CallRecord } from '../../src/core/activity.ts';
import type { Environment } from '../../src/core/drill.ts';
import { failureFrom } from '../support/activity-context.ts';
import { FakeClock } from '../support/fake-clock.ts';

const clock = new FakeClock();
let server: Server;
/** Requests to RDS, and those that ask whose the credentials are. */
let requests: IncomingMessage[];
let questions: IncomingMessage[];
type Answer = (response: ServerResponse, request: IncomingMessage) => void;
let answer: Answer;
let identify: Answer;
let calls: CallRecord[];
let sandbox: Environment;

beforeEach(async () => {
  requests = [];
  questions = [];
  calls = [];
  answer = (response) => response.end(EMPTY);
  identify = (response) => response.end(callerIs(ACCOUNT));
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      const asks = body.includes('Action=GetCallerIdentity');
      const kind = asks ? questions : requests;
      kind.push(request);
      response.setHeader('x-amzn-requestid', `${asks ? 'who' : 'req'}-${kind.length}`);
      (asks ? identify : answer)(response, request);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  sandbox = {
    name: 'sandbox',
    kind: 'sandbox',
    region: 'ap-northeast-1',
    accountId: ACCOUNT,
    endpointUrl: `http://127.0.0.1:${port}`,
  };
});

afterEach(async () => {
  vi.unstubAllEnvs();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const EMPTY =
  '<DescribeDBInstancesResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><DescribeDBInstancesResult><DBInstances/></DescribeDBInstancesResult></DescribeDBInstancesResponse>';

const ACCOUNT = '111122223333';
const callerIs = (account: string) =>
  `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>${account}</Account><Arn>arn</Arn></GetCallerIdentityResult></GetCallerIdentityResponse>`;

function refuse(status: number, code: string, headers: { [name: string]: string } = {}) {
  return (response: ServerResponse) => {
    response.writeHead(status, { 'content-type': 'text/xml', ...headers });
    response.end(
      `<ErrorResponse xmlns="http://rds.amazonaws.com/doc/2014-10-31/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${code}!</Message></Error></ErrorResponse>`,
    );
  };
}

const credentials = { accessKeyId: 'TEST', secretAccessKey: 'test' };

function scoped(environment = sandbox, signal = new AbortController().signal, fixed = true) {
  const services = createServices({ environment, clock, ...(fixed && { credentials }) });
  return services({ activity: 'step', signal, onCall: (call) => calls.push(call) });
}

const accessKeyOf = (request: IncomingMessage | undefined) =>
  /Credential=(\w+)/.exec(request?.headers.authorization ?? '')?.[1];

describe('the record of calls', () => {
  test('holds a call that looks', async () => {
    const rds = await scoped().aws.rds();
    await rds.describeDBInstances({});
    expect(calls).toMatchObject([{ operation: 'GetCallerIdentity' }, {}]);
    expect(calls.slice(1)).toEqual([
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
    answer = refuse(400, 'InvalidDBInstanceState');
    const rds = await scoped().aws.rds();
    const failure = await failureFrom(rds.deleteDBInstance({ DBInstanceIdentifier: 'x' }));
    expect(failure).toMatchObject({
      code: 'INVALID_DB_INSTANCE_STATE',
      retryable: true,
      details: { service: 'rds', operation: 'DeleteDBInstance', requestId: 'req-1' },
    });
    expect(calls.slice(1)).toMatchObject([
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
    const sts = await scoped().aws.sts();
    expect((await sts.getCallerIdentity({})).Account).toBe(ACCOUNT);
    expect(calls).toMatchObject([
      { service: 'sts', operation: 'GetCallerIdentity', mutating: false },
    ]);
  });
});

describe('failures', () => {
  const look = async (services = scoped()) => (await services.aws.rds()).describeDBInstances({});

  test('a failing call is made once: trying again is the engine’s', async () => {
    answer = refuse(503, 'ServiceUnavailable');
    expect(await failureFrom(look())).toMatchObject({ retryable: true, ambiguous: true });
    expect(requests).toHaveLength(1);
  });

  test('throttling carries how long AWS asks to wait', async () => {
    answer = refuse(400, 'Throttling', { 'retry-after': '3' });
    expect(await failureFrom(look())).toMatchObject({ code: 'THROTTLED', retryAfterMs: 3000 });
  });

  test('a reset connection leaves the call in doubt', async () => {
    answer = (response) => response.socket?.destroy();
    expect(await failureFrom(look())).toMatchObject({ code: 'CONNECTION_LOST', ambiguous: true });
  });

  test('an answer that breaks off leaves the call in doubt', async () => {
    answer = (response) => response.end('<DescribeDBInstancesResponse><Descr');
    expect(await failureFrom(look())).toMatchObject({ retryable: true, ambiguous: true });
  });

  test('nobody listening leaves nothing in doubt', async () => {
    const nowhere = { ...sandbox, endpointUrl: 'http://127.0.0.1:1' };
    expect(await failureFrom(look(scoped(nowhere)))).toMatchObject({
      code: 'ENDPOINT_UNREACHABLE',
      retryable: true,
      ambiguous: false,
    });
  });

  test('the attempt’s signal ends a call that hangs', async () => {
    const attempt = new AbortController();
    answer = () => attempt.abort();
    expect(await failureFrom(look(scoped(sandbox, attempt.signal)))).toMatchObject({
      code: 'CALL_ABORTED',
      ambiguous: true,
    });
    expect(calls.map(({ operation }) => operation)).toEqual([
      'GetCallerIdentity',
      'DescribeDBInstances',
    ]);
  });

  test('the signal of one attempt does not end the calls of another', async () => {
    const services = createServices({ environment: sandbox, clock, credentials });
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
      onCall: (call) => calls.push(call),
    }).aws.rds();
  const operations = () => calls.map(({ operation }) => operation);

  test('is asked for once, before the first call, by whatever comes first', async () => {
    const services = createServices({ environment: sandbox, clock, credentials });
    await Promise.all([
      (await rdsOf(services)).describeDBInstances({}),
      (await rdsOf(services)).describeDBSnapshots({}),
    ]);
    await (await rdsOf(services)).describeDBInstances({});
    expect(questions).toHaveLength(1);
    expect(operations()[0]).toBe('GetCallerIdentity');
    expect(requests).toHaveLength(3);
  });

  test('that is another one gets no call at all: its "not found" would prove nothing', async () => {
    identify = (response) => response.end(callerIs('999988887777'));
    const services = createServices({ environment: sandbox, clock, credentials });
    const looks = [await rdsOf(services), await rdsOf(services)].map((rds) =>
      failureFrom(rds.describeDBInstances({})),
    );
    const refused = { code: 'ACCOUNT_MISMATCH', class: 'safety', retryable: false };
    expect(await Promise.all(looks)).toMatchObject([refused, refused]);
    const rds = await rdsOf(services);
    const removing = failureFrom(rds.deleteDBInstance({ DBInstanceIdentifier: 'x' }));
    expect(await removing).toMatchObject({ ...refused, ambiguous: false });
    expect(requests).toHaveLength(0);
  });
});

describe('a sandbox', () => {
  test.each([
    undefined,
    'https://rds.ap-northeast-1.amazonaws.com',
    'http://127.0.0.1.example.com',
  ])('never points away from this machine: %s', (endpointUrl) => {
    const { endpointUrl: _own, ...bare } = sandbox;
    const environment = endpointUrl === undefined ? bare : { ...bare, endpointUrl };
    expect(() => scoped(environment)).toThrow(
      expect.objectContaining({ code: 'SANDBOX_NOT_LOCAL' }),
    );
  });
});

describe('credentials', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'kunren-credentials-'));
    vi.stubEnv('AWS_SHARED_CREDENTIALS_FILE', join(home, 'credentials'));
    vi.stubEnv('AWS_CONFIG_FILE', join(home, 'config'));
    vi.stubEnv('AWS_EC2_METADATA_DISABLED', 'true');
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_PROFILE']) {
      vi.stubEnv(name, undefined);
    }
  });

  afterEach(() => rm(home, { recursive: true }));

  const login = (key: string) =>
    writeFile(
      join(home, 'credentials'),
      `[drill]\naws_access_key_id = ${key}\naws_secret_access_key = secret\n`,
    );
  const account = (): Environment => ({ ...sandbox, name: 'test', kind: 'aws', profile: 'drill' });

  test('that were renewed in another terminal are seen after the old ones are refused', async () => {
    await login('OLD');
    const services = createServices({ environment: account(), clock });
    const attempt = async () => {
      const scope = { activity: 'step', signal: new AbortController().signal, onCall: () => {} };
      return (await services(scope).aws.rds()).describeDBInstances({});
    };
    answer = (response, request) =>
      accessKeyOf(request) === 'OLD' ? refuse(403, 'ExpiredToken')(response) : response.end(EMPTY);

    expect(await failureFrom(attempt())).toMatchObject({
      code: 'CREDENTIALS_EXPIRED',
      class: 'credentials',
    });
    await login('NEW');
    await attempt();
    expect(requests.map(accessKeyOf)).toEqual(['OLD', 'NEW']);
    expect(questions.map(accessKeyOf)).toEqual(['OLD', 'NEW']);
  });

  test('that were missing are seen once they are there', async () => {
    const services = createServices({ environment: account(), clock });
    const attempt = async () => {
      const scope = {
        activity: 'step',
        signal: new AbortController().signal,
        onCall: (call: CallRecord) => calls.push(call),
      };
      return (await services(scope).aws.rds()).describeDBInstances({});
    };
    expect(await failureFrom(attempt())).toMatchObject({
      code: 'CREDENTIALS_MISSING',
      class: 'credentials',
      retryable: true,
    });
    expect(calls).toMatchObject([{ error: { code: 'CREDENTIALS_MISSING' } }]);
    await login('NEW');
    await attempt();
    expect(accessKeyOf(requests[0])).toBe('NEW');
  });

  test('of a role are asked for once, with the external id, and used by every attempt', async () => {
    await login('BASE');
    const assumed: string[] = [];
    answer = (response, request) => {
      if (accessKeyOf(request) !== 'BASE') {
        response.end(EMPTY);
        return;
      }
      assumed.push('role');
      response.end(
        '<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>ASSUMED</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>',
      );
    };
    const roleArn = 'arn:aws:iam::111122223333:role/drill';
    const environment = { ...account(), roleArn, externalId: 'x-1' };
    const services = createServices({ environment, clock });
    for (const activity of ['one', 'two']) {
      const scope = { activity, signal: new AbortController().signal, onCall: () => {} };
      await (await services(scope).aws.rds()).describeDBInstances({});
    }
    expect(assumed).toHaveLength(1);
    expect(requests.map(accessKeyOf)).toEqual(['BASE', 'ASSUMED', 'ASSUMED']);
    expect(questions.map(accessKeyOf)).toEqual(['ASSUMED']);
  });
});
