import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { decide } from '../../../src/cli/commands/decide.ts';
import type { Io } from '../../../src/cli/io.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import { KunrenError } from '../../../src/core/failure.ts';
import type { JournalRecord, RecordBody } from '../../../src/core/record.ts';
import { type PostedCommand, watchInbox } from '../../../src/journal/inbox.ts';
import { openJournal } from '../../../src/journal/open-journal.ts';
import { FAILOVER_RUN as RUN } from '../../support/sample-failover-drill.ts';
import { sampleRun } from '../../support/sample-run.ts';

const failover = sampleRun('failover');

/** The beginning of a run up to where it waits at a gate. */
const until = (gate: string): readonly JournalRecord[] => {
  const at = failover.findIndex(
    (record) => record.type === 'state.changed' && record.data.entered.includes(gate),
  );
  return failover.slice(0, at + 1);
};

interface Scene {
  readonly records: readonly JournalRecord[];
  /** How the process that drives the run answers; absent: there is none. */
  readonly driver?: (posted: PostedCommand) => { accepted: boolean; reason?: string };
}

/** A project with one run, and a terminal beside it. */
async function open({ records, driver }: Scene) {
  const root = await mkdtemp(join(tmpdir(), 'kunren-decide-'));
  const folder = join(root, 'reports', RUN);
  await mkdir(join(root, 'drills'));
  const journal = await openJournal({
    folder,
    clock: systemClock,
    redact: (value) => value,
    holder: { pid: process.pid, host: 'test-host' },
  });
  for (const { type, data } of records) journal.append({ type, data } as RecordBody);
  await journal.durable();
  const posted: PostedCommand[] = [];
  const over = new AbortController();
  let watching: Promise<void> = Promise.resolve();
  if (driver) {
    watching = watchInbox(
      folder,
      (command) => {
        posted.push(command);
        return driver(command);
      },
      { clock: systemClock, signal: over.signal },
    );
  } else await journal.close();
  onTestFinished(async () => {
    over.abort();
    await watching;
    await journal.close();
    await rm(root, { recursive: true, force: true });
  });
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    cwd: root,
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    interactive: false,
    color: false,
  };
  const run = (event?: string, output: 'text' | 'json' = 'text') =>
    decide(io, 'last', event, { output });
  return { folder, posted, out, err, run };
}

/** The failure of a command that must fail. */
async function failureOf(work: Promise<unknown>) {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof KunrenError) return error.failure;
  throw new Error('It did not fail as it should.', { cause: error });
}

const accepts = () => ({ accepted: true });

describe('drill decide', { timeout: 30_000 }, () => {
  it('gives the answer to the process that drives the run', async () => {
    const { run, posted, out, err, folder } = await open({
      records: until('choose'),
      driver: accepts,
    });
    expect(await run('roll-back')).toBe(0);
    expect(posted.map(({ command }) => command)).toEqual([{ type: 'send', event: 'roll-back' }]);
    expect(out).toEqual([`${RUN} goes on. Decided: Roll back: writes return to the old primary`]);
    expect(err).toEqual([`  next: drill watch ${RUN}`]);
    expect(await readdir(join(folder, 'inbox'))).toEqual([]);
  });

  it('says so in JSON where that is asked for', async () => {
    const { run, out } = await open({ records: until('choose'), driver: accepts });
    await run('stop', 'json');
    expect(out.map((line) => JSON.parse(line))).toEqual([
      { run: RUN, event: 'stop', accepted: true },
    ]);
  });

  it('lists what can be answered now, with the exact commands', async () => {
    const { run, out, err, posted } = await open({ records: until('choose'), driver: accepts });
    expect(await run()).toBe(0);
    expect(out).toEqual([
      'Traffic does not move: what now?',
      `  drill decide ${RUN} edit-record   (Go on: edit the record (control plane))`,
      `  drill decide ${RUN} roll-back   (Roll back: writes return to the old primary)`,
      `  drill decide ${RUN} stop   (Stop: leave everything as it is now)`,
    ]);
    expect(err).toEqual([]);
    expect(posted).toEqual([]);
    out.length = 0;
    await run(undefined, 'json');
    expect(JSON.parse(out[0] ?? '')).toMatchObject({
      run: RUN,
      driven: true,
      decisions: [{ step: 'choose', choices: [{ event: 'edit-record' }, {}, {}] }],
    });
  });

  it('says that nothing is to be decided where that is so', async () => {
    const { run, out } = await open({ records: until('declare'), driver: accepts });
    expect(await run()).toBe(0);
    expect(out).toEqual([`${RUN} waits for no decision now.`]);
    expect(await failureOf(run('roll-back'))).toMatchObject({
      code: 'NO_DECISION_OPEN',
      class: 'input',
      details: { run: RUN },
    });
  });

  it('refuses an answer that nobody asked for, and names those there are', async () => {
    const { run, posted } = await open({ records: until('choose'), driver: accepts });
    expect(await failureOf(run('roll-bak'))).toMatchObject({
      code: 'DECISION_UNKNOWN',
      class: 'input',
      message: `"roll-bak" is no answer to what ${RUN} waits for. Answers are: edit-record, roll-back, stop.`,
    });
    expect(posted).toEqual([]);
  });

  it('passes on why the run did not take it', async () => {
    const reason = 'The run is being aborted already.';
    const { run } = await open({
      records: until('choose'),
      driver: () => ({ accepted: false, reason }),
    });
    expect(await failureOf(run('stop'))).toMatchObject({
      code: 'COMMAND_REFUSED',
      message: reason,
      class: 'input',
    });
  });

  it('tells to resume first where no process drives the run, and leaves nothing in its inbox', async () => {
    const { run, out, err, folder } = await open({ records: until('choose') });
    expect(await failureOf(run('stop'))).toMatchObject({
      code: 'RUN_NOT_DRIVEN',
      class: 'input',
      details: { run: RUN },
    });
    expect(await readdir(folder)).not.toContain('inbox');
    expect(await run()).toBe(0);
    expect(out).toHaveLength(4);
    expect(err).toContain(`  next: drill resume ${RUN}`);
  });

  it('has nothing to decide in a run that has ended', async () => {
    const { run, out, err } = await open({ records: failover });
    expect(await failureOf(run('stop'))).toMatchObject({ code: 'RUN_FINISHED', class: 'input' });
    expect(await run()).toBe(0);
    expect(out).toEqual([`${RUN} waits for no decision now.`]);
    expect(err).toEqual([]);
  });
});
