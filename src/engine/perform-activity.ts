import type {
  ActivityContext,
  AnyActivity,
  Evidence,
  Mutation,
  Poll,
  Probe,
  RetryPolicy,
} from '../core/activity.ts';
import { type Failure, failureOf, type Json } from '../core/failure.ts';
import type { Ms } from '../core/ports.ts';
import { call, type PerformPorts, persist, type Task } from './attempt.ts';
import { pollUntilDone } from './poll-until-done.ts';

/** The engine does not know an activity's types. */
type ErasedMutation = Mutation<Json, Json, Json, unknown>;

/** What came out of an activity. */
export interface Outcome extends Evidence {
  readonly output: Json;
  readonly polls: number;
  readonly pollIntervalMs: Ms;
}

const BASE_RETRY = { baseMs: 500, capMs: 20_000 };

/**
 * Performs an activity to its end: a probe until it has its answer, a mutation from its intent to its proof.
 * Every attempt is journaled; a mutating call is made only after its intent is on disk.
 * @throws KunrenError the failure that ended it.
 * @throws the reason of `task.cancel` when that fired.
 */
export async function performActivity(ports: PerformPorts, task: Task): Promise<Outcome> {
  const { definition } = task;
  if (definition.kind === 'human') throw new TypeError('A person does it; nothing is performed.');
  task.cancel.throwIfAborted();
  if (definition.kind === 'mutation' && task.receipt === undefined) {
    await obtainReceipt(ports, task, definition);
  }
  const { receipt } = task;
  const answer = await pollUntilDone<Json>(ports, task, {
    phase: 'poll',
    patience: retryOf(definition),
    look: (context) => lookOnce(definition, context, task.input, receipt),
  });
  if (!answer) throw new TypeError('Looking without an end cannot stop without an answer.');
  const { status: _, output, ...evidence } = answer.done;
  return {
    output: output === undefined ? null : output,
    polls: answer.polls,
    pollIntervalMs: answer.intervalMs,
    ...evidence,
  };
}

function lookOnce(
  definition: ErasedMutation | Probe<Json, Json, unknown>,
  context: ActivityContext,
  input: Json,
  receipt: Json | undefined,
): Promise<Poll<Json>> {
  return definition.kind === 'mutation'
    ? definition.poll(context, input, receipt ?? null)
    : definition.poll(context, input);
}

/** Starts a mutation, or finds that it was started before. Leaves the receipt in the task. */
async function obtainReceipt(
  ports: PerformPorts,
  task: Task,
  definition: ErasedMutation,
): Promise<void> {
  const { activity } = task;
  await persist(ports, task, retryOf(definition), async () => {
    if (task.inDoubt) {
      task.phase = 'adopt';
      task.attempts += 1;
      ports.record({
        type: 'attempt.started',
        data: { activity, attempt: task.attempts, phase: 'adopt' },
      });
      const found = await call(ports, task, (context) => definition.adopt(context, task.input));
      if (found !== undefined) return receive(ports, task, found, true);
      task.inDoubt = false;
      task.cancel.throwIfAborted();
    }
    task.phase = 'start';
    task.attempts += 1;
    ports.record({
      type: 'attempt.started',
      data: {
        activity,
        attempt: task.attempts,
        phase: 'start',
        ...(task.owns && { owns: task.owns }),
      },
    });
    await ports.durable();
    if (task.cancel.aborted) withdraw(ports, task);
    task.inDoubt = true;
    try {
      const receipt = await call(ports, task, (context) => definition.start(context, task.input));
      receive(ports, task, receipt, false);
    } catch (error) {
      task.inDoubt = failureOf(error).ambiguous;
      throw error;
    }
  });
}

/** The intent is on disk, the call was not made, and it shall not be made any more: then there is no doubt. */
function withdraw(ports: PerformPorts, task: Task): never {
  const { activity, attempts, cancel } = task;
  const failure: Failure = {
    code: 'CANCELLED',
    message: 'The call was not made: the activity is not needed any more.',
    class: 'cancelled',
    retryable: false,
    ambiguous: false,
  };
  ports.record({
    type: 'attempt.failed',
    data: { activity, attempt: attempts, phase: 'start', failure },
  });
  throw cancel.reason;
}

function receive(ports: PerformPorts, task: Task, receipt: Json, adopted: boolean): void {
  const { activity, attempts } = task;
  // As journaled, so that the live run and a resumed one work with the same bytes.
  const record = ports.record({
    type: 'receipt.received',
    data: { activity, attempt: attempts, receipt, adopted },
  });
  task.inDoubt = false;
  task.receipt = record.type === 'receipt.received' ? record.data.receipt : receipt;
}

/** A mutation is pressed until the runbook's own deadline ends it; a probe gives up after some minutes. */
function retryOf(definition: AnyActivity): RetryPolicy {
  const attempts = definition.kind === 'mutation' ? Number.POSITIVE_INFINITY : 10;
  return { ...BASE_RETRY, attempts, ...definition.retry };
}
