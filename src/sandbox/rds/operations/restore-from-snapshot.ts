import {
  RestoreDBInstanceFromDBSnapshot$,
  type RestoreDBInstanceFromDBSnapshotMessage,
  type RestoreDBInstanceFromDBSnapshotResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { instanceView } from '../instance-view.ts';
import { newInstance, RESTORE_OPTIONS } from '../new-instance.ts';
import type { RdsContext } from '../rds-context.ts';
import { missingParameter } from '../rds-error.ts';
import { usableSnapshot } from './snapshots.ts';

export const restoreFromSnapshot = operation<
  RestoreDBInstanceFromDBSnapshotMessage,
  RestoreDBInstanceFromDBSnapshotResult,
  RdsContext
>({
  schema: RestoreDBInstanceFromDBSnapshot$,
  mutating: true,
  honours: ['DBInstanceIdentifier', 'DBSnapshotIdentifier', ...RESTORE_OPTIONS],
  handle: async (input, { rds, lifecycle }, call) => {
    if (!input.DBSnapshotIdentifier) throw missingParameter('DBSnapshotIdentifier');
    const snapshot = usableSnapshot(rds, input.DBSnapshotIdentifier);
    const work = { kind: 'restore-snapshot', snapshot: snapshot.id } as const;
    const instance = newInstance(rds, {
      parameter: 'DBInstanceIdentifier',
      id: input.DBInstanceIdentifier,
      source: snapshot.settings,
      options: input,
    });
    rds.addInstance(instance);
    lifecycle.enqueue(instance, work);
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});
