import type { DBInstanceStatusInfo } from '@aws-sdk/client-rds';
import type { Rds } from './rds.ts';
import type { InstanceRecord } from './rds-state.ts';

/** An instance, and the RDS of its Region. */
export interface Located {
  readonly rds: Rds;
  readonly instance: InstanceRecord;
}

/** What a read replica follows; `undefined` when that was deleted, or when the instance is no replica. */
export function sourceOf(rds: Rds, { replicaOf }: InstanceRecord): Located | undefined {
  const source = replicaOf && rds.peers.get(replicaOf.region);
  const instance = source?.state.instances.find(
    (each) => each.resourceId === replicaOf?.resourceId,
  );
  return source && instance && { rds: source, instance };
}

/** The read replicas of an instance in all Regions. */
export function replicasOf(rds: Rds, { resourceId }: InstanceRecord): Located[] {
  return [...rds.peers.values()].flatMap((peer) =>
    peer.state.instances
      .filter(({ replicaOf }) => replicaOf?.resourceId === resourceId)
      .map((instance) => ({ rds: peer, instance })),
  );
}

/** How an instance is named in the answers of a Region: by its id there, by its ARN elsewhere. */
export function nameSeenFrom(rds: Rds, region: string, id: string): string {
  return region === rds.place.region ? id : (rds.peers.get(region) ?? rds).arn('db', id);
}

/** Whether a read replica receives from its source; `undefined` of other instances. */
export async function replicationStatus(
  rds: Rds,
  instance: InstanceRecord,
): Promise<DBInstanceStatusInfo | undefined> {
  if (!instance.replicaOf || !instance.createdAt) return undefined;
  const StatusType = 'read replication';
  if ((await rds.host.replication(instance.server))?.streaming) {
    return { StatusType, Normal: true, Status: 'replicating' };
  }
  const source = sourceOf(rds, instance);
  const Message = source
    ? 'The replica does not receive from its source.'
    : 'The source of the replica was deleted.';
  return { StatusType, Normal: false, Status: source ? 'error' : 'terminated', Message };
}
