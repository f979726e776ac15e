import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { DRILL_TAG, RUN_TAG } from '../../core/resource.ts';
import type { Services } from '../services.ts';
import {
  describeKnown,
  type KnownInstance,
  plannedLook,
  type RdsContext,
  runOf,
  tagOf,
} from './describe-instance.ts';
import { pending } from './pending.ts';
import { given } from './source-instance.ts';

export type HandOverReceipt = { readonly arn: string };

/**
 * Takes the run's tags off an instance that belongs to production from now on, so that no sweep takes it for a leftover.
 * Fails with `NOT_OURS` or `INSTANCE_REPLACED` (class `safety`), or `DB_INSTANCE_NOT_FOUND`.
 */
export const handOver: Mutation<KnownInstance, HandOverReceipt, KnownInstance, Services> = {
  kind: 'mutation',
  name: 'rds.hand-over',
  waitsOn: 'aws',
  iam: ['rds:DescribeDBInstances', 'rds:RemoveTagsFromResource'],
  pollEvery: { initialMs: 500, maxMs: 5_000, factor: 1.4 },
  plan: ({ region, id, resourceId }) => ({
    calls: [
      plannedLook(id),
      {
        service: 'rds',
        operation: 'RemoveTagsFromResource',
        parameters: { ResourceName: AT_THE_RUN, TagKeys: [...TAGS] },
        mutating: true,
      },
    ],
    output: { region, id, resourceId },
  }),
  async start(context, input) {
    const instance = await describeKnown(context, input);
    const receipt = receiptOf(instance);
    if (!hasTags(context, instance)) return receipt;
    const rds = await context.services.aws.rds(input.region);
    await rds.removeTagsFromResource({ ResourceName: receipt.arn, TagKeys: [...TAGS] });
    return receipt;
  },
  async poll(context, input) {
    const { region, id, resourceId } = input;
    if (hasTags(context, await describeKnown(context, input))) {
      return pending('its tags are still shown');
    }
    return {
      status: 'done',
      output: { region, id, resourceId },
      facts: [{ label: 'Handed over to production', value: `${id} in ${region}` }],
    };
  },
  async adopt(context, input) {
    const instance = await describeKnown(context, input);
    return hasTags(context, instance) ? undefined : receiptOf(instance);
  },
};

const TAGS = [RUN_TAG, DRILL_TAG];

function hasTags({ run }: RdsContext, instance: DBInstance): boolean {
  const owner = runOf(instance);
  if (owner !== undefined && owner !== run) {
    throw new KunrenError({
      code: 'NOT_OURS',
      message: `The instance ${instance.DBInstanceIdentifier} is of another run: its tag ${RUN_TAG} says ${owner}.`,
      class: 'safety',
      details: { owner, run },
    });
  }
  return TAGS.some((key) => tagOf(instance, key) !== undefined);
}

function receiptOf({ DBInstanceArn: arn }: DBInstance): HandOverReceipt {
  return { arn: given(arn, 'DBInstanceArn') };
}
