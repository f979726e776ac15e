import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import type { InstanceRef } from './describe-instance.ts';
import { type InstanceLikeness, likenessOf, UNSEEN_LIKENESS } from './instance-likeness.ts';
import { type Replication, replicationOf } from './replication.ts';
import { given, type SourceInstance, sourceFromInstance } from './source-instance.ts';

/** An instance as RDS described it before a failover. */
interface FailoverInstance extends SourceInstance {
  readonly region: string;
  readonly endpoint: { readonly host: string; readonly port: number };
  /** What whatever takes its place is made with, and compared with in the end. */
  readonly likeness: InstanceLikeness;
  /** When it was looked at. */
  readonly inspectedAt: Instant;
}

export interface PrimaryInstance extends FailoverInstance {
  readonly availabilityZone: string;
  /** Where its standby is; absent without Multi-AZ. */
  readonly secondaryAvailabilityZone?: string;
  /** Read replicas: ARNs of those in other Regions, identifiers of those in its own. */
  readonly replicas: readonly string[];
}

export interface ReplicaInstance extends FailoverInstance {
  readonly replication: Replication;
  /** Figures of before are of another one that had its name. */
  readonly createdAt?: Instant;
}

export function primaryFrom(instance: DBInstance, region: string, now: number): PrimaryInstance {
  const { SecondaryAvailabilityZone: secondary } = instance;
  return {
    ...common(instance, region, now),
    availabilityZone: given(instance.AvailabilityZone, 'AvailabilityZone'),
    ...(secondary !== undefined && { secondaryAvailabilityZone: secondary }),
    replicas: instance.ReadReplicaDBInstanceIdentifiers ?? [],
  };
}

export function replicaFrom(instance: DBInstance, region: string, now: number): ReplicaInstance {
  const createdAt = instance.InstanceCreateTime?.toISOString();
  return {
    ...common(instance, region, now),
    replication: replicationOf(instance),
    ...(createdAt !== undefined && { createdAt }),
  };
}

function common(instance: DBInstance, region: string, now: number): FailoverInstance {
  const source = sourceFromInstance(instance);
  return {
    ...source,
    region,
    endpoint: given(source.endpoint, 'Endpoint'),
    likeness: likenessOf(instance),
    inspectedAt: new Date(now).toISOString(),
  };
}

/** What a plan says of an instance that it did not look at. */
export function unseen({ region, id }: InstanceRef): FailoverInstance {
  return {
    id,
    region,
    arn: AT_THE_RUN,
    dbiResourceId: AT_THE_RUN,
    engine: AT_THE_RUN,
    engineVersion: AT_THE_RUN,
    instanceClass: AT_THE_RUN,
    storageGb: 0,
    storageEncrypted: false,
    subnetGroup: AT_THE_RUN,
    securityGroups: [],
    parameterGroup: AT_THE_RUN,
    multiAz: false,
    masterUser: AT_THE_RUN,
    endpoint: { host: AT_THE_RUN, port: 0 },
    backupRetentionDays: 0,
    status: AT_THE_RUN,
    likeness: UNSEEN_LIKENESS,
    inspectedAt: AT_THE_RUN,
  };
}
