import type { DBInstance } from '@aws-sdk/client-rds';
import type { InstanceRef } from './describe-instance.ts';

/** What RDS says about the replication to a replica. */
export interface Replication {
  /** ARN of the source, or its identifier within the same Region. Absent: the instance is no replica (any more). */
  readonly source?: string;
  /** e.g. `replicating`, `error`, `stopped`; `not told` where RDS says nothing, which is no good sign. */
  readonly state: string;
  readonly replicating: boolean;
  /** What is wrong, where something is. */
  readonly message?: string;
}

export function replicationOf(instance: DBInstance): Replication {
  const source = sourceOf(instance);
  const info = instance.StatusInfos?.find(({ StatusType }) => StatusType === 'read replication');
  return {
    ...(source !== undefined && { source }),
    state: info?.Status ?? 'not told',
    replicating:
      source !== undefined && info?.Status === 'replicating' && (info.Normal ?? true) === true,
    ...(info?.Message && { message: info.Message }),
  };
}

/** ARN or identifier of what the instance is a replica of. RDS leaves the field out, or empty, for a primary. */
export function sourceOf({ ReadReplicaSourceDBInstanceIdentifier: source }: DBInstance) {
  return source === undefined || source === '' ? undefined : source;
}

/** Whether RDS means this instance: by its ARN across Regions, by its bare identifier within one. */
export function refersTo(reference: string, arn: string, sameRegion: boolean): boolean {
  return reference === arn || (sameRegion && reference === arn.split(':').at(-1));
}

/** ARN of another instance of the same account. */
export function siblingArn(arn: string, { region, id }: InstanceRef): string {
  const [prefix, partition, service, , account, type] = arn.split(':');
  return [prefix, partition, service, region, account, type, id].join(':');
}
