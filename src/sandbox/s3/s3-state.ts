import type { Instant } from '../../core/ports.ts';

/** The part of the saved state that is S3's: buckets and what a review reads of them. Plain JSON. */
export interface S3State {
  readonly buckets: BucketRecord[];
}

export interface BucketRecord {
  readonly name: string;
  readonly owner: string;
  /** Other accounts whom its policy lets read its settings. */
  readonly readers: readonly string[];
  readonly region: string;
  readonly createdAt: Instant;
  readonly versioning?: { readonly status: 'Enabled' | 'Suspended'; readonly mfaDelete: boolean };
  readonly objectLock?: { readonly mode: 'GOVERNANCE' | 'COMPLIANCE'; readonly days: number };
  readonly blocksPublicAccess: boolean;
}
