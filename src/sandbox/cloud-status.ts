import type { Json } from '../core/failure.ts';
import type { Rds } from './rds/rds.ts';
import type { CloudState } from './state/cloud-state.ts';

/** The sandbox at a glance: what there is, in which state, and which faults are in force. No secrets. */
export function cloudStatus(state: CloudState, rds: Rds): Json {
  return {
    region: state.region,
    accountId: state.accountId,
    instances: state.rds.instances.map((instance) => ({
      id: instance.id,
      status: rds.statusOf(instance),
      class: instance.settings.instanceClass,
      ...(instance.createdAt ? { createdAt: instance.createdAt } : {}),
      ...(instance.endpoint ? { endpoint: { ...instance.endpoint } } : {}),
      tags: Object.fromEntries(instance.tags.map(({ Key, Value }) => [Key, Value])),
      inFlight: instance.works.map(({ kind }) => kind),
    })),
    snapshots: state.rds.snapshots.map((snapshot) => ({
      id: snapshot.id,
      instance: snapshot.instance,
      type: snapshot.type,
      status: snapshot.status,
      ...(snapshot.createdAt ? { createdAt: snapshot.createdAt } : {}),
    })),
    faults: state.faults.map((fault) => ({ ...fault })),
    effects: state.effects.map((effect) => ({ ...effect })),
  };
}
