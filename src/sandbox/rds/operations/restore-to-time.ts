import {
  DBInstanceAutomatedBackupNotFoundFault$,
  InvalidDBInstanceStateFault$,
  InvalidRestoreFault$,
  PointInTimeRestoreNotEnabledFault$,
  RestoreDBInstanceToPointInTime$,
  type RestoreDBInstanceToPointInTimeMessage,
  type RestoreDBInstanceToPointInTimeResult,
} from '@aws-sdk/client-rds';
import type { Instant } from '../../../core/ports.ts';
import { operation } from '../../wire/service.ts';
import { modeledError } from '../../wire/service-error.ts';
import { automatedBackupId } from '../automated-snapshot.ts';
import { instanceView, latestRestorable } from '../instance-view.ts';
import { newInstance, RESTORE_OPTIONS } from '../new-instance.ts';
import type { Rds } from '../rds.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidCombination, invalidValue } from '../rds-error.ts';
import type { InstanceRecord } from '../rds-state.ts';

type Input = RestoreDBInstanceToPointInTimeMessage;

export const restoreToTime = operation<Input, RestoreDBInstanceToPointInTimeResult, RdsContext>({
  schema: RestoreDBInstanceToPointInTime$,
  mutating: true,
  honours: [
    'TargetDBInstanceIdentifier',
    'SourceDBInstanceIdentifier',
    'SourceDbiResourceId',
    'SourceDBInstanceAutomatedBackupsArn',
    'RestoreTime',
    'UseLatestRestorableTime',
    ...RESTORE_OPTIONS,
  ],
  handle: async (input, { rds, lifecycle }, call) => {
    const source = sourceOf(rds, input);
    const target = await targetOf(rds, source, input);
    if (source.status === 'deleting' || !rds.state.instances.includes(source)) {
      const message = `Instance ${source.id} is being deleted.`;
      throw modeledError(InvalidDBInstanceStateFault$, message);
    }
    const instance = newInstance(rds, {
      parameter: 'TargetDBInstanceIdentifier',
      id: input.TargetDBInstanceIdentifier,
      source: source.settings,
      options: input,
    });
    rds.addInstance(instance);
    const { id, server } = source;
    lifecycle.enqueue(instance, { kind: 'restore-to-time', source: id, server, target });
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});

function sourceOf(rds: Rds, input: Input): InstanceRecord {
  const { SourceDBInstanceIdentifier, SourceDbiResourceId, SourceDBInstanceAutomatedBackupsArn } =
    input;
  const given = [
    SourceDBInstanceIdentifier,
    SourceDbiResourceId,
    SourceDBInstanceAutomatedBackupsArn,
  ].filter(Boolean);
  if (given.length !== 1) {
    throw invalidCombination(
      'Exactly one of SourceDBInstanceIdentifier, SourceDbiResourceId and SourceDBInstanceAutomatedBackupsArn must be specified.',
    );
  }
  if (SourceDBInstanceIdentifier) return rds.instance(SourceDBInstanceIdentifier);
  const source = rds.state.instances.find(
    (each) =>
      each.resourceId === SourceDbiResourceId ||
      rds.arn('auto-backup', automatedBackupId(each)) === SourceDBInstanceAutomatedBackupsArn,
  );
  if (source) return source;
  const message = `No automated backup of ${given[0]} was found.`;
  throw modeledError(DBInstanceAutomatedBackupNotFoundFault$, message);
}

async function targetOf(rds: Rds, source: InstanceRecord, input: Input): Promise<Instant> {
  if (input.UseLatestRestorableTime && input.RestoreTime) {
    throw invalidCombination('You cannot specify both RestoreTime and UseLatestRestorableTime.');
  }
  if (!input.UseLatestRestorableTime && !input.RestoreTime) {
    throw invalidCombination('Either RestoreTime or UseLatestRestorableTime must be specified.');
  }
  if (source.settings.backupRetention === 0) {
    const message = `Point in time restore is not enabled for ${source.id}: its backup retention period is 0.`;
    throw modeledError(PointInTimeRestoreNotEnabledFault$, message);
  }
  const [earliest, latest] = await Promise.all([
    rds.host.earliestRestorableTime(source.server),
    latestRestorable(rds, source),
  ]);
  if (!earliest || !latest) {
    const message = `${source.id} has no restorable time yet.`;
    throw modeledError(InvalidRestoreFault$, message);
  }
  if (!input.RestoreTime) return latest;
  const target = input.RestoreTime.toISOString();
  if (target > latest) {
    throw invalidValue(
      `The specified instance cannot be restored to a time later than ${latest} (requested: ${target}).`,
    );
  }
  if (target < earliest) {
    throw invalidValue(
      `The specified instance cannot be restored to a time earlier than ${earliest} (requested: ${target}).`,
    );
  }
  return target;
}
