import type { Drill, Environment } from '../../src/core/drill.ts';
import { type Json, KunrenError } from '../../src/core/failure.ts';
import type { JournalWriter } from '../../src/core/journal.ts';
import type { Clock } from '../../src/core/ports.ts';
import type { JournalRecord, ProcessIdentity, RecordBody } from '../../src/core/record.ts';
import type { RunState } from '../../src/core/run-state.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import type { AttachedFile } from '../../src/core/task.ts';
import type { EngineOptions } from '../../src/engine/engine-options.ts';
import { openingRecord } from '../../src/engine/opening-record.ts';
import { Run } from '../../src/engine/run.ts';
import { continueChain } from '../../src/journal/chain.ts';
import { EMPTY_CHAIN } from '../../src/journal/record-line.ts';
import { createRedactor } from '../../src/journal/redact.ts';

export const HARNESS_PROCESS: ProcessIdentity = {
  pid: 4711,
  host: 'harness',
  operator: 'tester',
  boot: 'one-boot',
  tool: 'kunren 0.0.0',
  node: 'v24.0.0',
  utcOffset: 540,
};

/** Where a process dies. */
export interface Death {
  /** Records that reach the journal; the next one does not. */
  readonly afterRecord?: number;
  /** The call to the cloud that kills the process, before it arrives or after it took effect. */
  readonly atCall?: { readonly nth: number; readonly when: 'before' | 'after' };
  /** The call, counted among those that change something, after whose effect the process dies. */
  readonly afterChange?: number;
}

interface Life {
  readonly death: Death;
  isDead: boolean;
}

export interface RunHarnessOptions {
  readonly run: string;
  readonly runbook: Runbook;
  readonly drill: Drill;
  readonly environment: Environment;
  readonly clock: Clock;
  readonly services: EngineOptions['services'];
  readonly keep?: boolean;
  /** What a new process finds in its vault. @default nothing */
  readonly secrets?: { readonly [name: string]: string };
}

/** One run with its journal in memory, through as many processes as die on the way. */
export class RunHarness {
  readonly journal: JournalRecord[] = [];
  /** What was kept beside the journal. */
  readonly files = new Map<string, string>();
  /** Called before a file is kept; throws to make it fail. */
  keeps: (file: AttachedFile) => void = () => undefined;
  runbook: Runbook;
  /** Calls made by the current process. */
  calls = 0;
  #changes = 0;
  #life: Life = { death: {}, isDead: false };
  readonly #options: RunHarnessOptions;

  constructor(options: RunHarnessOptions) {
    const { run, runbook, drill, environment, keep = false } = options;
    this.#options = options;
    this.runbook = runbook;
    const process = HARNESS_PROCESS;
    this.#writer(createRedactor().redact).append(
      openingRecord({ run, drill, environment, runbook, process, keep }),
    );
  }

  /** Drives the run in a new process until it ends or dies. */
  async process(death: Death = {}, onRun?: (run: Run) => void): Promise<RunState | 'died'> {
    return await this.#drive(death, undefined, onRun);
  }

  /** Aborts the run in a new process. */
  async abort(death: Death = {}): Promise<RunState | 'died'> {
    return await this.#drive(death, { by: 'tester' });
  }

  async #drive(
    death: Death,
    aborting?: { readonly by: string },
    onRun?: (run: Run) => void,
  ): Promise<RunState | 'died'> {
    this.#life = { death, isDead: false };
    this.calls = 0;
    this.#changes = 0;
    // What a process keeps in memory dies with it.
    const redactor = createRedactor();
    for (const [name, value] of Object.entries(this.#options.secrets ?? {})) {
      redactor.vault.put(name, value);
    }
    const run = new Run(
      {
        runbook: this.runbook,
        journal: this.#writer(redactor.redact),
        records: [...this.journal],
        process: HARNESS_PROCESS,
        clock: this.#options.clock,
        random: () => 0.5,
        secrets: redactor.vault,
        services: this.#options.services,
      },
      aborting,
    );
    onRun?.(run);
    try {
      return await run.drive();
    } catch (error) {
      // Calls that were on their way end before the next process begins, as they do with a real one.
      await run.interrupt();
      if (error instanceof KunrenError && error.code === 'JOURNAL_BROKEN') return 'died';
      throw error;
    }
  }

  /** Whoever carries the calls tells of each one. @returns whether the process dies of it. */
  diesAt(when: 'before' | 'after'): boolean {
    const life = this.#life;
    if (life.isDead) return true;
    if (when === 'before') this.calls += 1;
    else this.#changes += 1;
    const { atCall, afterChange } = life.death;
    const atThisCall = atCall?.when === when && atCall.nth === this.calls;
    const afterThisChange = when === 'after' && afterChange === this.#changes;
    life.isDead = atThisCall || afterThisChange;
    return life.isDead;
  }

  types(): string[] {
    return this.journal.map(({ type }) => type);
  }

  #writer(redact: (value: Json) => Json): JournalWriter {
    // What an earlier process is still about to write reaches nothing.
    const life = this.#life;
    const chain = continueChain(this.journal.at(-1) ?? EMPTY_CHAIN, {
      clock: this.#options.clock,
      redact,
    });
    return {
      append: (body: RecordBody) => {
        if (life.isDead || this.journal.length === life.death.afterRecord) {
          life.isDead = true;
          throw killed();
        }
        // What a later process reads is what went through JSON.
        const record = JSON.parse(chain.add(body).line) as JournalRecord;
        this.journal.push(record);
        return record;
      },
      keepFile: (file, content) => {
        this.keeps(file);
        this.files.set(file.name, Buffer.from(content).toString());
      },
      durable: async () => {
        if (life.isDead) throw killed();
      },
      close: async () => undefined,
    };
  }
}

export function killed(): KunrenError {
  return new KunrenError({ code: 'JOURNAL_BROKEN', message: 'The process was killed.' });
}
