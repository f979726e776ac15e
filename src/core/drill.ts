import type { DataCheck } from './check.ts';
import type { Json } from './failure.ts';
import type { Objectives } from './objectives.ts';
import type { Instant, Ms } from './ports.ts';

/** A drill as run: every default filled in, every unit resolved. Stands whole in the journal. */
export interface Drill {
  /** Same as the file's name without its ending; at most 32 characters of a-z, 0-9 and `-`. */
  readonly name: string;
  readonly title: string;
  readonly runbook: string;
  readonly scenario: Scenario;
  readonly objectives: Objectives;
  /** Free for the runbook to define; validated by the runbook's own schema. */
  readonly parameters: { readonly [key: string]: Json };
  /** How to reach the data, for baseline and checks. */
  readonly database: { readonly engine: 'postgres'; readonly name: string; readonly user: string };
  readonly checks: readonly DataCheck[];
}

export interface Scenario {
  /** The failure modes that the FTR asks to be tested, and the ones beside them. */
  readonly kind: 'accidental-data-loss' | 'instance-failure' | 'az-failure' | 'region-failure';
  readonly description: string;
  /**
   * SQL that does the damage to the *sandbox's* production database at T0.
   * Never run against a real account: there T0 is `impactAt`, or the moment of declaration.
   */
  readonly inject?: string;
  /** SQL with one number; the loss is detected (T1) when it is not zero any more. Sandbox only. */
  readonly detect?: string;
  /** Declared T0, where the impact is not injected by the run. */
  readonly impactAt?: Instant;
  /** Declared time from impact to detection, where detection is not measured. */
  readonly detectedAfterMs?: Ms;
}

/** Where a drill runs. */
export interface Environment {
  readonly name: string;
  readonly kind: 'sandbox' | 'aws';
  readonly region: string;
  /** Twelve digits; checked against `sts:GetCallerIdentity` before anything else. */
  readonly accountId: string;
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  /** Overrides the service endpoint (`AWS_ENDPOINT_URL`). */
  readonly endpointUrl?: string;
  /** Name of the environment variable that holds the password of the source database's read-only user. */
  readonly sourcePasswordEnv?: string;
}
