import type { DBInstance } from '@aws-sdk/client-rds';
import type { PlannedCall, Poll, Undo } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { RemovalProof } from '../../core/resource.ts';
import { awsFailure, failedWith } from '../aws-failure.ts';
import type { Services } from '../services.ts';
import { demandOurs, describeInstance, plannedLook, type RdsContext } from './describe-instance.ts';
import type { MadeReceipt, WantedInstance } from './made-instance.ts';
import { given } from './source-instance.ts';

/**
 * Asks RDS to delete an instance, without a last snapshot and with its automated backups.
 * Nothing is done when it is gone or going already, so it may be called again and again.
 * @throws KunrenError `NOT_OURS` (class `safety`) when it does not carry the tag of `context.run`;
 * `TAGS_NOT_VISIBLE` while that may only not be shown yet.
 */
async function removeInstance(
  context: RdsContext,
  { name: id, region }: WantedInstance,
  receipt: MadeReceipt | undefined,
): Promise<void> {
  const { instance } = await describeInstance(context, id, region);
  if (!instance) return;
  demandOurs(context, instance, 'NOT_OURS', receipt);
  if (instance.DBInstanceStatus === 'deleting') return;
  await deleteInstance(context, id, region);
}

/**
 * The call itself, for whoever has made sure that the instance may go. Nothing is done when it is gone or going.
 * @param region @default the environment's
 */
async function deleteInstance(context: RdsContext, id: string, region?: string): Promise<void> {
  const rds = await context.services.aws.rds(region);
  try {
    await rds.deleteDBInstance(deletion(id)).catch((error) => {
      if (!keepsBackups(error)) throw error;
      return rds.deleteDBInstance({ ...deletion(id), DeleteAutomatedBackups: false });
    });
  } catch (error) {
    if (!isGoing(error)) throw error;
  }
}

/**
 * The same for one that production kept from being deleted; whoever calls has made sure that it may go.
 * @throws KunrenError `DELETION_PROTECTED`, which passes: RDS takes the protection away a moment later than it says.
 */
export async function deleteProtected(
  context: RdsContext,
  instance: DBInstance,
  region?: string,
): Promise<void> {
  const id = given(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
  if (instance.DeletionProtection) {
    const rds = await context.services.aws.rds(region);
    await rds.modifyDBInstance(unprotection(id));
  }
  await deleteInstance(context, id, region).catch((error) => {
    if (!failedWith(error, 'INVALID_PARAMETER_COMBINATION')) throw error;
    throw new KunrenError(
      {
        code: 'DELETION_PROTECTED',
        message: `${id} cannot be deleted yet: ${error.message}`,
        retryable: true,
      },
      { cause: error },
    );
  });
}

/** AWS Backup, where it has taken the instance under its plan, lets nobody else delete the backups it made. */
function keepsBackups(error: unknown): boolean {
  const { code, message } = awsFailure(error);
  return code === 'INVALID_PARAMETER_COMBINATION' || /aws ?backup|automated ?backup/i.test(message);
}

/** It went between the look and the call. */
function isGoing(error: unknown): boolean {
  const { code, message } = awsFailure(error);
  if (code === 'INVALID_DB_INSTANCE_STATE') return /being deleted/i.test(message);
  return code === 'DB_INSTANCE_NOT_FOUND';
}

/** Done only when RDS says that there is no such instance. */
async function confirmRemoved(
  context: RdsContext,
  { name: id, region }: WantedInstance,
  receipt: MadeReceipt | undefined,
): Promise<Poll<RemovalProof>> {
  const { instance, requestId } = await describeInstance(context, id, region);
  if (instance) {
    demandOurs(context, instance, 'NOT_OURS', receipt);
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
export const removal: Undo<WantedInstance, Services, MadeReceipt> = {
  start: removeInstance,
  poll: confirmRemoved,
  iam: ['rds:DescribeDBInstances', 'rds:DeleteDBInstance'],
  plan: ({ name }): readonly PlannedCall[] => [
    { service: 'rds', operation: 'DeleteDBInstance', parameters: deletion(name), mutating: true },
    plannedLook(name),
  ],
};

export function unprotection(id: string) {
  return { DBInstanceIdentifier: id, DeletionProtection: false, ApplyImmediately: true };
}

function deletion(id: string) {
  return { DBInstanceIdentifier: id, SkipFinalSnapshot: true, DeleteAutomatedBackups: true };
}
