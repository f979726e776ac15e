import type { Mutation, Undo } from '../../core/activity.ts';
import { RUN_TAG } from '../../core/resource.ts';
import { failedWith } from '../aws-failure.ts';
import {
  demandOurs,
  describeInstance,
  plannedLook,
  type RdsContext,
  runOf,
} from '../rds/describe-instance.ts';
import { type MadeInstance, type MadeReceipt, pollMade, runTags } from '../rds/made-instance.ts';
import { pending } from '../rds/pending.ts';
import { given } from '../rds/source-instance.ts';
import type { Services } from '../services.ts';
import {
  findTagged,
  plannedInstance,
  plannedTagging,
  TAGGING_IAM,
  tagInstance,
} from './instance-of-job.ts';
import { RESTORED } from './tag-made-instance.ts';

export interface BorrowInstanceInput {
  /** Name of the instance that a restore test made. */
  readonly name: string;
  readonly jobId: string;
}

const TAG_IS_GONE = `no tag ${RUN_TAG} of this run`;

/** Takes the tags off again; the instance itself is AWS Backup's to remove. */
const untagging: Undo<BorrowInstanceInput, Services, MadeReceipt> = {
  async start(context, { name }) {
    const { instance } = await describeInstance(context, name);
    if (!instance || runOf(instance) !== context.run) return;
    const rds = await context.services.aws.rds();
    await rds
      .removeTagsFromResource({
        ResourceName: given(instance.DBInstanceArn, 'DBInstanceArn'),
        TagKeys: Object.keys(runTags(context)),
      })
      .catch((error) => {
        // AWS Backup removes it once it has the verdict, maybe at this very moment.
        if (!failedWith(error, 'DB_INSTANCE_NOT_FOUND')) throw error;
      });
  },
  async poll(context, { name }) {
    const { instance, requestId } = await describeInstance(context, name);
    if (instance && runOf(instance) === context.run) return pending('its tags are still shown');
    return {
      status: 'done',
      output: {
        call: 'rds:DescribeDBInstances',
        observed: instance ? TAG_IS_GONE : 'DBInstanceNotFound',
        ...(requestId !== undefined && { requestId }),
      },
    };
  },
  iam: ['rds:DescribeDBInstances', 'rds:RemoveTagsFromResource'],
  plan: ({ name }) => [
    {
      service: 'rds',
      operation: 'RemoveTagsFromResource',
      parameters: { DBInstanceIdentifier: name, TagKeys: [RUN_TAG] },
      mutating: true,
    },
    plannedLook(name),
  ],
};

/**
 * Tags the instance that a restore test of AWS Backup has made, for as long as this run verifies it. Only the tag is
 * this run's: it takes the tag off again, and deletes nothing.
 * Fails with `RESTORE_FAILED`, or with `NOT_OURS` or `RESTORE_REPLACED` (class `safety`).
 */
export const borrowInstance: Mutation<BorrowInstanceInput, MadeReceipt, MadeInstance, Services> = {
  kind: 'mutation',
  name: 'backup.borrow-instance',
  waitsOn: 'aws',
  iam: TAGGING_IAM,
  plan: ({ name }, { run }) => ({
    calls: [plannedTagging(run), plannedLook(name)],
    output: plannedInstance(name),
  }),
  owns: ({ name }, { region }) => ({ type: 'rds:tag', id: `${name}/${RUN_TAG}`, region }),
  start: (context, input) => tagInstance(context, input, 'NOT_OURS'),
  poll: (context, { name }, receipt) => pollMade(context, { name }, receipt, RESTORED),
  adopt: (context, input) => adoptBorrowed(context, input),
  undo: untagging,
};

async function adoptBorrowed(
  context: RdsContext,
  input: BorrowInstanceInput,
): Promise<MadeReceipt | undefined> {
  const found = await findTagged(context, input);
  if (found) return found;
  const { instance } = await describeInstance(context, input.name);
  // Another run may be verifying it at this moment.
  if (instance && runOf(instance) !== undefined) demandOurs(context, instance, 'NOT_OURS');
  return undefined;
}
