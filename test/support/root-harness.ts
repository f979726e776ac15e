import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServices } from '../../src/activities/services.ts';
import { loadRunbook } from '../../src/cli/runbooks.ts';
import type { Environment } from '../../src/core/drill.ts';
import { KunrenError } from '../../src/core/failure.ts';
import type { Person } from '../../src/core/person.ts';
import type { RunState } from '../../src/core/run-state.ts';
import { readDrill } from '../../src/drill-file/read-drill.ts';
import type { Run } from '../../src/engine/run.ts';
import { MANAGEMENT, OrganizationServer } from '../sandbox/organization-server.ts';
import { IdleClock } from './idle-clock.ts';
import { type Deeds, RootPeople } from './root-people.ts';
import { type Death, RunHarness } from './run-harness.ts';
import { SimulatorWalker } from './simulator-walker.ts';

const SOMEBODY: Person = { name: 'tester', identity: 'os', host: 'harness', via: 'command' };

export interface RootOptions {
  /** Of drills/, and the name of the run. */
  readonly drill: string;
  /** As `--set` on the command line. */
  readonly set?: readonly string[];
  readonly deeds: Deeds;
}

/**
 * A shipped root recovery against the sandbox's API over loopback, through the real SDK, with people who walk the pages
 * of the sign-in simulator when they are asked to. Time passes only while nobody does anything.
 */
export class RootHarness {
  readonly clock: IdleClock;
  readonly cloud: OrganizationServer;
  readonly run: RunHarness;
  readonly #people: RootPeople;
  readonly #unfollow: () => void;

  static async open(options: RootOptions): Promise<RootHarness> {
    const clock = new IdleClock();
    const home = await mkdtemp(join(tmpdir(), 'kunren-root-'));
    const cloud = new OrganizationServer(home, clock);
    await cloud.open();
    const { drill } = readDrill(`drills/${options.drill}.yaml`, { set: [...(options.set ?? [])] });
    const environment: Environment = {
      name: 'sandbox',
      kind: 'sandbox',
      region: 'ap-northeast-1',
      accountId: MANAGEMENT,
    };
    const run = new RunHarness({
      run: `${options.drill}-1`,
      runbook: await loadRunbook(drill.runbook),
      drill,
      environment,
      clock,
      services: createServices({
        environment: { ...environment, endpointUrl: cloud.url },
        clock,
        credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
      }),
    });
    cloud.diesAt = (when) => run.diesAt(when);
    const walker = new SimulatorWalker({
      url: cloud.url,
      account: String(drill.parameters['account']),
      wait: () => clock.sleep(1000),
    });
    return new RootHarness({ clock, cloud, run, people: new RootPeople(walker, options.deeds) });
  }

  private constructor(parts: {
    readonly clock: IdleClock;
    readonly cloud: OrganizationServer;
    readonly run: RunHarness;
    readonly people: RootPeople;
  }) {
    this.clock = parts.clock;
    this.cloud = parts.cloud;
    this.run = parts.run;
    this.#people = parts.people;
    this.#unfollow = parts.clock.followRequests();
  }

  /** Drives the run in a new process, and the people beside it, until it ends or dies. */
  async process(death: Death = {}): Promise<RunState | 'died'> {
    const failed = Promise.withResolvers<never>();
    const ended = this.run.process(death, (run) => {
      let isBusy = false;
      const look = () => {
        if (isBusy) return;
        isBusy = true;
        this.#answerAll(run)
          .catch((error) => {
            // A process that dies takes no answer; the next one asks again.
            if (!(error instanceof KunrenError)) failed.reject(error);
          })
          .finally(() => {
            isBusy = false;
          });
      };
      run.feed.subscribe(look);
    });
    return await Promise.race([ended, failed.promise]);
  }

  /** Ends, in order, each thing that is asked. */
  async #answerAll(run: Run): Promise<void> {
    for (;;) {
      const task = run.feed.get().state.tasks.find(({ status }) => status === 'open');
      if (!task) return;
      const value = await this.#people.do(task);
      const { activity } = task;
      await run.command(
        { type: 'answer', task: activity, ...(value !== undefined && { value }) },
        SOMEBODY,
      );
    }
  }

  async close(): Promise<void> {
    this.#unfollow();
    await this.cloud.close();
    await rm(this.cloud.home, { recursive: true, force: true });
  }
}
