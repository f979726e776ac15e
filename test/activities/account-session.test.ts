import type { IncomingMessage } from 'node:http';
import { describe, expect, test } from 'vitest';
import type { AccountSession } from '../../src/activities/account-session.ts';
import { isMutating } from '../../src/activities/observe-calls.ts';
import { createServices } from '../../src/activities/services.ts';
import { failureFrom } from '../support/activity-context.ts';
import {
  ACCOUNT,
  type Answer,
  attemptAt,
  callerIs,
  credentials,
  endpointForEachTest,
  refuse,
  signerOf,
} from '../support/activity-endpoint.ts';
import { FakeClock } from '../support/fake-clock.ts';

const at = endpointForEachTest();
const MEMBER = '444455556666';
const asRoot: AccountSession = {
  by: 'root',
  accountId: MEMBER,
  task: 'IAMAuditRootUserCredentials',
};
const asRole: AccountSession = {
  by: 'role',
  accountId: MEMBER,
  roleArn: `arn:aws:iam::${MEMBER}:role/audit`,
};
const START = Date.parse('2026-11-24T01:00:00.000Z');

const serviceOf = (request: IncomingMessage) =>
  /\/([\w-]+)\/aws4_request/.exec(request.headers.authorization ?? '')?.[1];

/** STS gives a new session with each call; IAM has nothing to tell. */
function sessions({ livesMs = 15 * 60_000, account = MEMBER } = {}) {
  let made = 0;
  let now = START;
  at.identify = (response, request) =>
    response.end(callerIs(signerOf(request).key === 'TEST' ? ACCOUNT : account));
  at.answer = (response, request) => {
    if (serviceOf(request) !== 'sts') return response.end(NO_KEYS);
    made += 1;
    return response.end(session(`SESSION${made}`, now + livesMs));
  };
  return {
    setNow: (ms: number) => {
      now = ms;
    },
  };
}

const NO_KEYS =
  '<ListAccessKeysResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/"><ListAccessKeysResult><AccessKeyMetadata/></ListAccessKeysResult></ListAccessKeysResponse>';

const session = (key: string, ends: number) =>
  ['Root', 'Role']
    .map(
      (kind) =>
        `<Assume${kind}Result><Credentials><AccessKeyId>${key}</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>${new Date(ends).toISOString()}</Expiration></Credentials></Assume${kind}Result>`,
    )
    .join('')
    .replace(/^/, '<AssumeResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/">')
    .concat('</AssumeResponse>');

const lookIn = async (services: ReturnType<typeof attemptAt>, entered: AccountSession = asRoot) =>
  (await services.aws.inAccount(entered).iam()).listAccessKeys({});
const operations = () => at.calls.map(({ operation }) => operation);

describe('a session in another account', () => {
  test.each([
    ['as its root user', asRoot, 'AssumeRoot'],
    ['by a role', asRole, 'AssumeRole'],
  ] as const)(
    '%s is made with the caller’s credentials and shown to lead there',
    async (_, how, call) => {
      sessions();
      await lookIn(attemptAt(at), how);
      expect(operations()).toEqual([
        'GetCallerIdentity',
        call,
        'GetCallerIdentity',
        'ListAccessKeys',
      ]);
      expect(at.calls.every(({ mutating }) => !mutating)).toBe(true);
      expect(at.requests.map((request) => signerOf(request).key)).toEqual(['TEST', 'SESSION1']);
    },
  );

  test('is used by later attempts until it is about to end, and then made anew', async () => {
    const sts = sessions();
    const clock = new FakeClock();
    const services = createServices({ environment: at.sandbox, clock, credentials });
    await lookIn(attemptAt(at, { services }));
    clock.pass(13 * 60_000);
    await lookIn(attemptAt(at, { services }));
    clock.pass(60_000);
    sts.setNow(clock.now());
    await lookIn(attemptAt(at, { services }));
    expect(at.requests.map((request) => signerOf(request).key)).toEqual([
      'TEST',
      'SESSION1',
      'SESSION1',
      'TEST',
      'SESSION2',
    ]);
  });

  test('of one kind is not taken for another', async () => {
    sessions();
    const services = attemptAt(at);
    await lookIn(services);
    await lookIn(services, asRole);
    expect(operations().filter((name) => name.startsWith('Assume'))).toEqual([
      'AssumeRoot',
      'AssumeRole',
    ]);
  });

  test('that is denied is asked for once in an attempt, and again in the next', async () => {
    at.answer = refuse(403, 'AccessDenied');
    const { inAccount } = attemptAt(at).aws;
    const entered = inAccount(asRoot);
    const denied = { code: 'ACCESS_DENIED', details: { operation: 'AssumeRoot' } };
    expect(await failureFrom((await entered.iam()).listAccessKeys({}))).toMatchObject(denied);
    expect(await failureFrom((await entered.s3()).listBuckets({}))).toMatchObject(denied);
    expect(at.requests).toHaveLength(1);
    await failureFrom(lookIn(attemptAt(at)));
    expect(at.requests).toHaveLength(2);
  });

  test('that leads to another account gets no call', async () => {
    sessions({ account: '999988887777' });
    expect(await failureFrom(lookIn(attemptAt(at)))).toMatchObject({
      code: 'ACCOUNT_MISMATCH',
      class: 'safety',
    });
    expect(at.requests.map(serviceOf)).toEqual(['sts']);
  });

  test('by a role of another account is not even asked for', async () => {
    sessions();
    const stray = { ...asRole, roleArn: `arn:aws:iam::${ACCOUNT}:role/audit` };
    expect(await failureFrom(lookIn(attemptAt(at), stray))).toMatchObject({
      code: 'ACCOUNT_MISMATCH',
      class: 'safety',
    });
    expect(at.requests).toHaveLength(0);
  });

  test('without usable credentials is an error that may pass', async () => {
    at.answer = (response) =>
      response.end('<AssumeRootResponse><AssumeRootResult/></AssumeRootResponse>');
    expect(await failureFrom(lookIn(attemptAt(at)))).toMatchObject({
      code: 'SESSION_INCOMPLETE',
      retryable: true,
    });
  });

  test('that AWS says has ended is dropped, so that the next attempt makes another', async () => {
    sessions();
    const made: Answer = at.answer;
    const clock = new FakeClock();
    const services = createServices({ environment: at.sandbox, clock, credentials });
    at.answer = (response, request) =>
      serviceOf(request) === 'sts'
        ? made(response, request)
        : refuse(403, 'ExpiredToken')(response);
    expect(await failureFrom(lookIn(attemptAt(at, { services })))).toMatchObject({
      code: 'CREDENTIALS_EXPIRED',
      class: 'credentials',
    });
    at.answer = made;
    await lookIn(attemptAt(at, { services }));
    expect(signerOf(at.requests.at(-1))).toMatchObject({ key: 'SESSION2' });
  });
});

describe('the services of an account', () => {
  test('that are global are asked in us-east-1, the others where the environment is', async () => {
    const { aws } = attemptAt(at);
    at.answer = (response) => response.writeHead(400).end();
    await failureFrom((await aws.iam()).getAccountSummary({}));
    await failureFrom((await aws.account()).getContactInformation({}));
    await failureFrom((await aws.organizations()).describeOrganization({}));
    await failureFrom((await aws.cloudTrail()).describeTrails({}));
    await failureFrom((await aws.cloudTrail('us-east-1')).lookupEvents({}));
    expect(
      at.calls
        .filter(({ service }) => service !== 'sts')
        .map(({ service, operation, region }) => `${service} ${operation} ${region}`),
    ).toEqual([
      'iam GetAccountSummary us-east-1',
      'account GetContactInformation us-east-1',
      'organizations DescribeOrganization us-east-1',
      'cloudtrail DescribeTrails ap-northeast-1',
      'cloudtrail LookupEvents us-east-1',
    ]);
  });

  test('name a bucket in the path where the endpoint is given', async () => {
    at.answer = (response) => response.end();
    await (await attemptAt(at).aws.s3()).headBucket({ Bucket: 'logs' });
    expect(at.requests.map(({ url }) => url)).toEqual(['/logs/']);
    expect(at.requests.map(({ headers }) => headers.host)).toEqual([
      expect.stringMatching(/^127\.0\.0\.1:/),
    ]);
  });

  test.each([
    [403, 'ACCESS_DENIED'],
    [404, 'NOT_FOUND'],
  ])('answer a HEAD with %s and no body, which is %s', async (status, code) => {
    at.answer = (response) => response.writeHead(status).end();
    const s3 = await attemptAt(at).aws.s3();
    expect(await failureFrom(s3.headBucket({ Bucket: 'logs' }))).toMatchObject({ code });
  });

  test.each([
    ['AssumeRoot', false],
    ['GenerateCredentialReport', false],
    ['HeadBucket', false],
    ['LookupEvents', false],
    ['PutContactInformation', true],
    ['CreateLoginProfile', true],
    ['DeactivateMFADevice', true],
    ['StartPrimaryEmailUpdate', true],
  ])('%s changes something: %s', (operation, mutating) => {
    expect(isMutating(operation)).toBe(mutating);
  });
});
