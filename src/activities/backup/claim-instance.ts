import type { Mutation } from '../../core/activity.ts';
import { plannedLook } from '../rds/describe-instance.ts';
import { type MadeInstance, type MadeReceipt, pollMade } from '../rds/made-instance.ts';
import type { Services } from '../services.ts';
import {
  findTagged,
  plannedInstance,
  plannedTagging,
  TAGGING_IAM,
  tagInstance,
} from './instance-of-job.ts';
import { RESTORED } from './tag-made-instance.ts';

export interface ClaimInstanceInput {
  /** Name of the instance that the job made. */
  readonly name: string;
  readonly jobId: string;
}

/**
 * Tags the instance that this run's restore job has made, since AWS Backup takes no tags for it: from here on it is
 * found, and treated, like everything else that the run made. Its removal belongs to the restore.
 * Fails with `RESTORE_FAILED`, or with `NAME_TAKEN` or `RESTORE_REPLACED` (class `safety`).
 */
export const claimInstance: Mutation<ClaimInstanceInput, MadeReceipt, MadeInstance, Services> = {
  kind: 'mutation',
  name: 'backup.claim-instance',
  waitsOn: 'aws',
  iam: TAGGING_IAM,
  plan: ({ name }, { run }) => ({
    calls: [plannedTagging(run), plannedLook(name)],
    output: plannedInstance(name),
  }),
  start: (context, input) => tagInstance(context, input, 'NAME_TAKEN'),
  poll: (context, { name }, receipt) => pollMade(context, { name }, receipt, RESTORED),
  adopt: (context, input) => findTagged(context, input),
};
