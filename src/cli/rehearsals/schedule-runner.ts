import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { StartDecision } from '../../calendar/decide-start.ts';
import { decideStart } from '../../calendar/decide-start.ts';
import { tellMoment } from '../../calendar/tell-moment.ts';
import { formatDuration } from '../../core/duration.ts';
import { failureOf } from '../../core/failure.ts';
import type { Clock, Instant, Ms } from '../../core/ports.ts';
import type { Schedule } from '../../core/schedule.ts';
import { drillFilesIn } from '../../drill-file/read-drill.ts';
import { type Ledger, readLedger } from '../../journal/read-ledger.ts';
import { visibleText } from '../../report/visible-text.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { Project } from '../project.ts';
import { knownRuns } from '../runs/known-runs.ts';
import { overdueAmong } from './overdue-among.ts';
import { readSchedules, type ScheduledDrill, type Schedules } from './read-schedules.ts';
import type { OverdueDrill } from './tell-overdue.ts';

/** A command that was started, such as `drill run`. */
export interface StartedCommand {
  /** Its exit code; `undefined` when a signal has ended it. */
  readonly ended: Promise<number | undefined>;
  /** Asks it to leave its run, which can be resumed. */
  stop(): void;
}

export interface RunnerOptions {
  readonly project: Project;
  readonly clock: Clock;
  /** Starts `drill <args>` as a process of its own. */
  readonly start: (args: readonly string[]) => StartedCommand;
  readonly say: (line: string) => void;
  /** Tells people of rehearsals that are overdue and that nothing is done about; it tells none twice. */
  readonly tellOverdue: (overdue: readonly OverdueDrill[]) => Promise<void>;
  /** Fires when the process has to end. */
  readonly signal: AbortSignal;
  /** Do what is due, wait for it, and end; nothing is put off or tried again. @default false */
  readonly once?: boolean;
}

/** How often the wall clock is looked at: it may have been set, and the machine may have slept. */
const LOOK_EVERY_MS: Ms = 30_000;
/** The first pause after a start that came to nothing; each further one is twice as long, up to the longest. */
const FIRST_PAUSE_MS: Ms = 60_000;
const LONGEST_PAUSE_MS: Ms = 3_600_000;
/** How often what is overdue is passed on: a notice may not have been delivered. */
const TELL_AGAIN_MS: Ms = 3_600_000;
/** How long runs may take to leave when the process has to end. */
const LEAVE_MS: Ms = 30_000;

interface Pause {
  readonly tries: number;
  /** Monotonic. */
  readonly until: Ms;
}

/** Starts runs when their time has come. It remembers nothing that matters: the runs in `reports/` do. */
export class ScheduleRunner {
  readonly #options: RunnerOptions;
  readonly #going = new Map<string, StartedCommand>();
  readonly #pauses = new Map<string, Pause>();
  /** The last thing said of each drill, so that it is not said every half minute. */
  readonly #said = new Map<string, string>();
  /** What each drill was started with when it last ended well. */
  readonly #over = new Map<string, string>();
  #wake = new AbortController();
  #read: { readonly files: string; readonly schedules: Schedules } | undefined;
  #code: ExitCode = EXIT.met;
  /** What was told last, and when, so that nobody is asked every half minute whether it was. */
  #told = { words: '', at: 0 };
  #telling: Promise<void> = Promise.resolve();

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  /** Goes on until the signal fires; with `once`, until nothing is due any more. */
  async run(): Promise<ExitCode> {
    const { signal, once = false } = this.#options;
    while (!signal.aborted) {
      this.#wake = new AbortController();
      const until = await this.#look();
      if (once && this.#going.size === 0) break;
      await this.#wait(until);
    }
    await Promise.all([this.#leave(), this.#telling]);
    return once ? this.#code : EXIT.met;
  }

  /** Starts what is due. @returns when the next start is, by the wall clock */
  async #look(): Promise<Ms> {
    const { project, clock } = this.#options;
    const now = clock.now();
    const schedules = await this.#readSchedules(now);
    if (!schedules) return now + LOOK_EVERY_MS;
    const ledger = readLedger(project.reports);
    let first: { readonly at: Ms; readonly name: string } | undefined;
    const still: ScheduledDrill[] = [];
    for (const drill of schedules) {
      if (this.#options.signal.aborted) break;
      const at = await this.#lookAt(drill, ledger, now).catch((error: unknown) => {
        // Such as a lock that is damaged, or another user’s: the others are rehearsed all the same.
        const { name } = drill.file;
        this.#say(name, `${name}: nothing is started: ${failureOf(error).message}`);
        this.#worsen(EXIT.failed);
        return undefined;
      });
      if (at !== undefined && (!first || at < first.at)) first = { at, name: drill.file.name };
      if (!this.#going.has(drill.file.name)) still.push(drill);
    }
    this.#tellOverdue(still, ledger, now);
    if (first) this.#say('next', `next is ${first.name}, ${new Date(first.at).toISOString()}`);
    return first?.at ?? now + LOOK_EVERY_MS;
  }

  /** What is wrong with one drill keeps nobody else from being rehearsed. */
  async #readSchedules(now: Ms): Promise<readonly ScheduledDrill[] | undefined> {
    const { project } = this.#options;
    try {
      const files = stateOfFiles(project.drills);
      // Reading and judging them all takes a hundred times as long as seeing that nothing has changed.
      if (this.#read?.files !== files) {
        const at: Instant = new Date(now).toISOString();
        this.#read = { files, schedules: await readSchedules(project, at) };
      }
      const { scheduled, errors } = this.#read.schedules;
      const failures = errors.map(({ failure }) => failure.message);
      this.#say('drills', failures.length === 0 ? undefined : failures.join('\n'));
      if (errors.length > 0) this.#worsen(EXIT.badInput);
      return scheduled;
    } catch (error) {
      this.#say('drills', failureOf(error).message);
      this.#worsen(EXIT.badInput);
      return undefined;
    }
  }

  async #lookAt(
    { file, schedule, holidays }: ScheduledDrill,
    ledger: Ledger,
    now: Ms,
  ): Promise<Ms | undefined> {
    const { name } = file;
    if (this.#going.has(name)) return undefined;
    const runs = await knownRuns(ledger, name);
    const withoutJitter = this.#options.once ?? false;
    const question = { drill: name, schedule, holidays, runs, now, withoutJitter };
    const { decision, givenUp } = decideStart(question);
    const args = argsOf(decision, name);
    if (args && this.#isPutOff(name, args)) return undefined;
    const lost = givenUp.map(
      (one) => `${tellMoment(one, schedule.zone)} is over and not made up for`,
    );
    const words = [...lost, ...this.#tell(decision, schedule)].join('; ');
    this.#say(name, words === '' ? undefined : `${name}: ${words}`);
    if (decision.kind === 'doubt') this.#worsen(EXIT.failed);
    if (args) this.#start(name, args);
    return decision.kind === 'idle' ? decision.until : undefined;
  }

  /** Of drills that no run was started of. Nothing waits for it, since a channel may be slow. */
  #tellOverdue(drills: readonly ScheduledDrill[], { runs }: Ledger, now: Ms): void {
    const { project, clock, tellOverdue } = this.#options;
    let overdue: readonly OverdueDrill[];
    try {
      overdue = overdueAmong(drills, { project, runs, now });
    } catch (error) {
      this.#say('overdue', failureOf(error).message);
      return;
    }
    const lines = overdue.map(
      ({ file, occurrence }) =>
        `${file.name}: overdue, wanted on ${tellMoment(occurrence, file.drill.schedule?.zone ?? 'UTC')}`,
    );
    const words = lines.join('\n');
    this.#say('overdue', words === '' ? undefined : words);
    const at = clock.monotonic();
    const isAgain = words !== '' && at - this.#told.at >= TELL_AGAIN_MS;
    if (words === this.#told.words && !isAgain) return;
    this.#told = { words, at };
    this.#telling = this.#telling
      .then(() => tellOverdue(overdue))
      .catch((error: unknown) => this.#options.say(`nobody was told: ${failureOf(error).message}`));
  }

  #tell(decision: StartDecision, schedule: Schedule): string[] {
    switch (decision.kind) {
      case 'start': {
        const { occurrence, lateMs } = decision;
        const late = lateMs > 0 ? `, ${formatDuration(lateMs)} late` : '';
        return [
          `${tellMoment(occurrence, schedule.zone)} is due${late} (${visibleText(occurrence.why)})`,
        ];
      }
      case 'resume':
        return [`goes on with ${decision.run}`];
      case 'wait':
        return [`waits for ${decision.run}, which another process drives`];
      case 'doubt':
        return [
          `${tellMoment(decision.occurrence, schedule.zone)} is due, and ${decision.run} may be its run, but cannot be ` +
            `read. Nothing is started; look at it: drill verify ${decision.run}`,
        ];
      case 'idle':
        return [];
    }
  }

  #start(name: string, args: readonly string[]): void {
    const started = this.#options.start(args);
    this.#going.set(name, started);
    void started.ended
      .catch((error: unknown) => {
        this.#say(name, `${name}: could not be started: ${failureOf(error).message}`);
        return EXIT.failed;
      })
      .then((code) => this.#ended(name, args, code));
  }

  /** Whether it was the run that ended, or only its process, the next look tells. */
  #ended(name: string, args: readonly string[], code: number | undefined): void {
    this.#going.delete(name);
    // What was said of it has happened; the same may be said again.
    this.#said.delete(name);
    this.#options.say(`${name}: drill ${args[0]} ended with ${code ?? 'a signal'}`);
    const tries = (this.#pauses.get(name)?.tries ?? 0) + 1;
    if (code === EXIT.met || code === EXIT.notMet || code === EXIT.aborted) {
      this.#pauses.delete(name);
      this.#over.set(name, args.join(' '));
    } else {
      const pauseMs = Math.min(FIRST_PAUSE_MS * 2 ** (tries - 1), LONGEST_PAUSE_MS);
      this.#pauses.set(name, { tries, until: this.#options.clock.monotonic() + pauseMs });
    }
    if (code !== EXIT.met) this.#worsen(exitCodeOf(code));
    this.#wake.abort();
  }

  /** A start that came to nothing is tried again after a while, ever longer; one that ended well never is. */
  #isPutOff(name: string, args: readonly string[]): boolean {
    if (this.#over.get(name) === args.join(' ')) return true;
    const pause = this.#pauses.get(name);
    if (!pause) return false;
    return this.#options.once === true || this.#options.clock.monotonic() < pause.until;
  }

  /** Until a moment by the wall clock, the end of a run, or the end of everything. */
  async #wait(until: Ms): Promise<void> {
    const { clock, signal } = this.#options;
    const ms = Math.max(0, Math.min(LOOK_EVERY_MS, until - clock.now()));
    await clock.sleep(ms, AbortSignal.any([signal, this.#wake.signal])).catch(() => undefined);
  }

  /** Runs are asked to leave, not to end: whoever looks next goes on with them. */
  async #leave(): Promise<void> {
    if (this.#going.size === 0) return;
    const { clock, say } = this.#options;
    say(`Leaves ${[...this.#going.keys()].join(', ')}; the next start goes on with what is open.`);
    const all = [...this.#going.values()];
    for (const one of all) one.stop();
    const over = new AbortController();
    const ended = Promise.allSettled(all.map((one) => one.ended)).then(() => over.abort());
    await Promise.race([ended, clock.sleep(LEAVE_MS, over.signal).catch(() => undefined)]);
  }

  /** Says something once, until it changes. */
  #say(about: string, line: string | undefined): void {
    if (line === this.#said.get(about)) return;
    if (line === undefined) this.#said.delete(about);
    else {
      this.#said.set(about, line);
      this.#options.say(line);
    }
  }

  #worsen(code: ExitCode): void {
    if (this.#code === EXIT.met || code === EXIT.failed) this.#code = code;
  }
}

/** Changes whenever a drill is written, added or taken away. */
function stateOfFiles(folder: string): string {
  const files = drillFilesIn(folder) ?? [];
  return files
    .map((name) => {
      const { mtimeMs, size, ino } = statSync(join(folder, name));
      return `${name} ${mtimeMs} ${size} ${ino}`;
    })
    .join('\n');
}

function argsOf(decision: StartDecision, drill: string): readonly string[] | undefined {
  if (decision.kind === 'resume') return ['resume', decision.run];
  if (decision.kind !== 'start') return undefined;
  return ['run', drill, '--trigger', 'schedule', '--occurrence', decision.occurrence.at];
}

function exitCodeOf(code: number | undefined): ExitCode {
  return Object.values(EXIT).find((known) => known === code) ?? EXIT.failed;
}
