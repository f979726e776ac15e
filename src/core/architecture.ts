import type { Fact } from './activity.ts';
import type { Instant } from './ports.ts';

/** Something that a run exercises, by the names that its drill gives. Without a Region, in the environment's. */
export type ArchitectureSubject =
  | { readonly kind: 'db-instance'; readonly region: string; readonly id: string }
  | {
      readonly kind: 'record-set';
      /** Name or id of the hosted zone. */
      readonly zone: string;
      readonly name: string;
      readonly type: 'A' | 'AAAA' | 'CNAME';
    }
  | { readonly kind: 'backup-vault'; readonly vault: string }
  /** The plans by which a DB instance is backed up into a vault. */
  | { readonly kind: 'backup-plans'; readonly vault: string; readonly source: string }
  /** What has restored by itself; a look at it leads to the plan behind it, which outlives it. */
  | { readonly kind: 'restore-test'; readonly job: string }
  | { readonly kind: 'restore-testing-plan'; readonly plan: string }
  | { readonly kind: 'alarm'; readonly region: string; readonly name: string }
  | { readonly kind: 'state-machine'; readonly arn: string }
  /** How its root user can be reached. Its password, MFA, keys and contacts are posture, which recoveries change. */
  | { readonly kind: 'root-user'; readonly account: string };

export type ArchitectureKind = ArchitectureSubject['kind'];

/**
 * How what a run exercises was set up: settings, and nothing that grows or changes by itself. Where it differs from what
 * there is now, the run says less about a recovery of today.
 */
export interface Architecture {
  readonly at: Instant;
  readonly parts: readonly ArchitecturePart[];
}

/** One aspect of one subject: what one look has told. */
export type ArchitecturePart = {
  readonly subject: ArchitectureSubject;
  /** e.g. `settings`, `parameters` */
  readonly part: string;
} & (
  | {
      readonly found: 'facts';
      /** Each label once. */
      readonly facts: readonly Fact[];
      /** What holds where a fact is not listed, e.g. `default`. @default 'none' */
      readonly otherwise?: string;
    }
  /** There is no such thing; then none of its other parts is listed. */
  | { readonly found: 'absent' }
  | { readonly found: 'unknown'; readonly why: string }
);

/** What a subject is called, e.g. `record set shop.orders.example`. */
export function subjectTitle(subject: ArchitectureSubject): string {
  switch (subject.kind) {
    case 'db-instance':
      return subject.id;
    case 'record-set':
      return `record set ${subject.name}`;
    case 'backup-vault':
      return `backup vault ${subject.vault}`;
    case 'backup-plans':
      return `backup of ${subject.source} into ${subject.vault}`;
    case 'restore-test':
      return `restore test ${subject.job}`;
    case 'restore-testing-plan':
      return `restore testing plan ${subject.plan}`;
    case 'alarm':
      return `alarm ${subject.name}`;
    case 'state-machine':
      return `state machine ${subject.arn.split(':').at(-1)}`;
    case 'root-user':
      return `root user of ${subject.account}`;
  }
}

/** Tells one subject from another, however its members are ordered. */
export function subjectKey(subject: ArchitectureSubject): string {
  return JSON.stringify(Object.entries(subject).sort(([a], [b]) => (a < b ? -1 : 1)));
}
