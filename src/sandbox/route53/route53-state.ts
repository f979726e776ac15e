import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is Route 53's. Plain JSON. */
export interface Route53State {
  /** Oldest first. */
  readonly zones: ZoneRecord[];
  /** What the name servers answer from; it follows the zones with a delay. */
  readonly served: ServedZone[];
  /** Oldest first. */
  readonly changes: ChangeRecord[];
  readonly healthChecks: HealthCheckRecord[];
}

export function newRoute53State(): Route53State {
  return { zones: [], served: [], changes: [], healthChecks: [] };
}

export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

export interface ZoneRecord {
  /** Without `/hostedzone/`. */
  readonly id: string;
  /** In lower case, with the dot at its end. */
  readonly name: string;
  readonly callerReference: string;
  readonly comment?: string;
  readonly nameServers: readonly string[];
  records: RecordSet[];
  tags: Tag[];
}

export interface ServedZone {
  readonly id: string;
  readonly name: string;
  records: RecordSet[];
}

export const RECORD_TYPES = ['A', 'AAAA', 'CNAME', 'MX', 'NS', 'SOA', 'TXT'] as const;
export type RecordType = (typeof RECORD_TYPES)[number];

/** One resource record set. With a `setId` it is one of several with the same name and type. */
export interface RecordSet {
  /** In lower case, with the dot at its end; `*` as it is. */
  readonly name: string;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  /** As the API writes them: a text in quotes, `10 mail.example.`, … */
  readonly values: readonly string[];
  readonly setId?: string;
  /** Exactly one of these two stands beside a `setId`. */
  readonly weight?: number;
  readonly failover?: 'PRIMARY' | 'SECONDARY';
  /** Id of a health check. */
  readonly healthCheck?: string;
}

export interface ChangeRecord {
  /** Without `/change/`. */
  readonly id: string;
  readonly submittedAt: Instant;
  readonly comment?: string;
  status: 'PENDING' | 'INSYNC';
  /** What the name servers have yet to learn; absent when they know. */
  news?: News;
}

export type News =
  | { readonly kind: 'zone-added'; readonly zone: ServedZone }
  | { readonly kind: 'zone-removed'; readonly zone: string }
  | {
      readonly kind: 'records-changed';
      readonly zone: string;
      readonly put: readonly RecordSet[];
      /** Keys of record sets. */
      readonly remove: readonly string[];
    };

export interface HealthCheckRecord {
  readonly id: string;
  readonly callerReference: string;
  version: number;
  settings: HealthCheckSettings;
  /** One for each Region that probes. */
  checkers: CheckerRecord[];
  tags: Tag[];
}

export interface HealthCheckSettings {
  readonly type: 'HTTP' | 'TCP';
  readonly ipAddress: string;
  readonly port: number;
  /** HTTP only. */
  readonly path?: string;
  /** Goes into the Host header. */
  readonly domain?: string;
  /** Seconds between two probes of one checker. */
  readonly interval: 10 | 30;
  /** So many probes in a row that say otherwise change a checker's mind. */
  readonly threshold: number;
  readonly inverted: boolean;
  readonly disabled: boolean;
  readonly regions: readonly string[];
}

/** One of the places from which an endpoint is probed. */
export interface CheckerRecord {
  readonly region: string;
  readonly ipAddress: string;
  /** What it reports. @default true, before it knows */
  isHealthy: boolean;
  /** Probes in a row that said the opposite. */
  streak: number;
  last?: { readonly at: Instant; readonly status: string };
}
