import { expect, test } from 'vitest';
import type { Outage } from '../../../src/sandbox/outage/outage.ts';
import { Outages } from '../../../src/sandbox/outage/outages.ts';
import { StoppedClock } from '../stopped-clock.ts';

const ZONES = new Map([
  ['north', ['north-a', 'north-c']],
  ['south', ['south-a']],
]);

const make = (state: Outage[] = []) =>
  new Outages({ state, zones: ZONES, clock: new StoppedClock() });

const never = new AbortController().signal;

test('a zone has no power by itself, or with its Region', async () => {
  const outages = make();
  await outages.start({ kind: 'az', name: 'north-c' });
  expect(['north-a', 'north-c', 'south-a'].map((zone) => outages.isZoneDown(zone))).toEqual([
    false,
    true,
    false,
  ]);
  expect(outages.isRegionDown('north')).toBe(false);
  await outages.start({ kind: 'region', name: 'north' });
  expect(outages.isZoneDown('north-a')).toBe(true);
  await outages.end('north');
  expect(outages.isZoneDown('north-a')).toBe(false);
  expect(outages.isZoneDown('north-c')).toBe(true);
});

test('the same outage twice is one, and all end together when none is named', async () => {
  const state: Outage[] = [];
  const outages = make(state);
  await outages.start({ kind: 'region', name: 'north' });
  await outages.start({ kind: 'region', name: 'north' });
  await outages.start({ kind: 'az', name: 'south-a' });
  expect(state).toEqual([
    { kind: 'region', name: 'north', since: '2026-11-24T01:00:00.000Z' },
    { kind: 'az', name: 'south-a', since: '2026-11-24T01:00:00.000Z' },
  ]);
  expect(await outages.end()).toHaveLength(2);
  expect(state).toEqual([]);
  expect(await outages.end()).toEqual([]);
});

test('a place that is none, and the end of what has not begun, are refused with what there is', async () => {
  const outages = make();
  await expect(outages.start({ kind: 'region', name: 'north-a' })).rejects.toMatchObject({
    code: 'OUTAGE_PLACE_UNKNOWN',
    message: '"north-a" is no Region of the sandbox. There is: north, south.',
  });
  await expect(outages.start({ kind: 'az', name: 'north' })).rejects.toMatchObject({
    code: 'OUTAGE_PLACE_UNKNOWN',
  });
  await expect(outages.end('north')).rejects.toMatchObject({ code: 'OUTAGE_NOT_FOUND' });
  expect(outages.list()).toEqual([]);
});

test('a change is complete when every listener is done, also when one fails', async () => {
  const outages = make();
  const { promise, resolve } = Promise.withResolvers<void>();
  let done = false;
  outages.onChange(() => Promise.reject(new Error('no')));
  outages.onChange(() => promise);
  const started = outages.start({ kind: 'region', name: 'north' }).then(() => {
    done = true;
  });
  await Promise.resolve();
  expect(done).toBe(false);
  expect(outages.isRegionDown('north')).toBe(true);
  resolve();
  await started;
});

test('what needs power waits for it, and for the servers that are started again', async () => {
  const outages = make();
  await outages.start({ kind: 'region', name: 'north' });
  const { promise, resolve } = Promise.withResolvers<void>();
  const seen: string[] = [];
  outages.onChange(async () => {
    await promise;
    seen.push('servers');
  });
  const act = outages.whilePowered('north', never, async (again) => {
    seen.push(`act ${again}`);
    return 7;
  });
  const elsewhere = await make().whilePowered('south', never, async () => 1);
  expect(elsewhere).toBe(1);
  const ended = outages.end('north');
  resolve();
  await ended;
  expect(await act).toBe(7);
  expect(seen).toEqual(['servers', 'act false']);
});

test('what loses its power in the middle is done again, whatever came of it', async () => {
  for (const outcome of ['works', 'fails']) {
    const outages = make();
    const seen: boolean[] = [];
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    const { promise: goOn, resolve: go } = Promise.withResolvers<void>();
    const result = outages.whilePowered('north', never, async (again) => {
      seen.push(again);
      if (again) return 'done';
      begin();
      await goOn;
      if (outcome === 'fails') throw new Error('the server is gone');
      return 'lost';
    });
    await begun;
    await outages.start({ kind: 'region', name: 'north' });
    go();
    await outages.end();
    expect(await result).toBe('done');
    expect(seen).toEqual([false, true]);
  }
});

test('a failure with power is a failure', async () => {
  const act = make().whilePowered('north', never, () => Promise.reject(new Error('full')));
  await expect(act).rejects.toThrow('full');
});

test('whoever waits for power stops waiting when told to', async () => {
  const outages = make([{ kind: 'region', name: 'north', since: '2026-11-24T01:00:00.000Z' }]);
  const closing = new AbortController();
  const act = outages.whilePowered('north', closing.signal, async () => 'never');
  closing.abort(new Error('closing'));
  await expect(act).rejects.toThrow('closing');
});
