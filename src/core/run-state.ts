import type { CallRecord, Fact, Progress, RpoBound } from './activity.ts';
import type { FollowUpChange, Lesson, SignOff } from './afterwards.ts';
import type { Architecture } from './architecture.ts';
import type { CheckResult } from './check.ts';
import type { Drill, Environment } from './drill.ts';
import type { EarlierRuns } from './earlier-runs.ts';
import type { Failure, Json } from './failure.ts';
import type { Milestone, MilestoneId } from './milestone.ts';
import type { LostWrites, UserOutage } from './outage.ts';
import type { Person } from './person.ts';
import type { Instant, Ms } from './ports.ts';
import type { PostureSnapshot } from './posture.ts';
import type {
  AttemptPhase,
  LiveConfirmation,
  OperatorCommand,
  ProcessIdentity,
  RunbookIdentity,
  RunStatus,
  StepDeclaration,
} from './record.ts';
import type { OwnedResource, RemovalProof } from './resource.ts';
import type { AttachedFile, TaskState } from './task.ts';
import type { Trigger } from './trigger.ts';
import type { Verdict } from './verdict.ts';

/** Everything there is to know about a run; a pure fold over its journal (`foldRecords` in fold-record.ts). */
export interface RunState {
  readonly run: string;
  readonly drill: Drill;
  readonly environment: Environment;
  readonly runbook: RunbookIdentity;
  readonly criteria: string;
  readonly keep: boolean;
  /** Production, or the sandbox's, is changed itself. */
  readonly changesProduction: boolean;
  /** Only talked through. */
  readonly tabletop: boolean;
  /** Absent for a rehearsal. */
  readonly live?: LiveConfirmation;
  readonly starter: Person;
  /** Absent: an operator just wanted it. */
  readonly trigger?: Trigger;
  /** Absent: none is known. */
  readonly earlier?: EarlierRuns;
  /** When the schedule wants the next rehearsal, if this is one. Absent: it does not, or there is none. */
  readonly nextDue?: Instant;
  /** The processes that drove this run, in order; more than one after a crash or a stop. */
  readonly processes: readonly (ProcessIdentity & { readonly at: Instant })[];
  readonly openedAt: Instant;
  /** Of the newest record. */
  readonly lastAt: Instant;
  readonly lastSeq: number;
  readonly lastHash: string;
  readonly phase: 'running' | 'cleaning-up' | 'finished';
  /** Activities that wait for people, longest first; usually none. */
  readonly pauses: readonly Pause[];
  /** In the order of the runbook; steps on ways not taken stay `pending` until the end, then become `skipped`. */
  readonly steps: readonly StepState[];
  readonly milestones: { readonly [Id in MilestoneId]?: Milestone };
  readonly checks: readonly CheckResult[];
  readonly bounds: readonly RpoBound[];
  readonly facts: readonly Fact[];
  /** In the order in which they were taken. */
  readonly posture: readonly PostureSnapshot[];
  /** Absent where nobody looked. */
  readonly architecture?: Architecture;
  /** Absent where no client's log was read. */
  readonly outage?: UserOutage;
  readonly lostWrites?: LostWrites;
  /** Of those that were acknowledged after the failure. */
  readonly lostSinceImpact?: LostWrites;
  /** What people were asked, oldest first; a step that is taken again asks again. */
  readonly tasks: readonly TaskState[];
  readonly notes: readonly Note[];
  readonly resources: readonly ResourceState[];
  readonly calls: readonly (CallRecord & { readonly activity: string; readonly at: Instant })[];
  readonly commands: readonly {
    readonly at: Instant;
    readonly command: OperatorCommand;
    readonly by: string;
    readonly who?: Person;
    readonly accepted: boolean;
    readonly reason?: string;
  }[];
  readonly clockJumps: readonly {
    readonly at: Instant;
    readonly byMs: Ms;
    /** Milestones before the jump; wall-clock instants alone cannot tell the order any more. */
    readonly reached: readonly MilestoneId[];
  }[];
  /** Where the time went; steps that ran side by side both count. */
  readonly waited: { readonly aws: Ms; readonly people: Ms; readonly tool: Ms };
  readonly status?: RunStatus;
  readonly failure?: Failure;
  readonly verdict?: Verdict;
  readonly finishedAt?: Instant;
  /** What people have added after the end, oldest first. */
  readonly signOffs: readonly (SignOff & { readonly at: Instant })[];
  readonly followUpChanges: readonly (FollowUpChange & { readonly at: Instant })[];
  readonly lessons: readonly (Lesson & { readonly at: Instant })[];
}

/** What somebody has written down while the run went on. */
export interface Note {
  readonly at: Instant;
  readonly who: Person;
  readonly text: string;
  readonly file?: AttachedFile;
}

export interface Pause {
  readonly since: Instant;
  readonly failure: Failure;
  readonly activity: string;
}

export interface StepState extends StepDeclaration {
  readonly status: 'pending' | 'running' | 'done' | 'failed' | 'cancelled' | 'skipped';
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  /** Monotonic within one boot, else from the wall clock. Absent while running. */
  readonly durationMs?: Ms;
  /** The poll interval that bounded the end. */
  readonly errorMs: Ms;
  readonly attempts: number;
  readonly polls: number;
  readonly progress?: Progress;
  readonly failure?: Failure;
  /** Attempts that failed and were tried again. */
  readonly retries: readonly {
    readonly at: Instant;
    readonly attempt: number;
    readonly phase: AttemptPhase;
    readonly failure: Failure;
    readonly retryAt?: Instant;
  }[];
  readonly adopted: boolean;
  readonly input?: Json;
  readonly output?: Json;
  /** Where the duration is counted from; see `Envelope.mono`. */
  readonly startedMono?: Ms;
  readonly startedBoot?: string;
  /** Time in this step during which the run was paused for people. */
  readonly pausedMs: Ms;
}

export interface ResourceState {
  readonly resource: OwnedResource;
  readonly activity: string;
  /** `intended`: named in a durable intent, not known to exist yet. */
  readonly status: 'intended' | 'made' | 'released' | 'kept' | 'handed-over' | 'leaked';
  readonly proof?: RemovalProof;
  readonly failure?: Failure;
  readonly at: Instant;
}

/** The id of the step that the engine adds at the end of every runbook. */
export const CLEANUP_STEP = 'clean-up';
