import type { DataCheck } from './check.ts';
import type { Json } from './failure.ts';
import type { Objectives } from './objectives.ts';
import type { People } from './people.ts';
import type { Instant, Ms } from './ports.ts';
import type { ReportSettings } from './report-settings.ts';
import type { LocalDate, Schedule } from './schedule.ts';
import type { Translations } from './translations.ts';

/** A drill as run: every default filled in, every unit resolved. Stands whole in the journal. */
export interface Drill {
  /** Same as the file's name without its ending; at most 32 characters of a-z, 0-9 and `-`. */
  readonly name: string;
  readonly title: string;
  /** The same in other languages, for reports. */
  readonly titles?: Translations;
  readonly runbook: string;
  readonly scenario: Scenario;
  readonly objectives: Objectives;
  /** Who has declared the objectives, and when. Absent: nobody has said. */
  readonly declaration?: Declaration;
  /** Free for the runbook to define; validated by the runbook's own schema. */
  readonly parameters: { readonly [key: string]: Json };
  /** How to reach the data, for baseline and checks. Absent where no data is recovered. */
  readonly database?: Database;
  /** Empty where no data is recovered. */
  readonly checks: readonly DataCheck[];
  /** Who takes part. @default anybody, in any role */
  readonly people?: People;
  /** When it is rehearsed. @default only when somebody runs it */
  readonly schedule?: Schedule;
  /** @default in English, with times in UTC */
  readonly report?: ReportSettings;
}

/** That somebody stands for the objectives. */
export interface Declaration {
  /** A person, or a role. */
  readonly by?: string;
  readonly on?: LocalDate;
}

/** The data that a drill recovers, and who reads it. */
export interface Database {
  readonly engine: 'postgres';
  readonly name: string;
  readonly user: string;
  /** Size of the production database in bytes, as declared; the source may be smaller than that. */
  readonly productionBytes?: number;
}

export interface Scenario {
  /** The failure modes that the FTR asks to be tested, and the ones beside them. */
  readonly kind:
    | 'accidental-data-loss'
    | 'instance-failure'
    | 'az-failure'
    | 'region-failure'
    | 'root-access-loss'
    | 'root-compromise';
  readonly description: string;
  /** The same in other languages, for reports. */
  readonly descriptions?: Translations;
  /**
   * SQL that does the damage to the *sandbox's* production database at T0.
   * Never run against a real account: there T0 is `impactAt`, or the moment of declaration.
   */
  readonly inject?: string;
  /** SQL with one number; the loss is detected (T1) when it is not zero any more. Sandbox only. */
  readonly detect?: string;
  /**
   * Part of the *sandbox* that goes down at T0: its servers are killed and its endpoints stop answering.
   * Elsewhere T0 is `impactAt`, or the moment of declaration.
   */
  readonly outage?: Outage;
  /** What happens to the root user of an account of the *sandbox* at T0. Elsewhere T0 is as above. */
  readonly root?: RootTrouble;
  /** Declared T0, where the impact is not injected by the run. */
  readonly impactAt?: Instant;
  /** Declared time from impact to detection, where detection is not measured. */
  readonly detectedAfterMs?: Ms;
}

/** What can happen to a root user. */
export const ROOT_TROUBLES = [
  'lost-password',
  'lost-mfa',
  'mfa-out-of-sync',
  'compromised',
  'lost-mailbox',
] as const;

export type RootTrouble = (typeof ROOT_TROUBLES)[number];

/** What goes down: a Region, e.g. `ap-northeast-1`, or an Availability Zone, e.g. `ap-northeast-1a`. */
export interface Outage {
  readonly kind: 'region' | 'az';
  readonly name: string;
}

/** Where a drill runs. */
export interface Environment {
  readonly name: string;
  readonly kind: 'sandbox' | 'aws';
  readonly region: string;
  /** Regions beside it in which runs make things, such as the one that production fails over to. */
  readonly otherRegions?: readonly string[];
  /** Twelve digits; checked against `sts:GetCallerIdentity` before anything else. */
  readonly accountId: string;
  readonly profile?: string;
  readonly roleArn?: string;
  readonly externalId?: string;
  /** Overrides the service endpoint (`AWS_ENDPOINT_URL`). */
  readonly endpointUrl?: string;
  /**
   * `address:port` of DNS servers: what the zone's own servers answer, and what a resolver that caches answers.
   * @default the zone's servers as Route 53 names them, and the resolvers of this machine
   */
  readonly dns?: { readonly authoritative?: string; readonly resolver?: string };
  /** Name of the environment variable that holds the password of the database's master user, to fence it with. */
  readonly adminPasswordEnv?: string;
  /** What evidence is signed with: the name of a key in `drills/keys`, or the ARN of a key in KMS. */
  readonly signWith?: string;
  /** Name of the environment variable that holds the password of the source database's read-only user. */
  readonly sourcePasswordEnv?: string;
}
