import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  type MeasureOutageInput,
  measureOutage,
} from '../../../src/activities/traffic/measure-outage.ts';
import { IMPACT, logFile, requests, sinceImpact } from '../../support/activity-client-log.ts';
import {
  activityContext,
  doneFrom,
  pendingFrom,
  type TestContext,
} from '../../support/activity-context.ts';
import { startHttp } from '../../support/activity-http.ts';

let log: Awaited<ReturnType<typeof logFile>>;
let context: TestContext;

beforeEach(async () => {
  log = await logFile([]);
  context = activityContext();
});

afterEach(() => log.remove());

const look = (more: Partial<MeasureOutageInput> = {}) =>
  measureOutage.poll(context, { log: log.path, impactAt: IMPACT, ...more });

/** Twelve seconds without service, then a calm of six. */
const OUTAGE = [
  ...requests(-40_000, 200, true),
  ...requests(200, 12_200, false),
  ...requests(12_200, 18_300, true),
];

test('measures from the first failure to the first success after the last one', async () => {
  await log.write(OUTAGE);
  const done = doneFrom(await look({ source: 'the shop’s client' }));
  expect(done.output).toEqual({ measured: true, outageMs: 12_000, isOver: true });
  expect(done.outage).toMatchObject({
    source: 'the shop’s client',
    firstFailureAt: sinceImpact(200),
    lastFailureAt: sinceImpact(12_100),
    recoveredAt: sinceImpact(12_200),
    sent: 483,
    failed: 120,
    everyMs: 100,
  });
});

test('an outage that was over before T0 is another one', async () => {
  await log.write([
    ...requests(-40_000, -9_000, false),
    ...requests(-9_000, 200, true),
    ...requests(200, 1_200, false),
    ...requests(1_200, 8_000, true),
  ]);
  expect(doneFrom(await look()).outage).toMatchObject({
    firstFailureAt: sinceImpact(200),
    sent: 170,
    failed: 10,
  });
});

test('failures that reach up to T0 belong to it: users see them before anybody declares them', async () => {
  await log.write([
    ...requests(-40_000, -3_000, true),
    ...requests(-3_000, 1_000, false),
    ...requests(1_000, 8_000, true),
  ]);
  expect(doneFrom(await look()).outage).toMatchObject({
    firstFailureAt: sinceImpact(-3_000),
    failed: 40,
  });
});

test('the slices hold every request once, oldest first, and fit into a chart', async () => {
  await log.write(OUTAGE);
  const slices = doneFrom(await look()).outage?.slices ?? [];
  expect(slices.length).toBeLessThanOrEqual(120);
  expect(slices[0]?.at).toBe(sinceImpact(-30_000));
  expect(slices.map(({ at }) => at)).toEqual(slices.map(({ at }) => at).sort());
  const total = (of: 'ok' | 'failed') => slices.reduce((sum, slice) => sum + slice[of], 0);
  expect([total('ok'), total('failed')]).toEqual([363, 120]);
});

test('however requests are spread over time, none is lost from the slices', async () => {
  const spread = fc.array(fc.integer({ min: 0, max: 500_000 }), { minLength: 1, maxLength: 300 });
  await fc.assert(
    fc.asyncProperty(spread, async (times) => {
      await log.write(times.map((ms) => ({ at: sinceImpact(ms), ok: ms % 3 > 0 })));
      const { outage } = doneFrom(await look({ deadline: IMPACT }));
      const slices = outage?.slices ?? [];
      expect(slices.length).toBeLessThanOrEqual(120);
      expect(slices.reduce((sum, { ok, failed }) => sum + ok + failed, 0)).toBe(times.length);
    }),
    { numRuns: 40 },
  );
});

describe('waits', () => {
  test('while requests fail', async () => {
    await log.write([...requests(-1_000, 0, true), ...requests(0, 9_000, false)]);
    expect(pendingFrom(await look())).toBe('requests still fail');
  });

  test('until it has been calm for long enough', async () => {
    await log.write([...requests(0, 1_000, false), ...requests(1_000, 5_900, true)]);
    expect(pendingFrom(await look())).toBe('49 requests in 4.9 s without a failure');
    await log.write([...requests(0, 1_000, false), ...requests(1_000, 6_000, true)]);
    expect(doneFrom(await look()).output).toMatchObject({ isOver: true });
  });

  test('until enough requests have succeeded', async () => {
    const slow = [0, 5_000, 10_000].map((ms) => ({ at: sinceImpact(ms), ok: ms > 0 }));
    await log.write(slow);
    expect(pendingFrom(await look())).toContain('2 requests');
    expect(doneFrom(await look({ calmRequests: 2 })).output).toMatchObject({ outageMs: 5_000 });
  });

  test('after T0, too, when nothing has failed yet', async () => {
    await log.write(requests(-30_000, 1_000, true));
    expect(pendingFrom(await look())).toBe('10 requests in 900 ms without a failure');
    await log.write(requests(-30_000, 6_000, true));
    const done = doneFrom(await look());
    expect(done.output).toEqual({ measured: true, outageMs: 0, isOver: true });
    expect(done.outage).not.toHaveProperty('firstFailureAt');
  });

  test('no longer than to its deadline: then requests still fail, and it says so', async () => {
    await log.write([...requests(-1_000, 0, true), ...requests(0, 9_000, false)]);
    context.clock.pass(20_000);
    expect(pendingFrom(await look({ deadline: sinceImpact(20_001) }))).toBe('requests still fail');
    const done = doneFrom(await look({ deadline: sinceImpact(20_000) }));
    expect(done.output).toEqual({ measured: true, outageMs: 8_900, isOver: false });
    expect(done.outage).not.toHaveProperty('recoveredAt');
  });

  test('no longer when nothing is logged any more', async () => {
    await log.write(requests(0, 1_000, false));
    context.clock.pass(60_900);
    expect(pendingFrom(await look())).toBe('requests still fail');
    context.clock.pass(1);
    expect(doneFrom(await look()).facts).toContainEqual({
      label: 'Log of the client',
      value: `ends at ${sinceImpact(900)}`,
    });
  });
});

test('puts requests in the order in which they were sent', async () => {
  await log.write([...OUTAGE].reverse());
  expect(doneFrom(await look()).output).toMatchObject({ outageMs: 12_000 });
});

test('leaves out lines that are no entries, and counts them', async () => {
  const bad = ['{"at":"2026-', 'null', '7', '{"at":"soon","ok":true}', '{"at":"2026-11-24"}', ''];
  await log.write([...OUTAGE, ...bad]);
  const done = doneFrom(await look());
  expect(done.outage?.sent).toBe(483);
  expect(done.facts).toEqual([
    { label: 'Log lines left out', value: `5 of ${log.path} are malformed` },
  ]);
});

describe('a log that cannot be read fails nothing, and the outage is not measured', () => {
  test.each([
    ['a file that is not there', '/nowhere/client.ndjson', /ENOENT/],
    ['a folder', '/', /EISDIR/],
  ])('%s', async (_case, where, why) => {
    const done = doneFrom(await look({ log: where }));
    expect(done.output).toMatchObject({ measured: false });
    expect(done.outage).toBeUndefined();
    expect(done.facts?.[0]?.label).toBe('Outage');
    expect(done.facts?.[0]?.value).toMatch(why);
  });

  test('a service that does not listen', async () => {
    const server = await startHttp(() => {});
    await server.stop();
    const done = doneFrom(await look({ log: `http://127.0.0.1:${server.port}/log` }));
    expect(done.facts?.[0]?.value).toMatch(/fetch failed \(.*ECONNREFUSED/);
  });

  test('a log without a request', async () => {
    context.clock.pass(60_001);
    expect(doneFrom(await look()).output).toMatchObject({ measured: false });
  });
});

describe('a log behind a URL', () => {
  test('is asked for what was sent since shortly before T0', async () => {
    const asked: (string | undefined)[] = [];
    const server = await startHttp((request, response) => {
      asked.push(request.url);
      response.end(OUTAGE.map((line) => JSON.stringify(line)).join('\n'));
    });
    const done = doneFrom(await look({ log: `http://127.0.0.1:${server.port}/log?client=1` }));
    expect(done.output).toMatchObject({ outageMs: 12_000 });
    expect(asked).toEqual([`/log?client=1&from=${encodeURIComponent(sinceImpact(-30_000))}`]);
    await server.stop();
  });

  test('is tried again when it does not answer at once', async () => {
    let answers = 0;
    const server = await startHttp((_request, response) => {
      answers += 1;
      if (answers < 3) response.writeHead(503).end();
      else response.end(OUTAGE.map((line) => JSON.stringify(line)).join('\n'));
    });
    const url = `http://127.0.0.1:${server.port}/`;
    expect(doneFrom(await look({ log: url })).output).toMatchObject({ measured: true });
    answers = -9;
    expect(doneFrom(await look({ log: url })).facts?.[0]?.value).toContain('answered 503');
    await server.stop();
  });

  test('that breaks off is not taken for the whole', async () => {
    const server = await startHttp((_request, response) => {
      response.write(`${JSON.stringify(OUTAGE[0])}\n`, () => response.destroy());
    });
    const url = `http://127.0.0.1:${server.port}/`;
    expect(doneFrom(await look({ log: url })).output).toMatchObject({ measured: false });
    await server.stop();
  });
});

test('tells another outage than that of the failure as a fact only', async () => {
  await log.write(OUTAGE);
  const done = doneFrom(await look({ asFact: 'Outage of the failback' }));
  expect(done).not.toHaveProperty('outage');
  expect(done.facts).toEqual([
    {
      label: 'Outage of the failback',
      value: `12.0 s from ${sinceImpact(200)} on, 120 of 483 requests failed`,
    },
  ]);
  await log.write(requests(-1_000, 8_000, true));
  expect(doneFrom(await look({ asFact: 'Outage of the failback' })).facts).toEqual([
    { label: 'Outage of the failback', value: 'none; 90 requests succeeded' },
  ]);
});
