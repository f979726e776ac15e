import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is S3's: buckets, what a review reads of them, and what is in them. Plain JSON. */
export interface S3State {
  readonly buckets: BucketRecord[];
}

export interface BucketRecord {
  readonly name: string;
  readonly owner: string;
  /** Other accounts whom its policy lets read its settings. */
  readonly readers: readonly string[];
  /** Those of them whom it lets put objects and read them. @default none */
  readonly writers?: readonly string[];
  readonly region: string;
  readonly createdAt: Instant;
  readonly versioning?: { readonly status: 'Enabled' | 'Suspended'; readonly mfaDelete: boolean };
  /** Its default retention. */
  readonly objectLock?: { readonly mode: LockMode; readonly days: number };
  readonly blocksPublicAccess: boolean;
  /** Oldest first. @default none */
  objects?: ObjectVersion[];
}

export type LockMode = 'GOVERNANCE' | 'COMPLIANCE';

/** A version of an object. What it holds is in a file. */
export interface ObjectVersion {
  readonly key: string;
  readonly id: string;
  readonly at: Instant;
  /** Absent: it marks that the object was deleted. */
  readonly content?: {
    /** In hex. */
    readonly sha256: string;
    readonly bytes: number;
    readonly type: string;
  };
  readonly retention?: { readonly mode: LockMode; readonly until: Instant };
}
