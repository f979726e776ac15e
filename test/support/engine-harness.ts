import { KunrenError } from '../../src/core/failure.ts';
import type { JournalWriter } from '../../src/core/journal.ts';
import type { JournalRecord, ProcessIdentity, RecordBody } from '../../src/core/record.ts';
import type { RunState } from '../../src/core/run-state.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import { openingRecord } from '../../src/engine/opening-record.ts';
import { Run } from '../../src/engine/run.ts';
import { continueChain } from '../../src/journal/chain.ts';
import { EMPTY_CHAIN } from '../../src/journal/record-line.ts';
import { createRedactor } from '../../src/journal/redact.ts';
import { FakeClock } from './fake-clock.ts';
import { ToyCloud, toyDrill, toyEnvironment, toyRunbook } from './toy-runbook.ts';

export const toyProcess: ProcessIdentity = {
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
  /** Calls to the cloud that are made; the next one kills the process before or after its effect. */
  readonly atCall?: { readonly nth: number; readonly when: 'before' | 'after' };
}

/** One run in memory, through as many processes as die on the way. */
export class EngineHarness {
  readonly clock = new FakeClock();
  readonly cloud = new ToyCloud();
  readonly journal: JournalRecord[] = [];
  runbook: Runbook;
  readonly redactor = createRedactor();
  calls = 0;
  current: Run | undefined;
  #dead = false;

  constructor(options: { readonly runbook?: Runbook; readonly keep?: boolean } = {}) {
    this.runbook = options.runbook ?? toyRunbook;
    this.#writer({}).append(
      openingRecord({
        run: 'toy-1',
        drill: toyDrill,
        environment: toyEnvironment,
        runbook: this.runbook,
        process: toyProcess,
        keep: options.keep ?? false,
      }),
    );
  }

  /** Drives the run in a new process until it ends or dies. */
  async process(death: Death = {}, onRun?: (run: Run) => void): Promise<RunState | 'died'> {
    this.#dead = false;
    this.#arm(death);
    const run = new Run({
      runbook: this.runbook,
      journal: this.#writer(death),
      records: [...this.journal],
      process: toyProcess,
      clock: this.clock,
      random: () => 0.5,
      secrets: this.redactor.vault,
      services: () => this.cloud,
    });
    this.current = run;
    onRun?.(run);
    try {
      return await run.drive();
    } catch (error) {
      if (error instanceof KunrenError && error.code === 'JOURNAL_BROKEN') return 'died';
      throw error;
    }
  }

  types(): string[] {
    return this.journal.map(({ type }) => type);
  }

  #arm(death: Death): void {
    const { atCall } = death;
    let calls = 0;
    const boundary = (when: 'before' | 'after') => (call: string) => {
      if (this.#dead) throw new Error('a dead process makes no calls');
      // Looks have no effect of their own, so dying after one is dying before the next.
      if (when === 'before') calls += 1;
      this.calls = calls;
      if (
        atCall?.when === when &&
        calls === atCall.nth &&
        (when === 'before' || !call.startsWith('look'))
      ) {
        this.#dead = true;
        throw new KunrenError({ code: 'JOURNAL_BROKEN', message: 'killed' });
      }
    };
    this.cloud.before = boundary('before');
    this.cloud.after = boundary('after');
  }

  #writer({ afterRecord }: Death): JournalWriter {
    const chain = continueChain(this.journal.at(-1) ?? EMPTY_CHAIN, {
      clock: this.clock,
      redact: this.redactor.redact,
    });
    const refuse = () => {
      throw new KunrenError({ code: 'JOURNAL_BROKEN', message: 'killed' });
    };
    return {
      append: (body: RecordBody) => {
        if (this.#dead || this.journal.length === afterRecord) {
          this.#dead = true;
          return refuse();
        }
        const { line } = chain.add(body);
        // What a later process reads is what went through JSON.
        const record = JSON.parse(line) as JournalRecord;
        this.journal.push(record);
        return record;
      },
      durable: async () => {
        if (this.#dead) refuse();
      },
      close: async () => undefined,
    };
  }
}
