import type { Attestations } from '../core/attestation.ts';
import type { Scenario } from '../core/drill.ts';
import type { Objectives } from '../core/objectives.ts';
import type { Place } from '../core/place.ts';
import type { Instant } from '../core/ports.ts';
import type { RunEvidence } from '../core/run-evidence.ts';
import type { TestType } from '../core/test-of-run.ts';
import type { Edition } from './edition.ts';

/** All that an assessment is made of. Nothing else is looked at: no clock, no file. */
export interface Facts {
  readonly edition: Edition;
  readonly now: Instant;
  /** In any order. */
  readonly runs: readonly KnownRun[];
  /** The drill files of the project. */
  readonly drills: readonly DeclaredDrill[];
  /** Names of the environments that are AWS accounts. */
  readonly awsEnvironments: readonly string[];
  /** The accounts that have to be in order, twelve digits each. */
  readonly accounts: readonly string[];
  /** The runbooks as they are now: id to version. */
  readonly runbooks: ReadonlyMap<string, string>;
  readonly attestations: Attestations;
  /** Of the attestations; `requirement` of each is an id of it. */
  readonly attestedIn: Edition;
}

/** A run and how well it is known. */
export interface KnownRun extends RunEvidence {
  /** The whole journal was read and its chain holds. What is known of a run by its summary alone never counts. */
  readonly verified: boolean;
}

/** A drill as its file declares it now. */
export interface DeclaredDrill {
  readonly name: string;
  /** Of the project, for people. */
  readonly file: string;
  readonly runbook: string;
  readonly type: TestType;
  /** Where it runs by itself. */
  readonly environment: string;
  readonly place: Place;
  readonly objectives: Objectives;
  readonly scenario: Scenario['kind'];
  /** In an AWS account it changes production, so it needs `--live`. */
  readonly live: boolean;
  /** It says when it is rehearsed. */
  readonly scheduled: boolean;
}
