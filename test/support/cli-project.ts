import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { systemClock } from '../../src/cli/system-clock.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { RUN_TAG } from '../../src/core/resource.ts';
import { readJournal, verifyJournal } from '../../src/journal/read-journal.ts';
import { tailJournal } from '../../src/journal/tail-journal.ts';
import { resetSandbox, type SandboxInfo, sandboxStatus } from '../../src/sandbox/client.ts';
import {
  addFault,
  clearFaults,
  effects,
  listFaults,
  status,
} from '../../src/sandbox/control-client.ts';
import type { FaultRequest } from '../../src/sandbox/fault/fault.ts';
import { type CliEnd, CliProcess } from './cli-process.ts';

/** An instance of the sandbox, as its status tells. */
export interface SandboxInstance {
  readonly id: string;
  readonly status: string;
  readonly endpoint?: { readonly host: string; readonly port: number };
  readonly tags: { readonly [key: string]: string };
}

/** How long anything that a test waits for may take on a slow machine. */
const PATIENCE_MS = 90_000;
const LOOK_EVERY_MS = 10;

/** A team's project in a temporary folder, with the shipped drills and a sandbox of its own. */
export class CliProject {
  readonly root: string;
  readonly #env: NodeJS.ProcessEnv;
  readonly #processes: CliProcess[] = [];
  #sandbox: SandboxInfo | undefined;

  static async open(): Promise<CliProject> {
    const root = await mkdtemp(join(tmpdir(), 'kunren-e2e-'));
    await cp('drills', join(root, 'drills'), { recursive: true });
    return new CliProject(root);
  }

  private constructor(root: string) {
    this.root = root;
    // Nothing of the machine's own AWS set-up may reach the command.
    this.#env = {
      PATH: process.env['PATH'],
      HOME: root,
      TZ: 'UTC',
      KUNREN_SANDBOX_HOME: this.home,
    };
  }

  /** The sandbox's home: a folder of its own, since the databases' account has to reach it. */
  get home(): string {
    return `${this.root}-sandbox`;
  }

  /** The sandbox as it was last brought up. */
  get sandbox(): SandboxInfo {
    if (!this.#sandbox) throw new Error('The sandbox is not up.');
    return this.#sandbox;
  }

  async sandboxUp(): Promise<void> {
    const { code, stderr } = await this.drill('sandbox', 'up');
    const found = await sandboxStatus({ home: this.home });
    if (code !== 0 || !found.running) throw new Error(`The sandbox does not come up.\n${stderr}`);
    this.#sandbox = found;
  }

  /** Ends every command that still runs, and makes the sandbox behave. */
  async tidy(): Promise<void> {
    for (const one of this.#processes) one.kill('SIGKILL');
    await Promise.all(this.#processes.splice(0).map(({ ended }) => ended));
    if (this.#sandbox) await this.clearFaults().catch(() => undefined);
  }

  /** Ends every process that came of this project, and removes its files. */
  async close(): Promise<void> {
    await this.tidy();
    await resetSandbox({ home: this.home });
    await rm(this.root, { recursive: true, force: true });
  }

  spawn(args: readonly string[], env: NodeJS.ProcessEnv = {}, cwd = this.root): CliProcess {
    const one = new CliProcess(args, { cwd, env: { ...this.#env, ...env } });
    this.#processes.push(one);
    return one;
  }

  drill(...args: readonly string[]): Promise<CliEnd> {
    return this.spawn(args).ended;
  }

  file(...parts: readonly string[]): string {
    return join(this.root, ...parts);
  }

  /** Another drill: the shipped one with this change to its text. */
  async writeDrill(name: string, change: (text: string) => string): Promise<void> {
    const text = await readFile(this.file('drills', 'restore-rds.yaml'), 'utf8');
    await writeFile(this.file('drills', `${name}.yaml`), change(text));
  }

  /** Starts a run. @returns its process, and its name as soon as it has a journal. */
  async startRun(
    drill = 'restore-rds',
    ...args: readonly string[]
  ): Promise<{ readonly run: string; readonly process: CliProcess }> {
    const before = new Set(await this.#runNames());
    const process = this.spawn(['run', drill, ...args]);
    const run = await this.until(
      async () => (await this.#runNames()).find((name) => !before.has(name)),
      process,
    );
    return { run, process };
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
  async until<T>(look: () => Promise<T | undefined | false>, process?: CliProcess): Promise<T> {
    const deadline = performance.now() + PATIENCE_MS;
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

  /** The records of a run, their chain verified. */
  async records(run: string): Promise<readonly JournalRecord[]> {
    return (await readJournal(this.#folder(run))).records;
  }

  /** Mutating calls of a run that took effect in the sandbox, in order, e.g. `rds:DeleteDBInstance`. */
  async effects(run: string): Promise<string[]> {
    const all = await effects(this.sandbox.endpointUrl);
    return all.filter((effect) => effect.run === run).map(({ operation }) => operation);
  }

  /** How many mutating calls of anybody took effect in the sandbox so far. */
  async effectCount(): Promise<number> {
    return (await effects(this.sandbox.endpointUrl)).length;
  }

  async instances(): Promise<readonly SandboxInstance[]> {
    const { instances } = (await status(this.sandbox.endpointUrl)) as unknown as {
      readonly instances: readonly SandboxInstance[];
    };
    return instances;
  }

  /** How often the loss of a run was injected into production. */
  async injections(run: string): Promise<number> {
    const client = new pg.Client(await this.#productionLogin());
    await client.connect();
    try {
      const { rows } = await client.query('SELECT run FROM kunren_impact WHERE run = $1', [run]);
      return rows.length;
    } finally {
      await client.end();
    }
  }

  /** The whole of a drill has taken effect once, nothing is left of it, and its records are sound. */
  async expectDoneOnce(run: string): Promise<void> {
    const effects = await this.effects(run);
    // A new process cannot know the password that the one before had set; it sets another.
    expect(effects.filter((effect) => effect !== 'rds:ModifyDBInstance')).toEqual([
      'rds:RestoreDBInstanceToPointInTime',
      'rds:DeleteDBInstance',
    ]);
    expect(await this.injections(run)).toBe(1);
    await this.expectNothingLeft(run);
  }

  /** Nothing of a run is in the sandbox, and its records are sound. */
  async expectNothingLeft(run: string): Promise<void> {
    const left = (await this.instances()).filter(({ tags }) => tags[RUN_TAG] === run);
    expect(left).toEqual([]);
    expect(await verifyJournal(this.#folder(run))).toMatchObject({ intact: true, tornBytes: 0 });
  }

  async addFault(fault: FaultRequest): Promise<void> {
    await addFault(this.sandbox.endpointUrl, fault);
  }

  async clearFaults(): Promise<void> {
    await clearFaults(this.sandbox.endpointUrl);
  }

  /** Waits until every fault with a count has struck as often as it should. */
  async untilFaultsStruck(process?: CliProcess): Promise<void> {
    await this.until(async () => {
      const faults = await listFaults(this.sandbox.endpointUrl);
      return faults.every(({ count }) => count === undefined);
    }, process);
  }

  async #productionLogin(): Promise<pg.ClientConfig> {
    const { instance, database, admin } = this.sandbox.database;
    const { endpoint } = (await this.instances()).find(({ id }) => id === instance) ?? {};
    return { ...endpoint, ...admin, database };
  }

  #folder(run: string): string {
    return this.file('reports', run);
  }

  /** Runs with a first record. */
  async #runNames(): Promise<string[]> {
    const names = await readdir(this.file('reports')).catch(() => []);
    const read = await Promise.all(
      names.map((name) =>
        this.records(name)
          .then(() => [name])
          .catch(() => []),
      ),
    );
    return read.flat();
  }
}
