import type { CallRecord, Evidence, Progress } from '../../src/core/activity.ts';
import type { Failure, Json } from '../../src/core/failure.ts';
import { sha256 } from '../../src/core/hash.ts';
import type { MilestoneId } from '../../src/core/milestone.ts';
import type { Instant, Ms } from '../../src/core/ports.ts';
import type { AttemptPhase, JournalRecord, RecordBody } from '../../src/core/record.ts';
import type { OwnedResource } from '../../src/core/resource.ts';

/** A call as a scenario tells it; the rest is filled in. */
export interface SampleCall {
  /** `rds:DescribeDBInstances` */
  readonly call: string;
  readonly mutating?: boolean;
  readonly ms?: Ms;
  readonly error?: Pick<Failure, 'code' | 'message'>;
  readonly httpStatus?: number;
  /** @default the journal's own */
  readonly region?: string;
}

/** How one activity went, in the order of its records. */
export interface SampleActivity extends Evidence {
  readonly name: string;
  readonly input?: Json;
  readonly owns?: OwnedResource;
  /** The call of `start`; a probe has none. */
  readonly start?: SampleCall;
  /** Acts without a call to a service, as SQL does, and takes so long. */
  readonly actsFor?: Ms;
  readonly receipt?: Json;
  /** The call that each look makes. */
  readonly look?: SampleCall;
  /** What the looks show, and for how long. */
  readonly progress?: readonly (Progress & { readonly lasts: Ms })[];
  /** @default 0: one look was enough */
  readonly everyMs?: Ms;
  readonly output?: Json;
}

const CALL_MS: Ms = 80;

/** Writes the records of a run with a clock of its own. The same calls give the same bytes. */
export class SampleJournal {
  readonly records: JournalRecord[] = [];
  readonly #region: string;
  readonly #pace: number;
  #now: number;
  #mono = 5_000_000;
  #requests = 0;

  /** @param pace what every duration is multiplied with; 1 is as slow as AWS. */
  constructor(options: {
    readonly startAt: Instant;
    readonly region: string;
    readonly pace: number;
  }) {
    this.#now = Date.parse(options.startAt);
    this.#region = options.region;
    this.#pace = options.pace;
  }

  get at(): Instant {
    return new Date(this.#now).toISOString();
  }

  add(body: RecordBody): JournalRecord {
    const prev = this.records.at(-1)?.hash ?? '0'.repeat(64);
    const open = { seq: this.records.length + 1, at: this.at, mono: this.#mono, ...body, prev };
    const record: JournalRecord = { ...open, hash: sha256(JSON.stringify(open)) };
    this.records.push(record);
    return record;
  }

  pass(ms: Ms): void {
    const paced = this.paced(ms);
    this.#now += paced;
    this.#mono += paced;
  }

  paced(ms: Ms): Ms {
    return Math.max(1, Math.round(ms * this.#pace));
  }

  /** Someone sets the machine's clock. */
  jumpClock(byMs: Ms): void {
    this.#now += byMs;
    this.add({ type: 'clock.jumped', data: { byMs } });
  }

  /** The machine was restarted: its monotonic clock begins anew. */
  reboot(awayMs: Ms): void {
    this.pass(awayMs);
    this.#mono = 41_000;
  }

  enter(entered: readonly string[], exited: readonly string[] = []): void {
    this.add({ type: 'state.changed', data: { entered, exited } });
  }

  milestone(
    id: MilestoneId,
    more: { at?: Instant; source?: 'measured' | 'declared'; errorMs?: Ms; note?: string } = {},
  ): void {
    const { at = this.at, source = 'measured', errorMs = 0, note } = more;
    this.add({
      type: 'milestone.reached',
      data: { id, instant: at, source, errorMs, ...(note !== undefined && { note }) },
    });
  }

  schedule(activity: string, told: SampleActivity): void {
    this.add({
      type: 'activity.scheduled',
      data: { activity, name: told.name, input: told.input ?? null },
    });
  }

  attempt(activity: string, phase: AttemptPhase, attempt = 1, owns?: OwnedResource): void {
    this.add({
      type: 'attempt.started',
      data: { activity, attempt, phase, ...(owns && { owns }) },
    });
  }

  call(activity: string, told: SampleCall): void {
    const [service = '', operation = ''] = told.call.split(':');
    const durationMs = this.paced(told.ms ?? CALL_MS);
    this.#now += durationMs;
    this.#mono += durationMs;
    this.#requests += 1;
    const hex = sha256(`request ${this.#requests}`);
    const call: CallRecord = {
      service,
      operation,
      mutating: told.mutating ?? false,
      region: told.region ?? this.#region,
      requestId: `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`,
      httpStatus: told.httpStatus ?? (told.error ? 400 : 200),
      durationMs,
      ...(told.error && { error: told.error }),
    };
    this.add({ type: 'call.completed', data: { activity, ...call } });
  }

  /** An attempt that failed, and the wait before the next. */
  failAttempt(
    activity: string,
    phase: AttemptPhase,
    attempt: number,
    failure: Failure,
    retryAfterMs?: Ms,
  ): void {
    const retryAt =
      retryAfterMs === undefined
        ? undefined
        : new Date(this.#now + this.paced(retryAfterMs)).toISOString();
    this.add({
      type: 'attempt.failed',
      data: { activity, attempt, phase, failure, ...(retryAt !== undefined && { retryAt }) },
    });
    if (retryAfterMs !== undefined) this.pass(retryAfterMs);
  }

  /** From the intent to the receipt. */
  start(activity: string, told: SampleActivity, attempt = 1): void {
    if (!told.start && told.actsFor === undefined) {
      this.attempt(activity, 'poll', attempt);
      return;
    }
    this.attempt(activity, 'start', attempt, told.owns);
    if (told.start) this.call(activity, { mutating: true, ms: 900, ...told.start });
    if (told.actsFor !== undefined) this.pass(told.actsFor);
    this.receipt(activity, told, attempt, false);
  }

  receipt(activity: string, told: SampleActivity, attempt: number, adopted: boolean): void {
    const receipt = told.receipt ?? told.owns?.id ?? null;
    this.add({ type: 'receipt.received', data: { activity, attempt, receipt, adopted } });
  }

  /** Looks until the progress is over; returns the number of looks. */
  watch(activity: string, told: SampleActivity, polls = 0): number {
    let count = polls;
    for (const { lasts, ...progress } of told.progress ?? []) {
      const looks = Math.max(1, Math.round(lasts / (told.everyMs || lasts)));
      for (let look = 0; look < looks; look += 1) {
        if (told.look) this.call(activity, told.look);
        count += 1;
        if (look === 0) {
          this.add({ type: 'poll.observed', data: { activity, polls: count, progress } });
        }
        this.pass(lasts / looks);
      }
    }
    return count;
  }

  succeed(activity: string, told: SampleActivity, polls = 0): void {
    if (told.look) this.call(activity, told.look);
    const { checks, bounds, facts, outage, lostWrites, architecture } = told;
    this.add({
      type: 'activity.succeeded',
      data: {
        activity,
        output: told.output ?? null,
        polls: polls + 1,
        pollIntervalMs: told.everyMs ? this.paced(told.everyMs) : 0,
        ...(checks && { checks }),
        ...(bounds && { bounds }),
        ...(facts && { facts }),
        ...(outage && { outage }),
        ...(lostWrites && { lostWrites }),
        ...(architecture && { architecture }),
      },
    });
  }

  /** A whole activity that goes well at the first attempt. */
  perform(activity: string, told: SampleActivity): void {
    this.schedule(activity, told);
    this.start(activity, told);
    this.succeed(activity, told, this.watch(activity, told));
  }
}
