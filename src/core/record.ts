import type { CallRecord, Evidence, Progress } from './activity.ts';
import type { FollowUpChange, Lesson, SignOff } from './afterwards.ts';
import type { Drill, Environment } from './drill.ts';
import type { EarlierRuns } from './earlier-runs.ts';
import type { Failure, Json } from './failure.ts';
import type { Milestone } from './milestone.ts';
import type { Person } from './person.ts';
import type { Instant, Ms } from './ports.ts';
import type { OwnedResource, RemovalProof } from './resource.ts';
import type { AttachedFile, TaskPrompt } from './task.ts';
import type { Translations } from './translations.ts';
import type { Trigger } from './trigger.ts';
import type { Verdict } from './verdict.ts';

/** The version of the journal's format; a newer one is refused. */
export const JOURNAL_FORMAT = 1;

/** One line of a journal. `hash` covers the whole line before it; `prev` is the hash of the line before. */
export type JournalRecord = Envelope & RecordBody;

export interface Envelope {
  /** 1, 2, 3, … without a gap. */
  readonly seq: number;
  /** Wall clock, UTC. */
  readonly at: Instant;
  /** Monotonic ms; comparable with other records of the same boot (see `boot` of `run.opened` and `run.resumed`). */
  readonly mono: Ms;
  readonly prev: string;
  readonly hash: string;
}

/** A step that the runbook can take, known before it starts. */
export interface StepDeclaration {
  /** Id of the state's invoke, or the state's own id where it invokes nothing. Unique in the runbook. */
  readonly id: string;
  /** For people, e.g. `Restore to point in time`. */
  readonly title: string;
  /** The same in other languages, for reports. */
  readonly titles?: Translations;
  readonly activity?: string;
  readonly kind: 'probe' | 'mutation' | 'human' | 'gate';
  readonly waitsOn: 'aws' | 'people' | 'tool';
  /**
   * Ways that are gone side by side: those on which the step stands, outermost first, each the path of a state whose
   * parent is parallel. Absent where nothing runs beside it, and in older journals.
   */
  readonly lanes?: readonly string[];
  /** For a gate at which the run waits for an operator: the events that lead on, from `meta.choices` of its state. */
  readonly choices?: readonly StepChoice[];
}

/** An answer that an operator can give at a gate. */
export interface StepChoice {
  /** The event that is sent, e.g. `roll-back`. */
  readonly event: string;
  /** What it means, in a few words, e.g. `Roll back: writes return to the old primary`. */
  readonly label: string;
  /** The same in other languages, for reports. */
  readonly labels?: Translations;
}

export interface ProcessIdentity {
  readonly pid: number;
  readonly host: string;
  /** Operating-system user. */
  readonly operator: string;
  /** Id of this boot of the machine: monotonic times are comparable within it. */
  readonly boot: string;
  readonly tool: string;
  readonly node: string;
  /** Minutes that local time is ahead of UTC. */
  readonly utcOffset: number;
}

export interface RunbookIdentity {
  readonly id: string;
  readonly title: string;
  /** The same in other languages, for reports. */
  readonly titles?: Translations;
  readonly version: string;
  /** SHA-256 over the machine's definition and its activities. */
  readonly hash: string;
  /** The milestone at which the RTO clock stops. @default 'T5' */
  readonly recoveredAt?: 'T5' | 'T6';
}

/** That an operator knew what a live run would do. */
export interface LiveConfirmation {
  /** The name that was typed. */
  readonly workload: string;
  /** Operating-system user. */
  readonly by: string;
  /** Typed at a terminal, or given with `--confirm`. */
  readonly how: 'typed' | 'flag';
}

export type AttemptPhase = 'start' | 'poll' | 'adopt' | 'undo';

type R<Type extends string, Data> = { readonly type: Type; readonly data: Readonly<Data> };

/** What a record says. Names are `noun.verb-past`. */
export type RecordBody =
  | R<
      'run.opened',
      {
        format: number;
        run: string;
        drill: Drill;
        /** The success criteria, fixed before the start: `hashCriteria` in success-criteria.ts. */
        criteria: string;
        environment: Environment;
        runbook: RunbookIdentity;
        steps: readonly StepDeclaration[];
        process: ProcessIdentity;
        /** The restored resources stay at the end (`--keep`). */
        keep: boolean;
        /** It changes what it exercises itself: production, or the sandbox's. Absent for what is isolated from it. */
        changesProduction?: true;
        /** Who has started it; absent in older journals, where `process` tells the OS user. */
        starter?: Person;
        /** Why it was started; absent where an operator just wanted it. */
        trigger?: Trigger;
        /** Absent for the first run of a drill. */
        earlier?: EarlierRuns;
        /** When its schedule wants the next rehearsal, if this run is one; absent where it has none. */
        nextDue?: Instant;
        /** Only talked through: every step is a person's, and nothing is called. */
        tabletop?: true;
        /** A real failover, confirmed by its operator; absent for a rehearsal. */
        live?: LiveConfirmation;
      }
    >
  | R<'run.resumed', { process: ProcessIdentity; runbook: RunbookIdentity }>
  | R<'run.paused', { failure: Failure; activity: string }>
  | R<'run.unpaused', { activity: string }>
  | R<'run.finished', { status: RunStatus; failure?: Failure; verdict: Verdict }>
  | R<'state.changed', { entered: readonly string[]; exited: readonly string[] }>
  | R<'milestone.reached', Milestone>
  | R<'activity.scheduled', { activity: string; name: string; input: Json }>
  | R<
      'attempt.started',
      { activity: string; attempt: number; phase: AttemptPhase; owns?: OwnedResource }
    >
  | R<
      'attempt.failed',
      {
        activity: string;
        attempt: number;
        phase: AttemptPhase;
        failure: Failure;
        /** Absent: no further attempt. */
        retryAt?: Instant;
      }
    >
  | R<'receipt.received', { activity: string; attempt: number; receipt: Json; adopted: boolean }>
  | R<'poll.observed', { activity: string; polls: number; progress: Progress }>
  | R<
      'activity.succeeded',
      { activity: string; output: Json; polls: number; pollIntervalMs: Ms } & Evidence
    >
  | R<'activity.failed', { activity: string; failure: Failure }>
  | R<'activity.cancelled', { activity: string; reason: string }>
  | R<'call.completed', CallRecord & { activity: string }>
  | R<'timer.armed', { timer: string; event: string; deadline: Instant }>
  | R<'timer.fired', { timer: string; event: string }>
  | R<'timer.cancelled', { timer: string }>
  /** A person is asked. The deadline counts on the wall clock. */
  | R<'task.opened', { activity: string; prompt: TaskPrompt; deadline: Instant }>
  /** Of an answer that was refused only the task is kept: it may hold what does not belong into a record. */
  | R<
      'operator.commanded',
      { command: OperatorCommand; by: string; who?: Person; accepted: boolean; reason?: string }
    >
  | R<
      'cleanup.started',
      { resources: readonly (OwnedResource & { activity: string })[]; keep: boolean }
    >
  | R<'resource.released', { activity: string; resource: OwnedResource; proof: RemovalProof }>
  | R<'resource.kept', { activity: string; resource: OwnedResource }>
  /** Belongs to production from now on: the run completed, and this is what it was for. */
  | R<'resource.handed-over', { activity: string; resource: OwnedResource }>
  | R<'resource.leaked', { activity: string; resource: OwnedResource; failure: Failure }>
  | R<'cleanup.finished', { released: number; kept: number; leaked: number }>
  | R<'clock.jumped', { byMs: Ms }>
  /** These three come after the end of the run. */
  | R<'run.signed-off', SignOff>
  | R<'follow-up.changed', FollowUpChange>
  | R<'lesson.noted', Lesson>;

export type RecordType = RecordBody['type'];

/** What an operator may ask of a run. */
export type OperatorCommand =
  | { readonly type: 'abort'; readonly reason?: string }
  | { readonly type: 'send'; readonly event: string; readonly data?: Json }
  | {
      readonly type: 'answer';
      /** The step that asks. */
      readonly task: string;
      readonly value?: string | number;
      /** What a task of the kind `secret` asks for. On its way to the run only; never in a record. */
      readonly secret?: string;
      readonly comment?: string;
      readonly file?: AttachedFile;
    }
  | { readonly type: 'decline'; readonly task: string; readonly comment?: string }
  | { readonly type: 'skip'; readonly task: string; readonly reason: string }
  | { readonly type: 'note'; readonly text: string; readonly file?: AttachedFile };

/**
 * How a run ended. `interrupted` is not recorded: it is a run whose journal has no `run.finished`.
 */
export type RunStatus = 'completed' | 'failed' | 'aborted';
