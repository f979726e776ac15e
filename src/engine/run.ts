import { deriveRecords, machineEvent } from '../core/derive-records.ts';
import { failureOf } from '../core/failure.ts';
import { identifyRunbook } from '../core/identify-runbook.ts';
import { judge } from '../core/judge.ts';
import type { Person } from '../core/person.ts';
import type { Ms } from '../core/ports.ts';
import type { JournalRecord, OperatorCommand, RecordBody } from '../core/record.ts';
import type { RunFeed } from '../core/run-feed.ts';
import type { RunState } from '../core/run-state.ts';
import { advanceRunbook } from '../core/runbook-step.ts';
import { type KnownActivity, runningActivities } from './books.ts';
import { cleanUp } from './clean-up.ts';
import type { EngineOptions } from './engine-options.ts';
import { HumanTasks } from './human-tasks.ts';
import { OperatorCommands } from './operator-commands.ts';
import { performActivity } from './perform-activity.ts';
import type { AbortRequest, CommandReply } from './run-command.ts';
import { cancelled, finished, interrupted, isBroken } from './run-errors.ts';
import { runOutcome } from './run-outcome.ts';
import { Timers } from './timers.ts';
import { Workbench } from './workbench.ts';

interface RunningTask {
  readonly known: KnownActivity;
  readonly cancel: AbortController;
  readonly done: Promise<void>;
}

/**
 * One run being driven by this process. Everything it knows comes from the journal: it journals an event,
 * folds it through the machine, journals what follows, and acts on it, in this order.
 */
export class Run {
  readonly #options: EngineOptions;
  readonly #aborting: AbortRequest | undefined;
  readonly #bench: Workbench;
  readonly #timers: Timers;
  readonly #people: HumanTasks;
  readonly #commands: OperatorCommands;
  readonly #tasks = new Map<string, RunningTask>();
  /** Set once the journal holds all that follows from it; commands wait for it. */
  readonly #ready = Promise.withResolvers<void>();
  readonly #end = Promise.withResolvers<RunState>();
  #ending = false;
  /** What is scheduled meanwhile is started afterwards. */
  #holdsBack = false;

  /**
   * @param aborting to end a run whose process has gone; needs no machine, so any version of the runbook will do
   * @throws KunrenError as `replay` does; `RUN_FINISHED` when there is nothing left to drive.
   */
  constructor(options: EngineOptions, aborting?: AbortRequest) {
    this.#options = options;
    this.#aborting = aborting;
    this.#bench = new Workbench(options, aborting ? 'either' : 'machine', (error) =>
      this.#crash(error),
    );
    if (this.#state.finished) {
      throw finished();
    }
    this.#timers = new Timers(options.clock, (timer, event) =>
      this.#guard(() => this.#trigger({ type: 'timer.fired', data: { timer, event } })),
    );
    this.#people = new HumanTasks({
      clock: options.clock,
      secrets: options.secrets,
      state: () => this.#bench.ledger.state,
      append: (body) => this.#append(body),
      trigger: (body) => this.#guard(() => this.#trigger(body)),
    });
    this.#commands = new OperatorCommands({
      bench: this.#bench,
      people: this.#people,
      isEnding: () => this.#ending,
      trigger: (body) => this.#trigger(body),
      abort: () => this.#abort(),
      guard: (action) => this.#guard(action),
    });
    // A caller that only commands must not crash on an end that nobody awaits.
    this.#end.promise.catch(() => undefined);
  }

  get feed(): RunFeed {
    return this.#bench.ledger;
  }

  /**
   * Drives the run to its end: runbook, clean-up, verdict.
   * @throws KunrenError `RUN_INTERRUPTED` after `interrupt`; `JOURNAL_BROKEN` when the disk refused.
   */
  async drive(): Promise<RunState> {
    const { records, process, runbook } = this.#options;
    try {
      if (records.length > 1) {
        this.#append({
          type: 'run.resumed',
          data: { process, runbook: identifyRunbook(runbook) },
        });
      }
      for (const body of this.#state.missing.splice(0)) this.#append(body);
      if (this.#aborting) this.#commands.noteAbort(this.#aborting);
      this.#ready.resolve();
      await this.#goOn();
    } catch (error) {
      this.#crash(error);
    }
    return await this.#end.promise;
  }

  /**
   * Takes an operator's command, or refuses it with a reason; either way it is journaled.
   * @param by who asks: a name, or a person of whom more is known
   * @param content of the command's file, which is kept beside the journal when the command is taken
   */
  async command(
    command: OperatorCommand,
    by: string | Person,
    content?: Uint8Array,
  ): Promise<CommandReply> {
    await Promise.race([this.#ready.promise, this.#end.promise.catch(() => undefined)]);
    return await this.#commands.take(command, by, content);
  }

  /**
   * Leaves the run as it is, ready to be resumed; `drive` then throws `RUN_INTERRUPTED`.
   * @param patienceMs how long calls on their way may take before they are dropped; what came of those is found out
   *   at the resume. Without it they are waited for.
   */
  async interrupt(patienceMs?: Ms): Promise<void> {
    if (this.#state.finished) return;
    this.#crash(interrupted());
    const answered = new AbortController();
    if (patienceMs !== undefined) {
      this.#options.clock.sleep(patienceMs, answered.signal).then(
        () => this.#bench.dropping.abort(this.#leaving.signal.reason),
        () => undefined,
      );
    }
    await this.#tasksDone();
    answered.abort();
    await this.#bench.ledger.durable().catch(() => undefined);
  }

  async #goOn(): Promise<void> {
    const { cleaningUp, aborted } = this.#state;
    if (!cleaningUp && !aborted && !this.#machineEnded()) {
      this.#holdsBack = true;
      this.#forgetVolatile();
      this.#catchUpTimers();
      await this.#renewVolatile();
      this.#holdsBack = false;
      if (this.#ending) return;
      for (const known of this.#state.activities.values()) {
        if (known.status === 'running') this.#start(known);
      }
    } else if (aborted && !cleaningUp) {
      this.#abort();
    } else {
      this.#finish();
    }
  }

  /** What became due while no process was there comes first: it may be the reason not to start anything. */
  #catchUpTimers(): void {
    for (const [timer, { event, deadline }] of [...this.#state.timers]) {
      if (!this.#state.timers.has(timer)) continue;
      if (Date.parse(deadline) <= this.#options.clock.now()) {
        this.#trigger({ type: 'timer.fired', data: { timer, event } });
      } else this.#timers.arm(timer, event, deadline);
    }
  }

  /** Journals an event, moves the machine, journals what follows, and acts. */
  #trigger(body: RecordBody): void {
    if (this.#ending || this.#state.aborted) return;
    const { snapshot } = this.#state;
    const record = this.#append(body);
    const event = machineEvent(record);
    if (!event || !snapshot) return;
    const step = advanceRunbook(this.#options.runbook.machine, snapshot, event);
    const derived = deriveRecords(step, record, runningActivities(this.#state));
    this.#state.snapshot = step.snapshot;
    for (const one of derived.map((next) => this.#append(next))) this.#act(one);
    if (this.#machineEnded()) this.#finish();
  }

  #act(record: JournalRecord): void {
    switch (record.type) {
      case 'activity.scheduled': {
        const known = this.#state.activities.get(record.data.activity);
        if (known && !this.#holdsBack) this.#start(known);
        break;
      }
      case 'activity.cancelled':
        this.#people.cancel(record.data.activity);
        this.#tasks.get(record.data.activity)?.cancel.abort(cancelled());
        break;
      case 'timer.armed':
        this.#timers.arm(record.data.timer, record.data.event, record.data.deadline);
        break;
      case 'timer.cancelled':
        this.#timers.cancel(record.data.timer);
        break;
      default:
        break;
    }
  }

  #machineEnded(): boolean {
    return this.#state.snapshot?.status !== 'active';
  }

  #start(known: KnownActivity): void {
    const before = this.#tasks.get(known.activity);
    if (before?.known === known) return;
    const definition = this.#bench.definition(known.name);
    if (definition.kind === 'human') {
      this.#people.ask(known, definition);
      return;
    }
    const cancel = new AbortController();
    const done = this.#perform(known, cancel, before?.done);
    this.#tasks.set(known.activity, { known, cancel, done });
  }

  /** @param before an earlier call under the same id that is still on its way; its answer comes first */
  async #perform(
    known: KnownActivity,
    cancel: AbortController,
    before: Promise<void> | undefined,
  ): Promise<void> {
    const { activity } = known;
    if (before !== undefined) await before;
    try {
      const task = this.#bench.task(known, cancel.signal);
      const outcome = await performActivity(this.#bench.ports, task);
      this.#settle(known, cancel.signal, {
        type: 'activity.succeeded',
        data: { activity, ...outcome },
      });
    } catch (error) {
      if (isBroken(error)) return this.#crash(error);
      const failure = failureOf(error);
      this.#settle(known, cancel.signal, { type: 'activity.failed', data: { activity, failure } });
    }
  }

  #settle(known: KnownActivity, cancel: AbortSignal, body: RecordBody): void {
    const { activity } = known;
    if (this.#tasks.get(activity)?.known === known) this.#tasks.delete(activity);
    // A cancelled activity has ended in the journal already.
    if (cancel.aborted || this.#leaving.signal.aborted) return;
    this.#guard(() => this.#trigger(body));
  }

  /** An unfinished one begins anew: its receipt is worth nothing without what was in memory. */
  #forgetVolatile(): void {
    for (const known of this.#state.activities.values()) {
      if (known.status !== 'running' || !this.#bench.mutation(known.name)?.volatile) continue;
      delete known.receipt;
      known.inDoubt = false;
    }
  }

  /**
   * What lived in the memory of a process that is gone has to be made again before anything uses it.
   * Where that fails, the activity has failed after all, and with it the run.
   */
  async #renewVolatile(): Promise<void> {
    for (const known of this.#state.activities.values()) {
      if (known.status !== 'succeeded' || !this.#bench.mutation(known.name)?.volatile) continue;
      const { activity } = known;
      const cancel = new AbortController();
      const { receipt: _, ...task } = this.#bench.task(known, cancel.signal);
      const done = performActivity(this.#bench.ports, task).then(
        () => undefined,
        (error: unknown) => {
          if (isBroken(error)) return this.#crash(error);
          const failure = failureOf(error);
          this.#settle(known, cancel.signal, {
            type: 'activity.failed',
            data: { activity, failure },
          });
        },
      );
      this.#tasks.set(activity, { known, cancel, done });
      await done;
      this.#tasks.delete(activity);
      this.#leaving.signal.throwIfAborted();
      if (this.#ending) return;
    }
  }

  #abort(): void {
    if (this.#ending) return;
    this.#timers.cancelAll();
    this.#people.cancelAll();
    for (const known of this.#state.activities.values()) {
      if (known.status !== 'running') continue;
      const { activity } = known;
      this.#append({ type: 'activity.cancelled', data: { activity, reason: 'aborted' } });
      this.#tasks.get(activity)?.cancel.abort(cancelled());
    }
    this.#finish();
  }

  #finish(): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#timers.cancelAll();
    this.#people.cancelAll();
    for (const { cancel } of this.#tasks.values()) cancel.abort(cancelled());
    this.#wrapUp().then(this.#end.resolve, (error: unknown) => this.#crash(error));
  }

  async #wrapUp(): Promise<RunState> {
    // A start on its way is let finish, so that the clean-up knows what there is to remove.
    await this.#tasksDone();
    this.#leaving.signal.throwIfAborted();
    const { keep } = this.#bench.ledger.state;
    const { settled } = this.#state;
    const completed = runOutcome(this.#state, 0).status === 'completed';
    const leaked = await cleanUp(this.#bench, { keep, completed, settled });
    const { status, failure } = runOutcome(this.#state, leaked);
    const verdict = judge(this.#bench.ledger.state, this.#options.runbook.recoveredAt);
    this.#append({
      type: 'run.finished',
      data: { status, verdict, ...(failure && { failure }) },
    });
    await this.#bench.ledger.durable();
    return this.#bench.ledger.state;
  }

  get #state() {
    return this.#bench.books;
  }

  get #leaving() {
    return this.#bench.leaving;
  }

  #append(body: RecordBody): JournalRecord {
    return this.#bench.append(body);
  }

  #guard(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.#crash(error);
    }
  }

  async #tasksDone(): Promise<void> {
    await Promise.allSettled([...this.#tasks.values()].map(({ done }) => done));
  }

  /** Nothing may be acted on once the journal or the engine itself has failed. */
  #crash(error: unknown): void {
    this.#leaving.abort(error);
    for (const { cancel } of this.#tasks.values()) cancel.abort(error);
    this.#timers.cancelAll();
    this.#people.cancelAll();
    this.#end.reject(error);
  }
}
