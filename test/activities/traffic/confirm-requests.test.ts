import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  type ConfirmRequestsInput,
  confirmRequests,
} from '../../../src/activities/traffic/confirm-requests.ts';
import {
  activityContext,
  doneFrom,
  failureFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { startDns, type TestDns } from '../../support/activity-dns.ts';
import { startHttp, type TestHttp } from '../../support/activity-http.ts';

const HOST = 'shop.orders.example';
let dns: TestDns;
let service: TestHttp;
let context: TestContext;
let asked: (string | undefined)[];
let answer: (response: ServerResponse) => void;

beforeEach(async () => {
  asked = [];
  answer = (response) => response.end(JSON.stringify({ region: 'ap-northeast-3' }));
  dns = await startDns(['127.0.0.1']);
  service = await startHttp((request, response) => {
    asked.push(`${request.method} ${request.headers.host} ${request.url}`);
    context.clock.pass(100);
    answer(response);
  });
  context = activityContext({ services: { dns: { resolver: dns.address } } });
});

afterEach(async () => {
  await Promise.all([dns.stop(), service.stop()]);
});

const look = (more: Partial<ConfirmRequestsInput> = {}) =>
  confirmRequests.poll(context, { host: HOST, port: service.port, requests: 3, ...more });

test('tells when the first of enough requests in a row was answered', async () => {
  const done = doneFrom(await look());
  expect(done.output).toEqual({
    firstAt: '2026-11-24T01:00:00.100Z',
    lastAt: '2026-11-24T01:00:00.300Z',
    addresses: ['127.0.0.1'],
  });
  expect(asked).toEqual(Array(3).fill(`GET ${HOST}:${service.port} /healthz`));
});

test('looks the name up for each request, with the resolver it is told', async () => {
  await look();
  expect(dns.asked).toEqual([HOST, HOST, HOST]);
});

test('begins again after a request that fails', async () => {
  const statuses = [200, 503, 200, 200, 200];
  answer = (response) => response.writeHead(statuses.shift() ?? 500).end();
  expect(pendingFrom(await look())).toBe('request 2 of 3: 127.0.0.1 answered with status 503');
  expect(doneFrom(await look()).output.firstAt).toBe('2026-11-24T01:00:00.300Z');
});

test('waits for requests that fail as long as it may, and then says why', async () => {
  answer = (response) => response.writeHead(503).end();
  const since = new Date(context.clock.now()).toISOString();
  const limit = { withinMs: 30_000, since };
  pendingFrom(await look(limit));
  context.clock.pass(30_000);
  expect(await failureFrom(look(limit))).toMatchObject({
    code: 'REQUESTS_NOT_ANSWERED',
    class: 'environment',
    message: expect.stringContaining(
      'within 30.0 s: request 1 of 3: 127.0.0.1 answered with status 503',
    ),
  });
  pendingFrom(await look({ since }));
});

test('takes no other Region for the one that should answer', async () => {
  expect(pendingFrom(await look({ region: 'ap-northeast-1' }))).toBe(
    'request 1 of 3: 127.0.0.1 is in ap-northeast-3',
  );
  expect(doneFrom(await look({ region: 'ap-northeast-3' })).status).toBe('done');
  for (const body of ['no JSON', 'null', '{"region":1}']) {
    answer = (response) => response.end(body);
    expect(pendingFrom(await look({ region: 'ap-northeast-3' }))).toContain('no Region');
  }
});

test.each([
  ['nobody listens', { port: 1 }, /ECONNREFUSED/],
  ['a redirect is no success', {}, /status 302/],
])('waits while %s', async (_case, more, message) => {
  answer = (response) => response.writeHead(302, { location: '/' }).end();
  expect(pendingFrom(await look(more))).toMatch(message);
});

test('waits while the connection is cut in the middle of the answer', async () => {
  answer = (response) => {
    response.write('{', () => response.destroy());
  };
  expect(pendingFrom(await look())).toMatch(/request 1 of 3: (aborted|socket hang up)/);
});

test('waits while the name leads nowhere', async () => {
  dns.answer([]);
  expect(pendingFrom(await look())).toContain('has no address');
  expect(asked).toEqual([]);
});

test('gives up on a server that does not answer', async () => {
  answer = () => {};
  expect(pendingFrom(await look())).toContain('no answer for 2000 ms');
});

test('an aborted attempt is no failed request', async () => {
  const attempt = new AbortController();
  const reason = new Error('left');
  context = activityContext({ services: context.services, signal: attempt.signal });
  answer = () => attempt.abort(reason);
  expect((await failureFrom(look())).message).toBe('left');
});

test('asks for the path that it is given', async () => {
  await look({ path: '/orders/latest', requests: 1 });
  expect(asked).toEqual([`GET ${HOST}:${service.port} /orders/latest`]);
});
