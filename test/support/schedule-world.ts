import { expect } from 'vitest';
import { projectAt } from '../../src/cli/project.ts';
import { ScheduleRunner, type StartedCommand } from '../../src/cli/rehearsals/schedule-runner.ts';
import type { Instant, Ms } from '../../src/core/ports.ts';
import { ManualClock } from './manual-clock.ts';
import { ScheduleProject } from './schedule-project.ts';
import { type StoredRunOptions, storeRun } from './stored-run.ts';

/** A schedule, as it stands in a file. */
export const MONDAYS = `every: week
on: Monday
at: "10:00"
zone: UTC
`;
/** A moment before the first of them. */
export const BEFORE = '2027-01-04T09:58:00.000Z';
export const MONDAY = '2027-01-04T10:00:00.000Z';

/** A clock that somebody can set. */
class SettableClock extends ManualClock {
  #setBy = 0;

  override now(): number {
    return super.now() + this.#setBy;
  }

  set(ms: Ms): void {
    this.#setBy += ms;
  }
}

/** What a started command does: it has made a run, which ended or not; it ends when it is told to. */
interface Command extends StartedCommand {
  readonly args: readonly string[];
  readonly stopped: boolean;
  end(code: number | undefined): void;
}

/** A runner with all that it looks at, and commands that do nothing by themselves. */
export class World {
  readonly project = new ScheduleProject();
  readonly clock: SettableClock;
  readonly said: string[] = [];
  /** Drills of which people were told that they are overdue, with the moment. */
  readonly overdue: string[][] = [];
  readonly commands: Command[] = [];
  readonly #stop = new AbortController();
  ended: Promise<number> | undefined;

  constructor(now: Instant = BEFORE) {
    this.clock = new SettableClock(now);
  }

  begin(once = false): void {
    const runner = new ScheduleRunner({
      project: projectAt(this.project.root),
      clock: this.clock,
      start: (args) => this.#start(args),
      say: (line) => this.said.push(line),
      tellOverdue: async (overdue) => {
        this.overdue.push(overdue.map(({ file, occurrence }) => `${file.name} ${occurrence.at}`));
      },
      signal: this.#stop.signal,
      once,
    });
    this.ended = runner.run();
  }

  stop(): void {
    this.#stop.abort();
  }

  /** Waits until the runner has looked at everything and sleeps. */
  async quiet(): Promise<void> {
    await expect.poll(() => this.clock.sleeping, { interval: 1 }).toBe(1);
  }

  /** Lets time pass as the runner sees it: in pieces no longer than it sleeps. */
  async passTo(instant: Instant): Promise<void> {
    await this.quiet();
    for (;;) {
      const left = Date.parse(instant) - this.clock.now();
      if (left <= 0) return;
      this.clock.advance(Math.min(30_000, left));
      await this.quiet();
    }
  }

  /** Sets the clock to a moment, which the runner sees when it looks next. */
  async jumpTo(instant: Instant): Promise<void> {
    await this.quiet();
    this.clock.set(Date.parse(instant) - 30_000 - this.clock.now());
    this.clock.advance(30_000);
    await this.quiet();
  }

  /** The run that a command would have made. */
  run(
    drill: string,
    occurrence: Instant,
    without = 0,
    options: Pick<StoredRunOptions, 'kind'> = {},
  ): string {
    return storeRun(this.project.file('reports'), {
      ...options,
      at: new Date(this.clock.now()).toISOString(),
      drill: { name: drill },
      trigger: { kind: 'schedule', occurrence },
      without,
    });
  }

  get args(): string[] {
    return this.commands.map(({ args }) => args.join(' '));
  }

  command(index = 0): Command {
    const command = this.commands[index];
    if (!command) throw new Error('nothing was started');
    return command;
  }

  #start(args: readonly string[]): StartedCommand {
    let end: (code: number | undefined) => void = () => undefined;
    let stopped = false;
    const ended = new Promise<number | undefined>((resolve) => {
      end = resolve;
    });
    this.commands.push({
      args,
      ended,
      end: (code) => end(code),
      stop: () => {
        stopped = true;
      },
      get stopped() {
        return stopped;
      },
    });
    return this.command(this.commands.length - 1);
  }
}

/** How a drill is started for a moment. */
export function started(drill: string, occurrence = MONDAY): string {
  return `run ${drill} --trigger schedule --occurrence ${occurrence}`;
}
