import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { systemClock } from '../../../src/cli/system-clock.ts';
import { lockRun } from '../../../src/journal/run-lock.ts';
import { BEFORE, MONDAY, MONDAYS, started, World } from '../../support/schedule-world.ts';

describe('a runner', () => {
  test('starts a drill at its moment, once, and the next one at the next', async () => {
    const world = new World();
    world.project.write('restore', MONDAYS);
    world.begin();
    await world.passTo('2027-01-04T09:59:59.000Z');
    expect(world.args).toEqual([]);
    await world.passTo(MONDAY);
    expect(world.args).toEqual([started('restore')]);
    await world.passTo('2027-01-04T10:05:00.000Z');
    world.run('restore', MONDAY);
    world.command().end(0);
    await world.jumpTo('2027-01-11T10:00:00.000Z');
    expect(world.args).toEqual([
      started('restore'),
      started('restore', '2027-01-11T10:00:00.000Z'),
    ]);
    expect(world.said).toEqual([
      'next is restore, 2027-01-04T10:00:00.000Z',
      'restore: Mon 4 Jan 2027 10:00 UTC is due (Monday of the week of 4 January 2027)',
      'restore: drill run ended with 0',
      'next is restore, 2027-01-11T10:00:00.000Z',
      'restore: Mon 11 Jan 2027 10:00 UTC is due (Monday of the week of 11 January 2027)',
    ]);
  });

  test('starts other drills where nobody can tell whether a run is driven', async () => {
    const world = new World(MONDAY);
    world.project.write('a', MONDAYS).write('b', MONDAYS);
    const left = world.run('a', MONDAY, 3);
    await writeFile(join(world.project.file('reports', left), 'journal.lock'), 'x'.repeat(4096));
    world.begin();
    await world.quiet();
    expect(world.args).toEqual([started('b')]);
    expect(world.said.join('\n')).toMatch(/^a: .*journal\.lock/m);
    await world.passTo('2027-01-04T10:02:00.000Z');
    expect(world.args).toHaveLength(1);
  });

  test('lets different drills go on side by side, and one drill only once', async () => {
    const world = new World();
    world.project.write('a', MONDAYS).write('b', MONDAYS);
    world.begin();
    await world.passTo(MONDAY);
    expect(world.args).toEqual([started('a'), started('b')]);
    // A week later both still go on.
    await world.jumpTo('2027-01-11T10:01:00.000Z');
    expect(world.args).toHaveLength(2);
    world.run('a', MONDAY);
    world.command(0).end(1);
    await world.passTo('2027-01-11T10:02:00.000Z');
    expect(world.args.slice(2)).toEqual([started('a', '2027-01-11T10:00:00.000Z')]);
  });

  test('goes on with a run whose process is gone, and leaves one that somebody drives', async () => {
    const world = new World(MONDAY);
    world.project.write('left', MONDAYS).write('driven', MONDAYS);
    const left = world.run('left', MONDAY, 3);
    const driven = world.run('driven', MONDAY, 3);
    const holder = { pid: process.pid, host: 'here' };
    const lock = await lockRun(world.project.file('reports', driven), holder, systemClock);
    world.begin();
    await world.quiet();
    expect(world.args).toEqual([`resume ${left}`]);
    expect(world.said).toContain(`driven: waits for ${driven}, which another process drives`);
    lock.release();
    await world.passTo('2027-01-04T10:00:30.000Z');
    expect(world.args).toEqual([`resume ${left}`, `resume ${driven}`]);
  });

  test('tries again what came to nothing, ever later, and starts nothing twice that has a run', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS);
    world.begin();
    await world.quiet();
    const at: string[] = [];
    for (let index = 0; index < 3; index += 1) {
      await expect.poll(() => world.commands.length, { interval: 1 }).toBe(index + 1);
      at.push(new Date(world.clock.now()).toISOString().slice(11, 16));
      world.command(index).end(2);
      await world.passTo(new Date(world.clock.now() + 60_000 * 2 ** index).toISOString());
    }
    expect(at).toEqual(['10:00', '10:01', '10:03']);
    await expect.poll(() => world.commands.length, { interval: 1 }).toBe(4);
    world.run('restore', MONDAY);
    world.command(3).end(undefined);
    await world.passTo('2027-01-04T10:20:00.000Z');
    expect(world.commands).toHaveLength(4);
  });

  test('does not start again what ended well and has left no run', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS);
    world.begin();
    await world.quiet();
    world.command().end(0);
    await world.passTo('2027-01-04T10:20:00.000Z');
    expect(world.commands).toHaveLength(1);
  });

  test('sees a clock that was set forward within half a minute, and starts nothing twice when it is set back', async () => {
    const world = new World();
    world.project.write('restore', MONDAYS);
    world.begin();
    await world.jumpTo('2027-01-05T09:58:00.000Z');
    expect(world.args).toEqual([started('restore')]);
    world.run('restore', MONDAY);
    world.command().end(0);
    await world.jumpTo(BEFORE);
    await world.passTo('2027-01-04T10:01:00.000Z');
    expect(world.commands).toHaveLength(1);
  });

  test('makes up for what a machine has slept through, and says what it does not', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS);
    world.run('restore', MONDAY);
    world.begin();
    await world.jumpTo('2027-01-21T10:00:00.000Z');
    expect(world.args).toEqual([started('restore', '2027-01-18T10:00:00.000Z')]);
    expect(world.said.at(-1)).toBe(
      'restore: Mon 11 Jan 2027 10:00 UTC is over and not made up for; ' +
        'Mon 18 Jan 2027 10:00 UTC is due, 3 d late (Monday of the week of 18 January 2027)',
    );
  });

  test('takes a drill in that is written while it goes on, and says what is wrong with one, once', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS.replace('Monday', 'Mond'));
    world.begin();
    await world.passTo('2027-01-04T10:02:00.000Z');
    expect(world.said).toEqual([expect.stringContaining('restore.yaml is not a valid drill')]);
    world.project.write('restore', MONDAYS);
    world.clock.advance(30_000);
    await expect.poll(() => world.args, { interval: 1 }).toEqual([started('restore')]);
  });

  test('asks its runs to leave when it has to end, and waits for them', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS);
    world.begin();
    await world.quiet();
    world.stop();
    await expect.poll(() => world.command().stopped, { interval: 1 }).toBe(true);
    world.command().end(130);
    expect(await world.ended).toBe(0);
  });

  test('does not wait for ever for a run that does not leave', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS);
    world.begin();
    await world.quiet();
    world.stop();
    await expect.poll(() => world.command().stopped, { interval: 1 }).toBe(true);
    world.clock.advance(30_000);
    expect(await world.ended).toBe(0);
  });

  test('starts nothing where a run may be that of the moment and cannot be read', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS);
    const run = world.run('restore', MONDAY);
    await writeFile(join(world.project.file('reports', run), 'journal.ndjson'), '{"seq":1}\n');
    world.begin(true);
    expect(await world.ended).toBe(3);
    expect(world.commands).toEqual([]);
    expect(world.said.join()).toContain(`drill verify ${run}`);
  });
});

describe('once', () => {
  test('ends when what is due is done, with the exit code of what went wrong', async () => {
    const world = new World('2027-01-04T10:07:00.000Z');
    world.project
      .write('restore', `${MONDAYS}jitter: 12h\n`)
      .write('later', MONDAYS.replace('10', '11'));
    world.begin(true);
    await world.quiet();
    expect(world.args).toEqual([started('restore')]);
    world.run('restore', MONDAY);
    world.command().end(1);
    expect(await world.ended).toBe(1);
    expect(world.commands).toHaveLength(1);
  });

  test('does not try again what came to nothing', async () => {
    const world = new World(MONDAY);
    world.project.write('restore', MONDAYS);
    world.begin(true);
    await world.quiet();
    world.command().end(2);
    expect(await world.ended).toBe(2);
    expect(world.commands).toHaveLength(1);
  });

  test('has nothing to do when nothing is due', async () => {
    const world = new World();
    world.project.write('restore', MONDAYS);
    world.begin(true);
    expect(await world.ended).toBe(0);
    expect(world.said).toEqual(['next is restore, 2027-01-04T10:00:00.000Z']);
  });
});
