import type { DBInstance } from '@aws-sdk/client-rds';
import type { Mutation } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import {
  describeByResourceId,
  type KnownInstance,
  plannedLook,
  type RdsContext,
  tagOf,
} from './describe-instance.ts';
import { pending } from './pending.ts';
import { deleteProtected } from './remove-instance.ts';
import { given } from './source-instance.ts';
import { SUPERSEDED_TAG } from './superseded-tag.ts';

export interface RetireSupersededInput {
  readonly instances: readonly KnownInstance[];
}

/** Resource ids of what was asked to go. */
export type RetirementReceipt = { readonly asked: readonly string[] };

export interface Retirement {
  readonly deleted: readonly KnownInstance[];
  /** What stays, for a person to decide on. */
  readonly left: readonly KnownInstance[];
}

/**
 * Deletes the instances whose place others took in this run: in the sandbox only. Elsewhere nothing is touched, and
 * the record names what is left for a person.
 * Fails with `NOT_SUPERSEDED` (class `safety`).
 */
export const retireSuperseded: Mutation<
  RetireSupersededInput,
  RetirementReceipt,
  Retirement,
  Services
> = {
  kind: 'mutation',
  name: 'rds.retire-superseded',
  waitsOn: 'aws',
  iam: ['rds:DeleteDBInstance', 'rds:DescribeDBInstances', 'rds:ModifyDBInstance'],
  pollEvery: { initialMs: 500, maxMs: 5_000, factor: 1.4 },
  plan: ({ instances }) => ({
    calls: instances.flatMap(({ id }) => [
      plannedLook(id),
      {
        service: 'rds',
        operation: 'DeleteDBInstance',
        parameters: { DBInstanceIdentifier: id, onlyIn: 'sandbox' },
        mutating: true,
      },
    ]),
    output: { deleted: instances, left: [] },
  }),
  async start(context, { instances }) {
    if (context.environment !== 'sandbox') return { asked: [] };
    for (const one of instances) await retire(context, one);
    return { asked: instances.map(({ resourceId }) => resourceId) };
  },
  async poll(context, { instances }, { asked }) {
    const deleted = instances.filter(({ resourceId }) => asked.includes(resourceId));
    const left = instances.filter(({ resourceId }) => !asked.includes(resourceId));
    for (const one of deleted) {
      const { instance } = await describeByResourceId(context, one);
      if (instance) return pending(inWords(instance));
    }
    const named = ({ id, region }: KnownInstance) => `${id} in ${region}`;
    return {
      status: 'done',
      output: { deleted, left },
      facts: [
        ...deleted.map((one) => ({ label: 'Superseded and deleted', value: named(one) })),
        ...left.map((one) => ({
          label: 'Superseded, left for a person',
          value: `${named(one)}: nothing needs it any more; look, then delete it`,
        })),
      ],
    };
  },
  // Asking again for what is going, or gone, does nothing.
  adopt: async () => undefined,
};

async function retire(context: RdsContext, { region, resourceId }: KnownInstance): Promise<void> {
  const { instance } = await describeByResourceId(context, { region, resourceId });
  if (!instance || instance.DBInstanceStatus === 'deleting') return;
  const id = given(instance.DBInstanceIdentifier, 'DBInstanceIdentifier');
  const owner = tagOf(instance, SUPERSEDED_TAG);
  if (owner !== context.run) {
    throw new KunrenError({
      code: 'NOT_SUPERSEDED',
      message: `${id} in ${region} is not deleted: ${
        owner === undefined
          ? `it has no tag ${SUPERSEDED_TAG}`
          : `its tag ${SUPERSEDED_TAG} says ${owner}`
      }.`,
      class: 'safety',
      details: { owner: owner ?? null, run: context.run },
    });
  }
  await deleteProtected(context, instance, region);
}

function inWords({ DBInstanceIdentifier: id, DBInstanceStatus: status }: DBInstance): string {
  return `${id} is ${status ?? 'unknown'}`;
}
