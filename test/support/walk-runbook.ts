import type { AnyMachineSnapshot } from 'xstate';
import type { Drill } from '../../src/core/drill.ts';
import type { Failure, Json } from '../../src/core/failure.ts';
import type { Runbook, RunNames } from '../../src/core/runbook.ts';
import {
  advanceRunbook,
  beginRunbook,
  type MilestoneMark,
  type RunbookStep,
} from '../../src/core/runbook-step.ts';
import { runningStarts, type Start } from '../../src/core/running-starts.ts';

/** A walk through a runbook's machine, without an engine: what is not told otherwise goes as planned. */
export class Walk {
  readonly runbook: Runbook;
  readonly names: RunNames;
  readonly milestones: MilestoneMark[] = [];
  /** Ids of the activities that were started, in order. */
  readonly started: string[] = [];
  #snapshot!: AnyMachineSnapshot;
  #running: readonly Start[] = [];
  #timers = new Map<string, string>();

  private constructor(runbook: Runbook, names: RunNames) {
    this.runbook = runbook;
    this.names = names;
  }

  static begin(runbook: Runbook, drill: Drill, names: RunNames): Walk {
    const walk = new Walk(runbook, names);
    walk.#take(beginRunbook(runbook.machine, runbook.input(drill, names)));
    return walk;
  }

  /** A walk of its own that has come as far. */
  fork(): Walk {
    const copy = new Walk(this.runbook, this.names);
    copy.milestones.push(...this.milestones);
    copy.started.push(...this.started);
    copy.#snapshot = this.#snapshot;
    copy.#running = this.#running;
    copy.#timers = new Map(this.#timers);
    return copy;
  }

  get snapshot(): AnyMachineSnapshot {
    return this.#snapshot;
  }

  /** The state, as a path; or how it ended. */
  get at(): string {
    const path: string[] = [];
    for (let value: unknown = this.#snapshot.value; value !== undefined; ) {
      const [key, inner] =
        typeof value === 'string' ? [value, undefined] : (Object.entries(value ?? {})[0] ?? []);
      if (key === undefined) break;
      path.push(key);
      value = inner;
    }
    return path.join('.');
  }

  /** The activity that is under way, of several the one that ends next; none at a gate, and none at the end. */
  get running(): Start | undefined {
    return this.#running[0];
  }

  /** Every activity that is under way. */
  get allRunning(): readonly Start[] {
    return this.#running;
  }

  /** Of the activities that are under way, this one ends next. */
  turnTo(activity: string): this {
    const other = (start: Start) => start.activity !== activity;
    this.#running = [
      ...this.#running.filter((start) => !other(start)),
      ...this.#running.filter(other),
    ];
    return this;
  }

  get failure(): Failure | undefined {
    return (this.#snapshot.output as { readonly failure?: Failure } | undefined)?.failure;
  }

  /** Timers that would go off now, by their events. */
  get timers(): readonly string[] {
    return [...this.#timers.values()];
  }

  /** The activity comes to its planned output, or to that with something else in it. */
  done(output: { readonly [field: string]: Json } = {}): this {
    const { activity, name, input } = this.#endNext();
    const planned = this.runbook.activities[name]?.plan(input, this.names).output as object;
    const type = `xstate.done.actor.${activity}`;
    return this.#move({ type, output: { ...planned, ...output }, actorId: activity });
  }

  failed(code = 'SOME_FAILURE'): this {
    const { activity } = this.#endNext();
    const error: Failure = {
      code,
      message: 'it did not work',
      class: 'environment',
      retryable: false,
      ambiguous: false,
    };
    return this.#move({ type: `xstate.error.actor.${activity}`, error, actorId: activity });
  }

  /** An operator decides. */
  send(type: string): this {
    return this.#move({ type });
  }

  /** A delay is over. */
  late(): this {
    const [event] = this.timers;
    if (event === undefined) throw new Error(`No time runs at ${this.at}.`);
    return this.#move({ type: event });
  }

  /** Goes on as planned until an activity is under way, or a state is reached. */
  to(place: string): this {
    for (let steps = 0; steps < 100; steps += 1) {
      if (this.#running.some(({ activity }) => activity === place)) return this.turnTo(place);
      if (this.at === place) return this;
      this.done();
    }
    throw new Error(`${place} is not reached; the walk is at ${this.at}.`);
  }

  #endNext(): Start {
    const [next, ...others] = this.#running;
    this.#running = others;
    if (next) return next;
    throw new Error(`Nothing is under way at ${this.at}.`);
  }

  #move(event: { readonly type: string; readonly [field: string]: unknown }): this {
    this.#take(advanceRunbook(this.runbook.machine, this.#snapshot, event));
    return this;
  }

  #take({ snapshot, effects }: RunbookStep): void {
    this.#snapshot = snapshot;
    this.#running = runningStarts(this.#running, effects);
    for (const effect of effects) {
      if (effect.type === 'start-activity') {
        this.started.push(effect.activity);
      } else if (effect.type === 'mark-milestone') this.milestones.push(effect.milestone);
      else if (effect.type === 'arm-timer') this.#timers.set(effect.timer, effect.event);
      else if (effect.type === 'cancel-timer') this.#timers.delete(effect.timer);
    }
    if (snapshot.status === 'error') throw snapshot.error;
  }
}
