import type { HumanTask } from '../core/activity.ts';
import { refuseAnswer, refuseNote } from '../core/check-answer.ts';
import type { Json } from '../core/failure.ts';
import type { Person } from '../core/person.ts';
import type { Clock, SecretVault } from '../core/ports.ts';
import type { OperatorCommand, RecordBody } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import { overdue, settleTask } from '../core/settle-task.ts';
import type { TaskState } from '../core/task.ts';
import type { KnownActivity } from './books.ts';
import { Deadlines } from './deadlines.ts';

interface HumanTasksOptions {
  readonly clock: Clock;
  readonly secrets: SecretVault;
  readonly state: () => RunState;
  readonly append: (body: RecordBody) => void;
  /** Journals what came of a task, and moves the runbook. */
  readonly trigger: (body: RecordBody) => void;
}

/** Asks people what the runbook wants of them, takes their answers, and ends what nobody answers in time. */
export class HumanTasks {
  readonly #options: HumanTasksOptions;
  readonly #deadlines: Deadlines;
  readonly #asked = new Map<string, { input: Json; definition: HumanTask<Json> }>();

  constructor(options: HumanTasksOptions) {
    this.#options = options;
    this.#deadlines = new Deadlines(options.clock, (activity) => this.#expire(activity));
  }

  /** Asks once for each time that the runbook comes to it; after a resume the same answer is waited for. */
  ask(known: KnownActivity, definition: HumanTask<Json>): void {
    const { activity, input } = known;
    this.#asked.set(activity, { input, definition });
    const asked = known.asked ? this.#find(activity) : undefined;
    if (asked) {
      if (asked.status === 'open') this.#deadlines.set(activity, asked.deadline);
      else this.settle(activity);
      return;
    }
    const wanted = definition.prompt(input);
    const deadline = new Date(this.#options.clock.now() + wanted.deadlineMs).toISOString();
    this.#options.append({ type: 'task.opened', data: { activity, prompt: wanted, deadline } });
    this.#deadlines.set(activity, deadline);
  }

  /** Goes on where what was said is enough. */
  settle(activity: string): void {
    const task = this.#find(activity);
    const settled = task && settleTask(task);
    if (!settled) return;
    this.#deadlines.cancel(activity);
    if ('failure' in settled) {
      const { failure } = settled;
      this.#options.trigger({ type: 'activity.failed', data: { activity, failure } });
      return;
    }
    const { input, definition } = this.#asked.get(activity) ?? {};
    const answered: Json = { ...settled.output };
    const output = definition?.outcome
      ? definition.outcome(input ?? null, settled.output)
      : answered;
    this.#options.trigger({
      type: 'activity.succeeded',
      data: { activity, output, polls: 0, pollIntervalMs: 0 },
    });
  }

  cancel(activity: string): void {
    this.#deadlines.cancel(activity);
  }

  cancelAll(): void {
    this.#deadlines.cancelAll();
  }

  /** Why a command is not taken. */
  refusal(
    command: Exclude<OperatorCommand, { readonly type: 'abort' | 'send' }>,
    who: Person,
  ): string | undefined {
    if (command.type === 'note') return refuseNote(command.text, command.file);
    const { clock, state } = this.#options;
    const { tasks, drill, starter } = state();
    const now = new Date(clock.now()).toISOString();
    return refuseAnswer(command, { tasks, people: drill.people, starter, who, now });
  }

  /** Puts the secret of an answer that is taken into memory, which is the only place for it. */
  keepSecret(command: OperatorCommand): void {
    if (command.type !== 'answer' || command.secret === undefined) return;
    const { answer } = this.#find(command.task)?.prompt ?? {};
    if (answer?.kind === 'secret') this.#options.secrets.put(answer.secret, command.secret);
  }

  /** What an activity has asked last. */
  #find(activity: string): TaskState | undefined {
    return this.#options.state().tasks.findLast((task) => task.activity === activity);
  }

  #expire(activity: string): void {
    const task = this.#find(activity);
    if (task?.status !== 'open') return;
    this.#options.trigger({ type: 'activity.failed', data: { activity, failure: overdue(task) } });
  }
}
