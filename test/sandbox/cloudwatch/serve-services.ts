import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import type { Clock } from '../../../src/core/ports.ts';
import { EffectLog } from '../../../src/sandbox/fault/effect-log.ts';
import { FaultBook } from '../../../src/sandbox/fault/fault-book.ts';
import { FrontDoor } from '../../../src/sandbox/front-door.ts';
import { Identities } from '../../../src/sandbox/sts/identities.ts';
import { readRequest, sendResponse } from '../../../src/sandbox/wire/http.ts';
import type { Service } from '../../../src/sandbox/wire/service.ts';

export const PLACE = { region: 'ap-northeast-1', accountId: '000000000000' };

export interface ServedServices {
  /** For a client of the SDK. */
  readonly settings: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
    readonly maxAttempts: number;
  };
  readonly url: string;
  readonly effects: EffectLog;
}

/** Services behind a front door on loopback, until the test ends. */
export async function serveServices(
  services: readonly Service[],
  { clock, save = async () => undefined }: { clock: Clock; save?: () => Promise<void> },
): Promise<ServedServices> {
  const effects = new EffectLog([]);
  const door = new FrontDoor({
    clock,
    regions: new Map([[PLACE.region, services]]),
    global: [],
    identities: new Identities({
      state: { roles: [], sessions: [], rootSessions: [] },
      accountId: PLACE.accountId,
      clock,
    }),
    faults: new FaultBook([]),
    effects,
    isDown: () => false,
    signal: new AbortController().signal,
    save,
  });
  const server = createServer(async (request, response) => {
    const answer = await door.answer(await readRequest(request));
    if (answer === 'cut') request.socket.resetAndDestroy();
    else sendResponse(response, answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings = {
    endpoint: url,
    region: PLACE.region,
    credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
    maxAttempts: 1,
  };
  return { url, settings, effects };
}

/** The error that a call fails with. */
export async function failureOf(call: Promise<unknown>) {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof Error)) throw new Error('The call did not fail.');
  const { $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
  return { name: error.name, status: $metadata?.httpStatusCode, message: error.message };
}
