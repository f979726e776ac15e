import type { AnyActivity, Mutation } from '../core/activity.ts';
import { type Json, KunrenError } from '../core/failure.ts';
import type { JournalRecord, RecordBody } from '../core/record.ts';
import { DRILL_TAG, RUN_TAG } from '../core/resource.ts';
import type { EngineOptions } from './engine-options.ts';
import { Ledger } from './ledger.ts';
import type { PerformPorts, Task } from './perform-activity.ts';
import { type KnownActivity, note, type Replayed, replay } from './replay.ts';

/** What driving a run and cleaning up after one have in common: the books, and the means to perform. */
export class Workbench {
  readonly ledger: Ledger;
  readonly state: Replayed;
  readonly ports: PerformPorts;
  /** Ends everything, clean-up included, when this process has to leave the run. */
  readonly leaving = new AbortController();
  /** Ends the calls that were on their way then, and did not return in time. */
  readonly dropping = new AbortController();
  readonly #options: EngineOptions;

  /** @throws KunrenError as `replay` does. */
  constructor(options: EngineOptions, onBroken: (error: unknown) => void) {
    this.#options = options;
    this.state = replay(options.runbook, options.records);
    this.ledger = new Ledger(options.journal, options.clock, options.records);
    this.ports = this.#makePorts(onBroken);
  }

  append(body: RecordBody): JournalRecord {
    const record = this.ledger.append(body);
    note(this.state, record);
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
    const definition = this.definition(known.name);
    const { run, environment } = this.ledger.state;
    const owns = this.mutation(known.name)?.owns?.(known.input, {
      run,
      region: environment.region,
    });
    return {
      activity: known.activity,
      definition,
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

  #makePorts(onBroken: (error: unknown) => void): PerformPorts {
    const { clock, random, secrets, services, credentialsPollMs, cleanupAttempts } = this.#options;
    const { run, drill, environment } = this.ledger.state;
    return {
      clock,
      random,
      credentialsPollMs: credentialsPollMs ?? 5000,
      cleanupAttempts: cleanupAttempts ?? 30,
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
