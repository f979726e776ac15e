import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type Fact, type Mutation } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { DRILL_TAG, RUN_TAG } from '../../core/resource.ts';
import { awsFailure } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import {
  describeKnown,
  type KnownInstance,
  plannedLook,
  type RdsContext,
  runOf,
  tagOf,
  VISIBILITY_MS,
} from './describe-instance.ts';
import {
  differences,
  type InstanceLikeness,
  type LaterSettings,
  laterChanges,
  likenessOf,
} from './instance-likeness.ts';
import { pending } from './pending.ts';
import { given } from './source-instance.ts';

export interface HandOverInput extends KnownInstance {
  /** What was in its place before, to be told apart from. */
  readonly like: InstanceLikeness;
}

export type HandOverReceipt = { readonly arn: string; readonly requestedAt: Instant };

/**
 * Hands an instance over to production: gives it the settings that it could not be made with, takes the run's tags off,
 * so that no sweep takes it for a leftover, and says what is not as it was. A setting that RDS refuses is one of those.
 * Fails with `NOT_OURS` or `INSTANCE_REPLACED` (class `safety`), or `DB_INSTANCE_NOT_FOUND`.
 */
export const handOver: Mutation<HandOverInput, HandOverReceipt, KnownInstance, Services> = {
  kind: 'mutation',
  name: 'rds.hand-over',
  waitsOn: 'aws',
  iam: ['rds:DescribeDBInstances', 'rds:ModifyDBInstance', 'rds:RemoveTagsFromResource'],
  pollEvery: { initialMs: 500, maxMs: 5_000, factor: 1.4 },
  // A backup keeps RDS from changing an instance, and the first one begins with the promotion.
  retry: { attempts: 30, baseMs: 1_000, capMs: 30_000 },
  plan: ({ region, id, resourceId, like }) => ({
    calls: [
      plannedLook(id),
      {
        service: 'rds',
        operation: 'ModifyDBInstance',
        parameters: modification(id, like.modified),
        mutating: true,
      },
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
    const receipt = receiptOf(context, instance);
    if (!hasTags(context, instance)) return receipt;
    await giveBack(context, input, instance);
    const rds = await context.services.aws.rds(input.region);
    await rds.removeTagsFromResource({ ResourceName: receipt.arn, TagKeys: [...TAGS] });
    return receipt;
  },
  async poll(context, input, { requestedAt }) {
    const { region, id, resourceId, like } = input;
    const instance = await describeKnown(context, input);
    if (hasTags(context, instance)) return pending('its tags are still shown');
    const likeness = likenessOf(instance);
    const isFresh = context.clock.now() - Date.parse(requestedAt) < VISIBILITY_MS;
    const awaited = Object.keys(laterChanges(like, likeness));
    if (isFresh && awaited.length > 0) return pending(`not shown yet: ${awaited.join(', ')}`);
    return {
      status: 'done',
      output: { region, id, resourceId },
      facts: [
        { label: 'Handed over to production', value: `${id} in ${region}` },
        ...comparison(like, likeness),
      ],
    };
  },
  async adopt(context, input) {
    const instance = await describeKnown(context, input);
    return hasTags(context, instance) ? undefined : receiptOf(context, instance);
  },
};

/** Before the tags go: as long as they are there it is known that this may not have been done. */
async function giveBack(context: RdsContext, { region, id, like }: HandOverInput, now: DBInstance) {
  const later = laterChanges(like, likenessOf(now));
  if (Object.keys(later).length === 0) return;
  const rds = await context.services.aws.rds(region);
  await rds.modifyDBInstance(modification(id, later)).catch((error) => {
    // Production is back; that it has another window is told below, and nothing to stop at.
    if (awsFailure(error).failure.class !== 'input') throw error;
  });
}

function modification(id: string, later: LaterSettings) {
  return { DBInstanceIdentifier: id, ...later, ApplyImmediately: true };
}

function comparison(was: InstanceLikeness, is: InstanceLikeness): readonly Fact[] {
  const differing = differences(was, is);
  if (differing.length === 0) return [{ label: 'Settings', value: 'as they were before' }];
  return differing.map((value) => ({ label: 'Differs from before', value }));
}

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

function receiptOf(context: RdsContext, { DBInstanceArn: arn }: DBInstance): HandOverReceipt {
  return { arn: given(arn, 'DBInstanceArn'), requestedAt: instantNow(context) };
}
