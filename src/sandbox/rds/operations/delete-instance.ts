import {
  DeleteDBInstance$,
  type DeleteDBInstanceMessage,
  type DeleteDBInstanceResult,
  InvalidDBInstanceStateFault$,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { modeledError, ServiceError } from '../../wire/service-error.ts';
import { newSnapshot } from '../automated-snapshot.ts';
import { instanceView } from '../instance-view.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidCombination } from '../rds-error.ts';
import { freeSnapshotId } from './snapshots.ts';

export const deleteInstance = operation<
  DeleteDBInstanceMessage,
  DeleteDBInstanceResult,
  RdsContext
>({
  schema: DeleteDBInstance$,
  mutating: true,
  handle: async (input, { rds, lifecycle }, call) => {
    await rds.lookAtServers();
    const instance = rds.instance(input.DBInstanceIdentifier ?? '');
    const { FinalDBSnapshotIdentifier, SkipFinalSnapshot } = input;
    if (instance.status === 'deleting') {
      throw invalidState(`Instance ${instance.id} is already being deleted.`);
    }
    if (instance.settings.deletionProtection) {
      throw invalidCombination(
        'Cannot delete protected DB Instance, please disable deletion protection and try again.',
      );
    }
    if (SkipFinalSnapshot && FinalDBSnapshotIdentifier) {
      throw invalidCombination(
        'FinalDBSnapshotIdentifier can not be specified when deleting with SkipFinalSnapshot.',
      );
    }
    if (!SkipFinalSnapshot && !FinalDBSnapshotIdentifier) {
      throw invalidCombination(
        'FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.',
      );
    }
    if (FinalDBSnapshotIdentifier && instance.replicaOf) {
      throw invalidCombination(
        'FinalDBSnapshotIdentifier can not be specified when deleting a replica instance.',
      );
    }
    if (input.DeleteAutomatedBackups === false) {
      const message = 'The sandbox does not keep the automated backups of a deleted instance.';
      throw new ServiceError('UnsupportedBySandbox', message);
    }
    const restoring = rds.state.instances.find(({ works }) =>
      works.some((work) => work.kind === 'restore-to-time' && work.server === instance.server),
    );
    if (restoring) {
      throw invalidState(
        `Instance ${instance.id} is the source of ${restoring.id}, which is being restored.`,
      );
    }
    if (FinalDBSnapshotIdentifier) {
      const parameter = 'FinalDBSnapshotIdentifier';
      const finalSnapshot = freeSnapshotId(rds, parameter, FinalDBSnapshotIdentifier);
      rds.availableInstance(instance.id);
      newSnapshot(rds, instance, { id: finalSnapshot, type: 'manual', tags: [] });
      lifecycle.enqueue(instance, { kind: 'take-snapshot', snapshot: finalSnapshot });
      lifecycle.enqueue(instance, { kind: 'delete', finalSnapshot });
    } else {
      lifecycle.enqueue(instance, { kind: 'delete' });
    }
    rds.change(instance, { status: 'deleting' });
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});

const invalidState = (message: string) => modeledError(InvalidDBInstanceStateFault$, message);
