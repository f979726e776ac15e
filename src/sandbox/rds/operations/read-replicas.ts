import {
  CreateDBInstanceReadReplica$,
  type CreateDBInstanceReadReplicaMessage,
  type CreateDBInstanceReadReplicaResult,
  InvalidDBInstanceStateFault$,
  PromoteReadReplica$,
  type PromoteReadReplicaMessage,
  type PromoteReadReplicaResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { modeledError, ServiceError } from '../../wire/service-error.ts';
import { regionOf } from '../arn.ts';
import { instanceView } from '../instance-view.ts';
import { newInstance, retention } from '../new-instance.ts';
import type { Rds } from '../rds.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidValue, missingParameter } from '../rds-error.ts';
import type { InstanceRecord } from '../rds-state.ts';
import { REPLICA_OPTIONS, replicaSettings } from '../replica-settings.ts';
import type { Located } from '../replication.ts';

/** RDS's default for an instance that was a replica. */
const RETENTION_AFTER_PROMOTION = 1;

type Input = CreateDBInstanceReadReplicaMessage;

export const createReadReplica = operation<Input, CreateDBInstanceReadReplicaResult, RdsContext>({
  schema: CreateDBInstanceReadReplica$,
  mutating: true,
  honours: [
    'DBInstanceIdentifier',
    'SourceDBInstanceIdentifier',
    // Taken and not needed: the source is in the same account.
    'PreSignedUrl',
    ...REPLICA_OPTIONS,
  ],
  handle: async (input, { rds, lifecycle }, call) => {
    const source = await sourceFor(rds, input.SourceDBInstanceIdentifier);
    const { region } = source.rds.place;
    // A replica in the same Region has its source's surroundings, one elsewhere the defaults there.
    const surroundings =
      source.rds === rds
        ? {
            DBSubnetGroupName: source.instance.settings.subnetGroup,
            DBParameterGroupName: source.instance.settings.parameterGroup,
            OptionGroupName: source.instance.settings.optionGroup,
          }
        : {};
    const made = newInstance(rds, {
      parameter: 'DBInstanceIdentifier',
      id: input.DBInstanceIdentifier,
      source: source.instance.settings,
      options: { ...surroundings, ...input, BackupRetentionPeriod: 0 },
    });
    const own = replicaSettings(rds, { rds: source.rds, ...source.instance }, input);
    const instance: InstanceRecord = {
      ...made,
      settings: { ...made.settings, ...own },
      hasDoor: true,
      replicaOf: {
        region,
        resourceId: source.instance.resourceId,
        id: source.instance.id,
        server: source.instance.server,
      },
    };
    rds.addInstance(instance);
    lifecycle.enqueue(instance, { kind: 'create-replica' });
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});

/** @throws ServiceError unless the instance can have a read replica. */
async function sourceFor(rds: Rds, name: string | undefined): Promise<Located> {
  if (!name) throw missingParameter('SourceDBInstanceIdentifier');
  const region = name.startsWith('arn:') ? regionOf(name) : rds.place.region;
  const there = region === undefined ? undefined : rds.peers.get(region);
  if (!there) throw invalidValue(`Invalid source DB instance: ${name}`);
  await there.lookAtServers();
  const instance = there.availableInstance(name);
  if (instance.replicaOf) {
    const message = 'The sandbox makes no read replicas of read replicas.';
    throw new ServiceError('UnsupportedBySandbox', message);
  }
  if (instance.settings.backupRetention === 0) {
    const message =
      'Automated backups are not enabled for this database instance. To enable automated backups, use ModifyDBInstance to set the backup retention period to a non-zero value.';
    throw invalidState(message);
  }
  return { rds: there, instance };
}

export const promoteReadReplica = operation<
  PromoteReadReplicaMessage,
  PromoteReadReplicaResult,
  RdsContext
>({
  schema: PromoteReadReplica$,
  mutating: true,
  honours: ['DBInstanceIdentifier', 'BackupRetentionPeriod'],
  handle: async (input, { rds, lifecycle }, call) => {
    await rds.lookAtServers();
    const backupRetention = retention(input.BackupRetentionPeriod) ?? RETENTION_AFTER_PROMOTION;
    const instance = rds.availableInstance(input.DBInstanceIdentifier ?? '');
    if (!instance.replicaOf) throw invalidState('DB Instance is not a read replica.');
    if (instance.works.some(({ kind }) => kind === 'promote')) {
      throw invalidState(`The read replica ${instance.id} is being promoted already.`);
    }
    lifecycle.enqueue(instance, { kind: 'promote', backupRetention });
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});

const invalidState = (message: string) => modeledError(InvalidDBInstanceStateFault$, message);
