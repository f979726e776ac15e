import type { Architecture } from './architecture.ts';
import type { CheckResult } from './check.ts';
import type { Failure, Json } from './failure.ts';
import type { LostWrites, UserOutage } from './outage.ts';
import type { Clock, Instant, Ms, SecretVault } from './ports.ts';
import type { PostureSnapshot } from './posture.ts';
import type { OwnedResource, RemovalProof } from './resource.ts';
import type { TaskOutcome, TaskPrompt } from './task.ts';

/** What an attempt gets to work with. */
export interface ActivityContext<Services = unknown> {
  readonly run: string;
  readonly drill: string;
  /** The activity's id in the runbook (the id of its invoke). */
  readonly activity: string;
  readonly region: string;
  readonly environment: 'sandbox' | 'aws';
  /** Fires when the attempt's time is up, or when the run is aborted or leaves the state. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
  readonly secrets: SecretVault;
  /** Tags that everything this run makes must carry. */
  readonly tags: { readonly [key: string]: string };
  /** Clients of the outside world, bound to this attempt (its signal, its call record). */
  readonly services: Services;
}

/** The answer of one look. */
export type Poll<Output> =
  | { readonly status: 'pending'; readonly progress: Progress }
  | ({ readonly status: 'done'; readonly output: Output } & Evidence);

export interface Progress {
  /** For a person: what is being waited for, e.g. `creating`, `checks 3 of 8: order_lines checksum`. */
  readonly message: string;
  /** 0 to 100, where it is known. */
  readonly percent?: number;
}

/** What an activity found out, beside its output, that belongs in the report. */
export interface Evidence {
  readonly checks?: readonly CheckResult[];
  /** Newest instant that the recovery point can hold, from metadata only. */
  readonly bounds?: readonly RpoBound[];
  /** Facts worth a line in the report, e.g. `Endpoint: 127.0.0.1:5433`. */
  readonly facts?: readonly Fact[];
  /** What users saw; a later one replaces an earlier one. */
  readonly outage?: UserOutage;
  /** Acknowledged writes that the recovered data does not hold; part of the measured RPO. */
  readonly lostWrites?: LostWrites;
  /** Writes that were acknowledged after the failure, and are gone. No part of the RPO, and never `met`. */
  readonly lostSinceImpact?: LostWrites;
  /** What was found of an account; every snapshot is kept. */
  readonly posture?: PostureSnapshot;
  /** How what is exercised was set up before anything was changed; a later one replaces an earlier one. */
  readonly architecture?: Architecture;
}

export interface RpoBound {
  /** e.g. `SnapshotDatabaseTime`, `LatestRestorableTime`, `RestoreTime`. */
  readonly source: string;
  readonly instant: Instant;
}

export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** A call that `drill plan` announces. */
export interface PlannedCall {
  readonly service: string;
  readonly operation: string;
  readonly parameters: { readonly [key: string]: Json | undefined };
  readonly mutating: boolean;
}

/** How often to try again, and how long to wait before it (full jitter over a growing cap). */
export interface RetryPolicy {
  /** Attempts in all, the first included. `Infinity`: until the RTO budget ends. */
  readonly attempts: number;
  readonly baseMs: Ms;
  readonly capMs: Ms;
}

/** Time between two looks. Grows by `factor` up to `maxMs`; it is the error of the measured duration. */
export interface PollPolicy {
  readonly initialMs: Ms;
  readonly maxMs: Ms;
  readonly factor: number;
}

interface ActivityBase<Input, Output> {
  /** `family.verb-object`, e.g. `rds.restore-from-snapshot`; stable, it stands in journals. */
  readonly name: string;
  /** What the time spent here is booked on. */
  readonly waitsOn: 'aws' | 'people' | 'tool';
  /** IAM actions, e.g. `rds:DescribeDBInstances`. */
  readonly iam: readonly string[];
  /** What would be done and what would come out, without doing it. */
  plan(
    input: Input,
    names: PlanNames,
  ): { readonly calls: readonly PlannedCall[]; readonly output: Output };
  readonly retry?: Partial<RetryPolicy>;
  readonly pollEvery?: Partial<PollPolicy>;
  /** Longest time of one call of `start`, `poll`, `adopt` or of an undo. @default 30_000 */
  readonly attemptTimeoutMs?: Ms;
}

/** What a planned output says where only the run can know. A look that would need it is not made. */
export const AT_THE_RUN = '(known at the run)';

/** Names known before a run exists. */
export interface PlanNames {
  readonly run: string;
  readonly region: string;
}

/** Only looks. Its `poll` may be called any number of times. */
export interface Probe<Input, Output, Services = never> extends ActivityBase<Input, Output> {
  readonly kind: 'probe';
  /** True when `drill plan` may really perform it, because all that it reads exists before the run. */
  readonly readsExisting?: boolean;
  poll(context: ActivityContext<Services>, input: Input): Promise<Poll<Output>>;
}

/** Changes something outside. Written in four parts, so that a crash never repeats its effect. */
export interface Mutation<Input, Receipt extends Json, Output, Services = never>
  extends ActivityBase<Input, Output> {
  readonly kind: 'mutation';
  /** The resource that `start` makes, named before the call; journaled with the intent. */
  owns?(input: Input, names: PlanNames): OwnedResource;
  /** Makes the call, under a deterministic name, with the run's tags. */
  start(context: ActivityContext<Services>, input: Input): Promise<Receipt>;
  /** Looks once. */
  poll(context: ActivityContext<Services>, input: Input, receipt: Receipt): Promise<Poll<Output>>;
  /**
   * Finds the effect of an earlier `start` whose outcome is not known, by looking: same name *and* this run's tag.
   * `undefined`: there is none, so starting again is safe.
   * @throws KunrenError with class `safety` when the name is taken by something that is not ours.
   */
  adopt(context: ActivityContext<Services>, input: Input): Promise<Receipt | undefined>;
  /** Removes what `start` made and proves it gone. Absent where there is nothing to remove. */
  readonly undo?: Undo<Input, Services, Receipt>;
  /**
   * The effect is lost with the process (a secret held in memory, an open tunnel).
   * After a resume the engine performs it anew before anything that comes later.
   * @default false
   */
  readonly volatile?: boolean;
  /**
   * How long after a `start` its effect may stay invisible to a look. A clean-up after a lost answer takes
   * "not there" for an answer only then.
   * @default 0
   */
  readonly settlesWithinMs?: Ms;
}

export interface Undo<Input, Services = never, Receipt extends Json = Json> {
  /**
   * `unless-completed`: what a completed run leaves behind on purpose, such as the new primary of a failover; it is
   * handed over, and no clean-up touches it any more.
   * @default 'always'
   */
  readonly when?: 'always' | 'unless-completed';
  /**
   * Asks for the removal; asked again while the thing does not go. Must succeed when it is gone or going already.
   * Refuses (class `safety`) what does not carry this run's tag.
   * @param receipt absent when the answer of `start` was lost
   */
  start(context: ActivityContext<Services>, input: Input, receipt?: Receipt): Promise<void>;
  /** Done only when a describe says that it is not there. */
  poll(
    context: ActivityContext<Services>,
    input: Input,
    receipt?: Receipt,
  ): Promise<Poll<RemovalProof>>;
  readonly iam: readonly string[];
  plan(input: Input, names: PlanNames): readonly PlannedCall[];
}

/**
 * A person does it, or decides. The engine asks, and waits for an operator's command; nothing is called.
 * Fails with `TASK_DECLINED` or `TASK_OVERDUE` (class `people`).
 */
export interface HumanTask<Input> extends ActivityBase<Input, TaskOutcome> {
  readonly kind: 'human';
  /** Pure: the same input asks the same thing. */
  prompt(input: Input): TaskPrompt;
  /**
   * What the runbook gets, where that is not what was answered.
   * @default the answer, as `TaskOutcome`
   */
  outcome?(input: Input, answered: TaskOutcome): Json;
}

// The engine handles activities without knowing their types; variance makes `any` the only bridge.
// biome-ignore lint/suspicious/noExplicitAny: see above
export type AnyActivity = Probe<any, any, any> | Mutation<any, any, any, any> | HumanTask<any>;

/** One call to a service as it went over the wire; the raw material of "who did what, when" in a report. */
export interface CallRecord {
  readonly service: string;
  readonly operation: string;
  readonly mutating: boolean;
  readonly region: string;
  /** AWS request id, the link to CloudTrail. */
  readonly requestId?: string;
  readonly httpStatus?: number;
  readonly durationMs: Ms;
  readonly error?: Pick<Failure, 'code' | 'message'>;
}
