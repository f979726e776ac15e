import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, inject } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { readJournal, verifyJournal } from '../../src/journal/read-journal.ts';
import { tailJournal } from '../../src/journal/tail-journal.ts';
import type { ReportModel } from '../../src/report/report-model.ts';
import { type CliEnd, CliProcess } from './cli-process.ts';
import { recorded } from './cli-records.ts';
import { AT_HOME, CliSandbox } from './cli-sandbox.ts';
import { TerminalProcess } from './terminal-process.ts';

/** How long anything that a test waits for may take on a slow machine. */
const PATIENCE_MS = 90_000;
/** Health checks and resolvers need a while to follow, and a standby to be made. */
const HOMECOMING_MS = 45_000;
const LOOK_EVERY_MS = 20;

/** `restore-rds` with the checks that take the least time. */
export const QUICK = 'quick';

const QUICK_CHECKS = `checks:
  - id: customers
    row-count: customers
    expect: { min: 10000 }
  - id: newest
    newest: { table: heartbeat, column: at, every: 1s }
  - id: write
    write-probe: true
`;

/** A run and the process that drives it. */
export interface StartedRun {
  readonly run: string;
  readonly process: CliProcess;
}

/** A project for the tests of a file, with the sandbox of its worker, which every test finds as it was at first. */
export function cliProject(): CliProject {
  const project = new CliProject();
  beforeAll(() => project.open());
  afterEach(() => project.tidy());
  afterAll(() => project.close());
  return project;
}

/** A team's project in a temporary folder, with the shipped drills. */
export class CliProject {
  readonly sandbox = new CliSandbox();
  readonly #processes: (CliProcess | TerminalProcess)[] = [];
  #root: string | undefined;

  get root(): string {
    if (this.#root === undefined) throw new Error('The project is not open yet.');
    return this.#root;
  }

  async open(): Promise<void> {
    this.#root = await mkdtemp(join(inject('cliRoot'), 'project-'));
    await cp('drills', this.file('drills'), { recursive: true });
    await this.sandboxUp();
    // After the failovers of another file the primary is a new one, whose first backup comes some time later.
    await this.until(() => this.sandbox.isBackedUp()).catch(async () => {
      throw new Error(`Production is not backed up.\n${await this.sandbox.story()}`);
    });
  }

  /** Brings the sandbox up where it is not. */
  async sandboxUp(): Promise<void> {
    const { code, stderr } = await this.drill('sandbox', 'up');
    if (code !== 0 || !(await this.sandbox.find())) throw new Error(stderr);
  }

  /** Ends every command that still runs and makes the sandbox what it was; where that fails, a new one. */
  async tidy(): Promise<void> {
    await this.#endCommands();
    await this.#forgetUnfinished();
    if (!(await this.sandbox.find())) await this.sandboxUp();
    await this.sandbox.soothe();
    if (await this.isHome()) return;
    await this.sandbox.reset();
    await this.sandboxUp();
  }

  async close(): Promise<void> {
    await this.#endCommands();
    await rm(this.root, { recursive: true, force: true });
  }

  spawn(
    args: readonly string[],
    env: NodeJS.ProcessEnv = {},
    cwd = this.root,
    input?: string,
  ): CliProcess {
    const one = new CliProcess(args, {
      cwd,
      env: { ...this.#ownEnv(), ...env },
      ...(input !== undefined && { input }),
    });
    this.#processes.push(one);
    return one;
  }

  /** The same in a terminal. */
  atTerminal(...args: readonly string[]): TerminalProcess {
    const one = new TerminalProcess(args, { cwd: this.root, env: this.#ownEnv() });
    this.#processes.push(one);
    return one;
  }

  drill(...args: readonly string[]): Promise<CliEnd> {
    return this.spawn(args).ended;
  }

  /** With something piped into it. */
  drillWith(input: string, ...args: readonly string[]): Promise<CliEnd> {
    return this.spawn(args, {}, this.root, input).ended;
  }

  file(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  /** Another drill: a shipped one with this change to its text. */
  async writeDrill(
    name: string,
    change: (text: string) => string,
    shipped = 'restore-rds',
  ): Promise<void> {
    const text = await readFile(this.file('drills', `${shipped}.yaml`), 'utf8');
    await writeFile(this.file('drills', `${name}.yaml`), change(text));
  }

  /** Adds the drill `QUICK`. */
  async writeQuickDrill(): Promise<void> {
    await this.writeDrill(QUICK, (text) => text.slice(0, text.indexOf('checks:')) + QUICK_CHECKS);
  }

  /** Starts a run. @returns its process, and its name as soon as it has a journal. */
  async startRun(drill: string, ...args: readonly string[]): Promise<StartedRun> {
    const before = new Set(await this.#runNames());
    const process = this.spawn(['run', drill, ...args]);
    const run = await this.until(async () => {
      const name = (await this.#runNames()).find((one) => !before.has(one));
      if (name === undefined) return undefined;
      const isOpened = await this.records(name).then(
        () => true,
        () => false,
      );
      return isOpened && name;
    }, process);
    return { run, process };
  }

  /** A whole run. */
  async run(drill: string, ...args: readonly string[]): Promise<CliEnd & { readonly run: string }> {
    const { run, process } = await this.startRun(drill, ...args);
    return { run, ...(await process.ended) };
  }

  /** Waits for a record of a run, the first one that the test accepts. */
  async untilRecord(
    run: string,
    accepts: (record: JournalRecord) => boolean,
    process?: CliProcess,
  ): Promise<JournalRecord> {
    const stop = new AbortController();
    const late = AbortSignal.timeout(PATIENCE_MS);
    void process?.ended.then(() => stop.abort());
    const signal = AbortSignal.any([stop.signal, late]);
    for await (const record of tailJournal(this.#folder(run), { clock: systemClock, signal })) {
      if (accepts(record)) return record;
    }
    const why = late.aborted ? 'did not come in time' : 'did not come before the process ended';
    throw new Error(`The record ${why}.\n${process?.stderr ?? ''}`);
  }

  /** Waits until the look gives something. */
  async until<T>(
    look: () => Promise<T | undefined | false>,
    process?: CliProcess,
    patienceMs = PATIENCE_MS,
  ): Promise<T> {
    const deadline = performance.now() + patienceMs;
    let hasEnded = false;
    void process?.ended.then(() => {
      hasEnded = true;
    });
    for (;;) {
      const isLast = hasEnded || performance.now() > deadline;
      const found = await look();
      if (found) return found;
      if (isLast) throw new Error(`Waited in vain.\n${process?.stderr ?? ''}`);
      await systemClock.sleep(LOOK_EVERY_MS);
    }
  }

  /** Waits until a run asks for a decision, by an answer that it offers. */
  async untilAsked({ run, process }: StartedRun, event: string): Promise<void> {
    const offer = `next: drill decide ${run} ${event}`;
    await this.until(async () => process.stderr.includes(offer), process);
  }

  /** Gives the answer, once it is asked for. */
  async decide(started: StartedRun, event: string): Promise<void> {
    await this.untilAsked(started, event);
    expect(await this.drill('decide', started.run, event)).toMatchObject({ code: 0 });
  }

  /** Waits until every fault with a count has struck as often as it should. */
  async untilFaultsStruck(process?: CliProcess): Promise<void> {
    await this.until(() => this.sandbox.haveFaultsStruck(), process);
  }

  /** Kills a run's process at a record of it. */
  async killAt(
    { run, process }: StartedRun,
    at: (record: JournalRecord) => boolean,
  ): Promise<void> {
    await this.untilRecord(run, at, process);
    // A call that the test has slowed down is on its way now, and takes effect when its caller is dead.
    await this.untilFaultsStruck(process);
    process.kill('SIGKILL');
    expect(await process.ended).toMatchObject({ signal: 'SIGKILL' });
  }

  /** The records of a run, their chain verified. */
  async records(run: string): Promise<readonly JournalRecord[]> {
    return (await readJournal(this.#folder(run))).records;
  }

  async report(run: string): Promise<ReportModel> {
    const text = await readFile(this.file('reports', run, 'report.json'), 'utf8');
    return JSON.parse(text) as ReportModel;
  }

  /** Whether production gets to where it is when nothing is wrong with it, soon. */
  async isHome(): Promise<boolean> {
    const look = async () =>
      isDeepStrictEqual(await this.sandbox.shape(), AT_HOME) &&
      (await this.sandbox.isReplicating());
    return await this.until(look, undefined, HOMECOMING_MS).catch(() => false);
  }

  async expectHome(): Promise<void> {
    await this.isHome();
    expect(await this.sandbox.shape()).toEqual(AT_HOME);
  }

  /** The whole of a restore has taken effect once, nothing is left of it, and its records are sound. */
  async expectDoneOnce(run: string): Promise<void> {
    const effects = await this.sandbox.effects({ run });
    // A new process cannot know the password that the one before had set; it sets another.
    expect(effects.filter((effect) => effect !== 'rds:ModifyDBInstance')).toEqual([
      'rds:RestoreDBInstanceToPointInTime',
      'rds:DeleteDBInstance',
    ]);
    const injected = 'SELECT run FROM kunren_impact WHERE run = $1';
    expect(await this.sandbox.query(injected, [run])).toHaveLength(1);
    await this.expectNothingLeft(run);
  }

  /** Nothing of a run is in the sandbox, and its records are sound. */
  async expectNothingLeft(run: string): Promise<void> {
    expect(await this.sandbox.leftovers(run)).toEqual([]);
    expect(await verifyJournal(this.#folder(run))).toMatchObject({ intact: true, tornBytes: 0 });
  }

  /** Nothing of a run is left, and its files say what its journal says. */
  async expectSound(run: string): Promise<void> {
    await this.expectNothingLeft(run);
    expect(await this.drill('verify', run)).toMatchObject({ code: 0 });
  }

  /** A run that a test has left half-way would keep others off production. */
  async #forgetUnfinished(): Promise<void> {
    for (const run of await this.#runNames()) {
      const records = await this.records(run).catch(() => []);
      if (records.some(recorded('run.finished'))) continue;
      await rm(this.#folder(run), { recursive: true, force: true });
    }
  }

  /** Nothing of the machine's own AWS set-up may reach a command. */
  #ownEnv(): NodeJS.ProcessEnv {
    return {
      PATH: process.env['PATH'],
      HOME: this.root,
      TZ: 'UTC',
      KUNREN_SANDBOX_HOME: this.sandbox.home,
    };
  }

  #folder(run: string): string {
    return this.file('reports', run);
  }

  #runNames(): Promise<string[]> {
    return readdir(this.file('reports')).catch(() => []);
  }

  async #endCommands(): Promise<void> {
    for (const one of this.#processes) one.kill('SIGKILL');
    await Promise.all(this.#processes.splice(0).map(({ ended }) => ended));
  }
}
