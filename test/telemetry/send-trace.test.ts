import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { sendTrace } from '../../src/cli/evidence/send-trace.ts';
import { traceOfRun } from '../../src/telemetry/spans-of-run.ts';
import { fakeIo } from '../support/fake-io.ts';
import { sampleRun } from '../support/sample-run.ts';

interface Received {
  readonly path: string | undefined;
  readonly type: string | undefined;
  readonly body: Buffer;
}

async function collector(status: number) {
  const received: Received[] = [];
  const server = createServer(async (request: IncomingMessage, response) => {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { url: path, headers } = request;
    received.push({ path, type: headers['content-type'], body: Buffer.concat(parts) });
    response.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    received,
    url: `http://127.0.0.1:${port}`,
    [Symbol.asyncDispose]: async () => void server.close(),
  };
}

describe('sending the trace of a run', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('goes to the collector that the standard variables name, all of it at once', async () => {
    await using there = await collector(200);
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', there.url);
    const { io, err } = fakeIo('/', { env: { OTEL_EXPORTER_OTLP_ENDPOINT: there.url } });
    const records = sampleRun('met', { environment: 'aws' });
    await sendTrace(io, records);
    expect(err).toEqual([]);
    expect(there.received.map(({ path, type }) => [path, type])).toEqual([
      ['/v1/traces', 'application/x-protobuf'],
    ]);
    const { id, spans } = traceOfRun(records);
    const body = there.received[0]?.body ?? Buffer.alloc(0);
    expect(body.includes(Buffer.from(id, 'hex'))).toBe(true);
    for (const span of spans) {
      expect(body.includes(Buffer.from(span.id, 'hex'))).toBe(true);
      expect(body.includes(span.name)).toBe(true);
    }
  });

  it('is off where nobody names a collector, or it is switched off', async () => {
    await using there = await collector(200);
    const on = { OTEL_EXPORTER_OTLP_ENDPOINT: there.url };
    for (const env of [
      {},
      { ...on, OTEL_SDK_DISABLED: 'true' },
      { ...on, OTEL_TRACES_EXPORTER: 'none' },
    ]) {
      await sendTrace(fakeIo('/', { env }).io, sampleRun('met'));
    }
    expect(there.received).toEqual([]);
  });

  it('waits for the end of the run', async () => {
    await using there = await collector(200);
    const { io } = fakeIo('/', { env: { OTEL_EXPORTER_OTLP_ENDPOINT: there.url } });
    await sendTrace(io, sampleRun('interrupted'));
    expect(there.received).toEqual([]);
  });

  it('says so when the collector refuses it, and fails nothing', async () => {
    await using there = await collector(400);
    vi.stubEnv('OTEL_EXPORTER_OTLP_ENDPOINT', there.url);
    const { io, err } = fakeIo('/', { env: { OTEL_EXPORTER_OTLP_ENDPOINT: there.url } });
    await sendTrace(io, sampleRun('met'));
    expect(err).toHaveLength(1);
    expect(err[0]).toMatch(/^drill: the trace of this run could not be sent: /);
  });
});
