import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import type { DaemonInfo } from '../../../src/sandbox/daemon/daemon-record.ts';
import { answerOwn } from '../../../src/sandbox/daemon/own-routes.ts';
import { SIMULATOR_PATH } from '../../../src/sandbox/simulator/simulator-path.ts';

/** The routes of a sandbox that is ready; what is not theirs is answered with 204. */
async function serve(): Promise<string> {
  const info = {} as DaemonInfo;
  const server = createServer((request, response) => {
    const routes = { info, clientLog: undefined, stop: () => undefined };
    if (!answerOwn(routes, request, response)) response.writeHead(204).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

test("the simulator's own forms are let in, those of other pages and ports are not", async () => {
  const url = await serve();
  const post = async (path: string, origin: string) =>
    (await fetch(`${url}${path}`, { method: 'POST', headers: { origin } })).status;
  expect(await post(SIMULATOR_PATH, url)).toBe(204);
  expect(await post(`${SIMULATOR_PATH}/mfa`, url)).toBe(204);
  for (const origin of ['http://example.com', 'http://127.0.0.1:1', 'null']) {
    expect(await post(`${SIMULATOR_PATH}/mfa`, origin)).toBe(403);
  }
  expect(await post(`${SIMULATOR_PATH}-not/mfa`, url)).toBe(403);
  expect(await post('/_sandbox/stop', url)).toBe(403);
  expect(await post('/', url)).toBe(403);
});

test('a path that is none ends no process', async () => {
  const url = await serve();
  expect((await fetch(`${url}//`)).status).toBe(400);
  expect((await fetch(`${url}/_sandbox/info`)).status).toBe(200);
});
