/** A thing in the cloud that an activity makes, known by name before it exists. */
export interface OwnedResource {
  /** e.g. `rds:db-instance`. */
  readonly type: string;
  /** The name derived from the run's id; the key by which it is found again. */
  readonly id: string;
  readonly region: string;
}

/** Tells one resource from another. */
export function resourceKey({ type, id, region }: OwnedResource): string {
  return `${type} ${id} ${region}`;
}

/** Seen by a describe after the deletion; without it a resource does not count as removed. */
export interface RemovalProof {
  /** e.g. `rds:DescribeDBInstances`. */
  readonly call: string;
  /** e.g. `DBInstanceNotFound`. */
  readonly observed: string;
  readonly requestId?: string;
}

/** Tag keys on everything a run makes. The sweep finds leftovers by them. */
export const RUN_TAG = 'kunren:run';
export const DRILL_TAG = 'kunren:drill';
