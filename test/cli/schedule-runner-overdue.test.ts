import { describe, expect, test } from 'vitest';
import type { Instant } from '../../src/core/ports.ts';
import { MONDAY, MONDAYS, started, World } from '../support/schedule-world.ts';

describe('a rehearsal that did not take place', () => {
  const NEXT_MONDAY = '2027-01-11T10:00:00.000Z';

  async function abort(world: World, occurrence: Instant, index = 0): Promise<void> {
    world.run('restore', occurrence, 0, { kind: 'aborted' });
    world.command(index).end(4);
    await world.quiet();
  }

  test('is said when its grace is over, once, passed on hourly, and so is the next one', async () => {
    const world = new World();
    world.project.write('restore', MONDAYS);
    world.begin();
    await world.passTo(MONDAY);
    await abort(world, MONDAY);
    await world.jumpTo('2027-01-06T10:00:00.000Z');
    expect(world.overdue).toEqual([]);
    await world.passTo('2027-01-06T10:05:00.000Z');
    expect(world.overdue).toEqual([[`restore ${MONDAY}`]]);
    await world.passTo('2027-01-06T11:01:00.000Z');
    // Whether it was delivered, who passes it on knows.
    expect(world.overdue).toEqual([[`restore ${MONDAY}`], [`restore ${MONDAY}`]]);
    expect(world.said.at(-1)).toBe('restore: overdue, wanted on Mon 4 Jan 2027 10:00 UTC');
    await world.jumpTo(NEXT_MONDAY);
    await abort(world, NEXT_MONDAY, 1);
    await world.jumpTo('2027-01-13T10:01:00.000Z');
    expect(world.overdue.at(-1)).toEqual([`restore ${NEXT_MONDAY}`]);
  });

  test('is not told while a run makes up for it, nor after', async () => {
    const world = new World('2027-01-08T00:00:00.000Z');
    world.project.write('restore', `${MONDAYS}since: 2027-01-01\n`);
    world.begin();
    await world.passTo('2027-01-08T00:02:00.000Z');
    expect(world.args).toEqual([started('restore')]);
    world.run('restore', MONDAY);
    world.command().end(0);
    await world.passTo('2027-01-08T00:05:00.000Z');
    expect(world.overdue).toEqual([]);
  });

  test('is told where nothing could start it', async () => {
    const world = new World('2027-01-08T00:00:00.000Z');
    world.project.write('restore', `${MONDAYS}since: 2027-01-01\n`);
    world.begin(true);
    await world.quiet();
    world.command().end(2);
    expect(await world.ended).toBe(2);
    expect(world.overdue).toEqual([[`restore ${MONDAY}`]]);
  });
});
