import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServices } from '../../src/activities/services.ts';
import { loadRunbook } from '../../src/cli/runbooks.ts';
import type { Drill, Environment } from '../../src/core/drill.ts';
import { KunrenError } from '../../src/core/failure.ts';
import type { Person } from '../../src/core/person.ts';
import type { OperatorCommand } from '../../src/core/record.ts';
import type { RunState } from '../../src/core/run-state.ts';
import type { TaskState } from '../../src/core/task.ts';
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
  /** Time stands still while somebody does something. */
  #letGo: () => void = () => undefined;

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
    const services = createServices({
      environment: { ...environment, endpointUrl: cloud.url },
      clock,
      credentials: { accessKeyId: 'SANDBOX', secretAccessKey: 'none' },
    });
    await warmUp(services);
    const run = new RunHarness({
      run: `${options.drill}-1`,
      runbook: await loadRunbook(drill.runbook),
      drill,
      environment,
      clock,
      services,
    });
    cloud.diesAt = (when) => run.diesAt(when);
    return new RootHarness({ clock, cloud, run }, drill, options.deeds);
  }

  private constructor(
    { clock, cloud, run }: Pick<RootHarness, 'clock' | 'cloud' | 'run'>,
    { parameters }: Drill,
    deeds: Deeds,
  ) {
    this.clock = clock;
    this.cloud = cloud;
    this.run = run;
    const account = String(parameters['account']);
    const walker = new SimulatorWalker({ url: cloud.url, account, wait: () => this.#wait() });
    this.#people = new RootPeople(walker, deeds);
    this.#unfollow = clock.followRequests();
  }

  /** Drives the run in a new process, and the people beside it, until it ends or dies. */
  async process(death: Death = {}): Promise<RunState | 'died'> {
    const failed = Promise.withResolvers<never>();
    const ended = this.run.process(death, (run) => {
      let before = Promise.resolve();
      const asked = new Set<string>();
      run.feed.subscribe(() => {
        const open = run.feed.get().state.tasks.filter(({ status }) => status === 'open');
        for (const task of open.filter(
          ({ openedAt, activity }) => !asked.has(activity + openedAt),
        )) {
          asked.add(task.activity + task.openedAt);
          // Nobody is late for what they are doing.
          const letGo = this.clock.hold();
          before = before
            .then(() => {
              letGo();
              return this.#answer(run, task);
            })
            .catch((error) => failed.reject(error));
        }
      });
    });
    return await Promise.race([ended, failed.promise]);
  }

  async #answer(run: Run, task: TaskState): Promise<void> {
    this.#letGo = this.clock.hold();
    const value = await this.#people.do(task).finally(() => this.#letGo());
    const letGo = this.clock.hold();
    const answer = { type: 'answer', task: task.activity, ...(value !== undefined && { value }) };
    try {
      const { accepted, reason } = await run.command(answer as OperatorCommand, SOMEBODY);
      if (!accepted) throw new Error(`${task.activity}: ${reason}`);
    } catch (error) {
      // A process that dies takes no answer; the next one asks again.
      if (!(error instanceof KunrenError)) throw error;
    } finally {
      letGo();
    }
  }

  /** Somebody waits for the next code of an authenticator. */
  async #wait(): Promise<void> {
    this.#letGo();
    await this.clock.sleep(30_000);
    this.#letGo = this.clock.hold();
  }

  async close(): Promise<void> {
    this.#unfollow();
    await this.cloud.close();
    await rm(this.cloud.home, { recursive: true, force: true });
  }
}

/** While a module is on its way nothing seems to be going on, and time would pass; so all are loaded first. */
async function warmUp(services: ReturnType<typeof createServices>): Promise<void> {
  const { signal } = new AbortController();
  const { aws } = services({ activity: 'none', signal, onCall: () => undefined });
  await (await aws.sts()).getCallerIdentity({});
  await Promise.all([aws.account(), aws.cloudTrail(), aws.iam(), aws.organizations(), aws.s3()]);
}
