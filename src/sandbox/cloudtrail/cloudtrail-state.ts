import type { Json } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';

/** The part of the saved state that is CloudTrail's. Plain JSON. */
export interface CloudTrailState {
  readonly trails: TrailRecord[];
  /** How long after a call its event can be looked up. */
  delayMs: Ms;
  /** Oldest first. */
  events: EventRecord[];
}

export interface TrailRecord {
  readonly name: string;
  readonly account: string;
  readonly homeRegion: string;
  readonly bucket: string;
  readonly isMultiRegion: boolean;
  readonly isOrganizationTrail: boolean;
  readonly includesGlobalServices: boolean;
  readonly validatesLogFiles: boolean;
  readonly isLogging: boolean;
  readonly startedAt: Instant;
}

/** One management event. The parts of its JSON that are the same for all are added when it is read. */
export interface EventRecord {
  readonly id: string;
  readonly at: Instant;
  /** The account and Region whose history it stands in. */
  readonly account: string;
  readonly region: string;
  /** e.g. `iam.amazonaws.com` */
  readonly source: string;
  readonly name: string;
  readonly type: 'AwsApiCall' | 'AwsConsoleSignIn';
  readonly identity: { readonly [name: string]: Json };
  readonly username: string;
  readonly accessKey?: string;
  readonly sourceIp: string;
  readonly requestId?: string;
  readonly request?: Json;
  readonly response?: Json;
  readonly additional?: Json;
  readonly error?: { readonly code: string; readonly message: string };
  /** ARNs. */
  readonly resources: readonly string[];
}
