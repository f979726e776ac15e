import type { PlannedCall, Poll, Undo } from '../../core/activity.ts';
import type { RemovalProof } from '../../core/resource.ts';
import { failedWith } from '../aws-failure.ts';
import type { Services } from '../services.ts';
import { demandOurs, describeInstance, plannedLook, type RdsContext } from './describe-instance.ts';

/**
 * Asks RDS to delete an instance, without a last snapshot and with its automated backups.
 * Nothing is done when it is gone or going already.
 * @throws KunrenError `NOT_OURS` (class `safety`) when it does not carry the tag of `context.run`.
 */
async function removeInstance(context: RdsContext, id: string): Promise<void> {
  const { instance } = await describeInstance(context, id);
  if (!instance) return;
  demandOurs(context, instance, 'NOT_OURS');
  if (instance.DBInstanceStatus === 'deleting') return;
  const rds = await context.services.aws.rds();
  try {
    await rds.deleteDBInstance(deletion(id));
  } catch (error) {
    if (!failedWith(error, 'DB_INSTANCE_NOT_FOUND')) throw error;
  }
}

/** Done only when RDS says that there is no such instance. */
async function confirmRemoved(context: RdsContext, id: string): Promise<Poll<RemovalProof>> {
  const { instance, requestId } = await describeInstance(context, id);
  if (instance) {
    demandOurs(context, instance, 'NOT_OURS');
    return { status: 'pending', progress: { message: instance.DBInstanceStatus ?? 'unknown' } };
  }
  return {
    status: 'done',
    output: {
      call: 'rds:DescribeDBInstances',
      observed: 'DBInstanceNotFound',
      ...(requestId !== undefined && { requestId }),
    },
  };
}

/** The undo of every activity that makes an instance under `input.name`. */
export const removal: Undo<{ readonly name: string }, Services> = {
  start: (context, { name }) => removeInstance(context, name),
  poll: (context, { name }) => confirmRemoved(context, name),
  iam: ['rds:DescribeDBInstances', 'rds:DeleteDBInstance'],
  plan: ({ name }): readonly PlannedCall[] => [
    { service: 'rds', operation: 'DeleteDBInstance', parameters: deletion(name), mutating: true },
    plannedLook(name),
  ],
};

function deletion(id: string) {
  return { DBInstanceIdentifier: id, SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
}
