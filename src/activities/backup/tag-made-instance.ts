import type { DBInstance } from '@aws-sdk/client-rds';
import { KunrenError } from '../../core/failure.ts';
import { RUN_TAG } from '../../core/resource.ts';
import { instantNow } from '../instant-now.ts';
import { demandOurs, type RdsContext, runOf } from '../rds/describe-instance.ts';
import { type MadeReceipt, runTags, type Wording } from '../rds/made-instance.ts';
import { given } from '../rds/source-instance.ts';
import { isMadeBy, type RestoreJob } from './restore-job.ts';

/** How failures and facts speak of an instance that a restore job made. */
export const RESTORED: Wording = {
  failed: 'RESTORE_FAILED',
  replaced: 'RESTORE_REPLACED',
  label: 'Restored instance',
};

/**
 * Gives this run's tags to an instance that a restore job has made: AWS Backup takes none for it.
 * @param job - must have made the instance.
 * @param code - what to say when it has not, or when another run has the instance.
 * @throws KunrenError of class `safety`.
 */
export async function tagMadeInstance(
  context: RdsContext,
  instance: DBInstance,
  job: RestoreJob | undefined,
  code: 'NOT_OURS' | 'NAME_TAKEN',
): Promise<void> {
  const owner = runOf(instance);
  if (owner === context.run) return;
  if (owner !== undefined || !job) return demandOurs(context, instance, code);
  if (!(await isMadeBy(context, job, instance))) {
    const { DBInstanceIdentifier: id } = instance;
    throw new KunrenError({
      code,
      message: `The instance ${id} was not made by the restore job ${job.RestoreJobId}, and it has no tag ${RUN_TAG}.`,
      class: 'safety',
      details: { job: job.RestoreJobId ?? null, created: job.CreatedResourceArn ?? null },
    });
  }
  const rds = await context.services.aws.rds();
  await rds.addTagsToResource({
    ResourceName: given(instance.DBInstanceArn, 'DBInstanceArn'),
    Tags: Object.entries(runTags(context)).map(([Key, Value]) => ({ Key, Value })),
  });
}

/** Which instance it was: a name can be used twice, a resource id cannot. */
export function identityOf(context: RdsContext, instance: DBInstance): MadeReceipt {
  const { DBInstanceIdentifier: id = '', DBInstanceArn: arn = '', DbiResourceId } = instance;
  return {
    id,
    arn,
    ...(DbiResourceId !== undefined && { dbiResourceId: DbiResourceId }),
    requestedAt: instantNow(context),
  };
}
