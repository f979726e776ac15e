import type { AnyStateMachine } from 'xstate';
import type { AnyActivity } from './activity.ts';
import type { Drill } from './drill.ts';
import type { Failure } from './failure.ts';
import type { Instant } from './ports.ts';
import type { Translations } from './translations.ts';

/** A machine and the activities that it invokes. Nothing happens when it is imported. */
export interface Runbook {
  readonly id: string;
  /** Semantic version; raise it with every change of meaning. */
  readonly version: string;
  readonly title: string;
  /** The same in other languages, for reports. */
  readonly titles?: Translations;
  readonly machine: AnyStateMachine;
  /** By the name used as `src` of an invoke. */
  readonly activities: { readonly [name: string]: AnyActivity };
  /** The milestone at which the RTO clock stops. */
  readonly recoveredAt: 'T5' | 'T6';
  /**
   * Checks `drill.parameters` and makes the machine's input of it.
   * @throws KunrenError class `input`, code `PARAMETER_INVALID`.
   */
  input(drill: Drill, run: RunNames): unknown;
  /** @default the runbook never changes production, however it is run */
  readonly production?: ProductionUse;
  /** What an account has to be after the recovery. @default nothing: the drill's own checks judge */
  readonly demands?: PostureDemands;
  /** JSON Schema of `drill.parameters`, for editors. */
  readonly parametersSchema: unknown;
}

/** Findings by their ids, as `account.snapshot-posture` makes them. */
export interface PostureDemands {
  /** They have to be good. */
  readonly required: readonly string[];
  /** The recovery makes them worse on purpose, so that is not held against it. @default none */
  readonly intended?: readonly string[];
}

/** How a runbook changes production. In an AWS account such a run needs `--live` and a confirmation. */
export interface ProductionUse {
  /** The workload whose name its operator has to type. */
  workload(drill: Drill): string;
  /** Whether this drill changes production even without `--live`; in an AWS account it is refused then. */
  isChangedBy(drill: Drill): boolean;
  /** What happens to it, for whoever confirms a live run, e.g. `Writes stop, and production moves.` */
  readonly consequence: string;
}

export interface RunNames {
  readonly run: string;
  readonly environment: 'sandbox' | 'aws';
  readonly region: string;
  readonly accountId: string;
  /** When the run was opened. */
  readonly openedAt: Instant;
  /** Confirmed by its operator to change production. */
  readonly live: boolean;
}

/** The output of every runbook's machine: nothing, or what it failed on. */
export interface RunbookOutcome {
  readonly failure?: Failure;
}
