import { deleteInstance } from '../rds/operations/delete-instance.ts';
import type { RdsContext } from '../rds/rds-context.ts';
import { serviceOf } from '../sts/identity.ts';
import type { Call } from '../wire/service.ts';
import type { Backup } from './backup.ts';
import type { RestoreJobRecord } from './backup-state.ts';
import { restoredInstance } from './perform-restore.ts';

const HOUR_MS = 3_600_000;

/**
 * Whether what a restore test made is not needed any more: it has been judged, or nobody has judged it in time.
 */
export function endValidation(backup: Backup, job: RestoreJobRecord): boolean {
  const { validation, test, completedAt } = job;
  if (validation?.status !== 'VALIDATING') return true;
  const windowMs = (test?.validationWindowHours ?? 0) * HOUR_MS;
  if (backup.clock.now() < Date.parse(completedAt ?? '') + windowMs) return false;
  const message = 'Nobody has sent a validation result within the validation window.';
  backup.changeRestoreJob(job, { validation: { status: 'TIMED_OUT', message } });
  return true;
}

/** Has RDS delete what a restore test made. @returns whether that has ended, well or not. */
export async function cleanUpTest(
  backup: Backup,
  { rds, lifecycle }: RdsContext,
  job: RestoreJobRecord,
): Promise<boolean> {
  const instance = restoredInstance({ rds }, job);
  if (!instance) {
    backup.changeRestoreJob(job, { deletion: { status: 'SUCCESSFUL' } });
    return true;
  }
  if (instance.status === 'deleting') return false;
  if (job.deletion) {
    // AWS Backup tries once; what is left has to be removed by hand.
    const message = `The DB instance ${instance.id} is still there.`;
    backup.changeRestoreJob(job, { deletion: { status: 'FAILED', message } });
    return true;
  }
  const input = {
    DBInstanceIdentifier: instance.id,
    SkipFinalSnapshot: true,
    DeleteAutomatedBackups: true,
  };
  const call: Call = {
    requestId: job.id,
    accessKey: '',
    caller: serviceOf(rds.place.accountId, 'backup'),
    region: rds.place.region,
    stale: false,
    seenBy: () => undefined,
    effect: () => backup.changeRestoreJob(job, { deletion: { status: 'DELETING' } }),
  };
  try {
    await deleteInstance.handle(input, { rds, lifecycle }, call);
    return false;
  } catch (error) {
    const deletion = { status: 'FAILED', message: String(error) } as const;
    backup.changeRestoreJob(job, { deletion });
    return true;
  }
}
