import type { AnyActivity, Mutation } from '../core/activity.ts';
import { type Json, KunrenError } from '../core/failure.ts';
import type { JournalRecord, RecordBody } from '../core/record.ts';
import { DRILL_TAG, type OwnedResource, RUN_TAG } from '../core/resource.ts';
import type { RunState } from '../core/run-state.ts';
import type { PerformPorts, Task } from './attempt.ts';
import { type Intent, type KnownActivity, note } from './books.ts';
import type { EngineOptions } from './engine-options.ts';
import { Ledger } from './ledger.ts';
import { openBooks, type Replayed, replay } from './replay.ts';
import { sameJson } from './same-json.ts';

const CLEANUP_WITHIN_MS = 3_600_000;

/** What driving a run and cleaning up after one have in common: the books, and the means to perform. */
export class Workbench {
  readonly ledger: Ledger;
  readonly books: Replayed;
  readonly ports: PerformPorts;
  /** Ends everything, clean-up included, when this process has to leave the run. */
  readonly leaving = new AbortController();
  /** Ends the calls that were on their way then, and did not return in time. */
  readonly dropping = new AbortController();
  readonly #options: EngineOptions;

  /**
   * @param open `machine`: to go on with the run; `books`: to clean up, which any version of the runbook may do;
   *   `either`: with the machine unless the runbook has changed
   * @throws KunrenError as `replay` does.
   */
  constructor(
    options: EngineOptions,
    open: 'machine' | 'books' | 'either',
    onBroken: (error: unknown) => void,
  ) {
    const { runbook, records, journal, clock, process } = options;
    this.#options = options;
    this.books = open === 'books' ? openBooks(records) : openMachine(runbook, records, open);
    this.ledger = new Ledger({ journal, clock, records, boot: process.boot });
    this.ports = this.#makePorts(onBroken);
  }

  append(body: RecordBody): JournalRecord {
    const record = this.ledger.append(body);
    note(this.books, record);
    return record;
  }

  definition(name: string): AnyActivity {
    const definition = this.#options.runbook.activities[name];
    if (definition) return definition;
    throw new KunrenError({
      code: 'ACTIVITY_UNKNOWN',
      message: `The runbook has no activity named ${name}.`,
      class: 'bug',
    });
  }

  mutation(name: string): Mutation<Json, Json, Json, unknown> | undefined {
    const definition = this.definition(name);
    return definition.kind === 'mutation' ? definition : undefined;
  }

  task(known: KnownActivity, cancel: AbortSignal): Task {
    const owns = this.#ownedBy(known);
    return {
      activity: known.activity,
      definition: this.definition(known.name),
      input: known.input,
      attempts: known.attempts,
      polls: known.polls,
      inDoubt: known.inDoubt,
      phase: 'start',
      ...(known.receipt !== undefined && { receipt: known.receipt }),
      ...(owns && { owns }),
      cancel,
    };
  }

  /** The task of removing what an intent was written for. */
  undoTask(intent: Intent): Task {
    const { activity, name, input, owns, inDoubt, receipt } = intent;
    const known = this.books.activities.get(activity);
    return {
      activity,
      definition: this.definition(name),
      input,
      attempts: known?.attempts ?? 0,
      polls: 0,
      inDoubt,
      phase: 'undo',
      ...(receipt !== undefined && { receipt }),
      owns,
      cancel: this.leaving.signal,
    };
  }

  /** What is undone without being a thing of its own (a changed record, say) is named after its activity. */
  #ownedBy({ activity, name, input }: KnownActivity): OwnedResource | undefined {
    const mutation = this.mutation(name);
    const { run, environment } = this.ledger.state;
    const { region } = environment;
    const declared = mutation?.owns?.(input, { run, region });
    if (declared || !mutation?.undo) return declared;
    const earlier = this.books.intents.filter((intent) => intent.activity === activity);
    const same = earlier.find((intent) => sameJson(intent.input, input));
    const id = earlier.length === 0 ? activity : `${activity}-${earlier.length + 1}`;
    return same?.owns ?? { type: name, id, region };
  }

  #makePorts(onBroken: (error: unknown) => void): PerformPorts {
    const { clock, random, secrets, services, credentialsPollMs, cleanupWithinMs } = this.#options;
    const { run, drill, environment } = this.ledger.state;
    return {
      clock,
      random,
      credentialsPollMs: credentialsPollMs ?? 5000,
      cleanupWithinMs: cleanupWithinMs ?? CLEANUP_WITHIN_MS,
      mayPause: () => this.books.intents.length > 0 || hasBeenAnswered(this.ledger.state),
      dropped: this.dropping.signal,
      record: (body) => this.append(body),
      durable: () => this.ledger.durable(),
      context: (activity, signal) => ({
        run,
        drill: drill.name,
        activity,
        region: environment.region,
        environment: environment.kind,
        signal,
        clock,
        secrets,
        tags: { [RUN_TAG]: run, [DRILL_TAG]: drill.name },
        services: services({
          activity,
          signal,
          onCall: (call) => {
            if (this.leaving.signal.aborted) return;
            try {
              this.append({ type: 'call.completed', data: { activity, ...call } });
            } catch (error) {
              onBroken(error);
            }
          },
        }),
      }),
    };
  }
}

/** Somebody let us in before, so a refusal now is a matter of renewal. */
function hasBeenAnswered({ calls }: RunState): boolean {
  return calls.some(({ error }) => error === undefined);
}

function openMachine(
  runbook: EngineOptions['runbook'],
  records: readonly JournalRecord[],
  open: 'machine' | 'either',
): Replayed {
  try {
    return replay(runbook, records);
  } catch (error) {
    const isChanged =
      error instanceof KunrenError &&
      (error.code === 'RUNBOOK_CHANGED' || error.code === 'REPLAY_DIVERGED');
    if (open === 'either' && isChanged) return openBooks(records);
    throw error;
  }
}
