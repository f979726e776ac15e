import type { Json } from '../core/failure.ts';
import type { Rds } from './rds/rds.ts';
import type { StandbyRecord } from './rds/rds-state.ts';
import { rootStatus } from './root/root-status.ts';
import type { RootUsers } from './root/root-users.ts';
import type { CloudState } from './state/cloud-state.ts';

/** The sandbox at a glance: what there is, in which state, and which faults are in force. No secrets. */
export function cloudStatus(
  state: CloudState,
  rds: ReadonlyMap<string, Rds>,
  root: RootUsers,
): Json {
  return {
    accountId: state.accountId,
    accounts: rootStatus(root).map((account) => ({ ...account })),
    instances: [...rds].flatMap(([region, here]) =>
      here.state.instances.map((instance) => ({
        region,
        id: instance.id,
        status: here.statusOf(instance),
        class: instance.settings.instanceClass,
        ...(instance.createdAt ? { createdAt: instance.createdAt } : {}),
        ...(instance.endpoint ? { endpoint: { ...instance.endpoint } } : {}),
        zone: instance.settings.availabilityZone,
        server: instance.server,
        ...(instance.standby ? { standby: standbyStatus(instance.standby) } : {}),
        ...(instance.replicaOf ? { replicaOf: { ...instance.replicaOf } } : {}),
        tags: Object.fromEntries(instance.tags.map(({ Key, Value }) => [Key, Value])),
        inFlight: instance.works.map(({ kind }) => kind),
      })),
    ),
    snapshots: [...rds].flatMap(([region, here]) =>
      here.state.snapshots.map((snapshot) => ({
        region,
        id: snapshot.id,
        instance: snapshot.instance,
        type: snapshot.type,
        status: snapshot.status,
        ...(snapshot.createdAt ? { createdAt: snapshot.createdAt } : {}),
      })),
    ),
    outages: state.outages.map((outage) => ({ ...outage })),
    faults: state.faults.map((fault) => ({ ...fault })),
    effects: state.effects.map((effect) => ({ ...effect })),
  };
}

function standbyStatus({ server, zone, inSync }: StandbyRecord): Json {
  return { server, zone, inSync };
}
