import { queryProtocol } from '../wire/query-protocol.ts';
import { bindService, type Service } from '../wire/service.ts';
import { describeAutomatedBackups } from './operations/automated-backups.ts';
import { deleteInstance } from './operations/delete-instance.ts';
import { describeInstances } from './operations/describe-instances.ts';
import { describeEvents } from './operations/events.ts';
import {
  describeParameterGroups,
  describeParameters,
  describeSubnetGroups,
} from './operations/groups.ts';
import { modifyInstance } from './operations/modify-instance.ts';
import { createReadReplica, promoteReadReplica } from './operations/read-replicas.ts';
import { rebootInstance } from './operations/reboot-instance.ts';
import { restoreFromSnapshot } from './operations/restore-from-snapshot.ts';
import { restoreToTime } from './operations/restore-to-time.ts';
import { createSnapshot, deleteSnapshot, describeSnapshots } from './operations/snapshots.ts';
import { startInstance, stopInstance } from './operations/start-stop.ts';
import { addTags, listTags, removeTags } from './operations/tags.ts';
import type { RdsContext } from './rds-context.ts';
import { missingParameter } from './rds-error.ts';

/** RDS on the wire. */
export function rdsService(context: RdsContext): Service {
  const service = {
    name: 'rds',
    protocol: queryProtocol({ xmlNamespace: 'http://rds.amazonaws.com/doc/2014-10-31/' }),
    missing: missingParameter,
  };
  const operations = [
    describeInstances,
    describeSnapshots,
    describeSubnetGroups,
    describeParameterGroups,
    describeParameters,
    describeEvents,
    describeAutomatedBackups,
    restoreFromSnapshot,
    restoreToTime,
    createSnapshot,
    deleteSnapshot,
    createReadReplica,
    promoteReadReplica,
    rebootInstance,
    modifyInstance,
    deleteInstance,
    stopInstance,
    startInstance,
    listTags,
    addTags,
    removeTags,
  ];
  return bindService(service, operations, context);
}
