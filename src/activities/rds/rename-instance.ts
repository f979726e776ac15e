import type { DBInstance } from '@aws-sdk/client-rds';
import { AT_THE_RUN, type Mutation, type Poll } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import {
  describeByResourceId,
  isBroken,
  type KnownInstance,
  plannedLook,
  type RdsContext,
} from './describe-instance.ts';
import { pending } from './pending.ts';
import { given } from './source-instance.ts';
import { SUPERSEDED_TAG } from './superseded-tag.ts';

export interface RenameInstanceInput extends KnownInstance {
  readonly newId: string;
  /**
   * Mark it as one whose place another instance took.
   * @default false
   */
  readonly superseded?: boolean;
}

export type RenameReceipt = { readonly requestedAt: Instant };

export interface RenamedInstance {
  readonly region: string;
  readonly id: string;
  readonly arn: string;
  readonly resourceId: string;
  /** RDS makes the host name of the identifier, so it is another one than before. */
  readonly endpoint: { readonly host: string; readonly port: number };
}

/**
 * Gives an instance another name, at once. It is found by its resource id, which stays.
 * Fails with `NAME_TAKEN` or `INSTANCE_REPLACED` (class `safety`), or `RENAME_FAILED`.
 */
export const renameInstance: Mutation<
  RenameInstanceInput,
  RenameReceipt,
  RenamedInstance,
  Services
> = {
  kind: 'mutation',
  name: 'rds.rename-instance',
  waitsOn: 'aws',
  iam: ['rds:AddTagsToResource', 'rds:DescribeDBInstances', 'rds:ModifyDBInstance'],
  pollEvery: { initialMs: 500, maxMs: 5_000, factor: 1.4 },
  plan: (input, { run }) => ({
    calls: [
      plannedLook(input.id),
      ...(input.superseded
        ? [
            {
              service: 'rds',
              operation: 'AddTagsToResource',
              parameters: { ResourceName: AT_THE_RUN, Tags: supersededBy(run) },
              mutating: true,
            },
          ]
        : []),
      {
        service: 'rds',
        operation: 'ModifyDBInstance',
        parameters: renaming(input),
        mutating: true,
      },
    ],
    output: {
      region: input.region,
      id: input.newId,
      arn: AT_THE_RUN,
      resourceId: input.resourceId,
      endpoint: { host: AT_THE_RUN, port: 0 },
    },
  }),
  async start(context, input) {
    const done = await findRenamed(context, input);
    if (done) return done;
    const instance = await describeNamed(context, input);
    const rds = await context.services.aws.rds(input.region);
    // The tag first: whatever has the new name then has the tag as well.
    if (input.superseded) {
      await rds.addTagsToResource({
        ResourceName: given(instance.DBInstanceArn, 'DBInstanceArn'),
        Tags: supersededBy(context.run),
      });
    }
    const requestedAt = instantNow(context);
    await rds.modifyDBInstance(renaming(input)).catch((error) => {
      if (!failedWith(error, 'DB_INSTANCE_ALREADY_EXISTS')) throw error;
      throw new KunrenError(
        {
          code: 'NAME_TAKEN',
          message: `${input.id} in ${input.region} cannot be renamed: another instance is called ${input.newId}.`,
          class: 'safety',
        },
        { cause: error },
      );
    });
    return { requestedAt };
  },
  poll: pollRename,
  adopt: findRenamed,
};

/** It has the name, or RDS says that it is getting it. */
async function findRenamed(
  context: RdsContext,
  input: RenameInstanceInput,
): Promise<RenameReceipt | undefined> {
  const { instance } = await describeByResourceId(context, input);
  if (!instance) return undefined;
  const { DBInstanceIdentifier: id, PendingModifiedValues: changes } = instance;
  if (id !== input.newId && changes?.DBInstanceIdentifier !== input.newId) return undefined;
  return { requestedAt: instantNow(context) };
}

/** Under the name that it is to lose. While RDS renames an instance, it may show it under neither name. */
async function describeNamed(
  context: RdsContext,
  { region, id, resourceId }: RenameInstanceInput,
): Promise<DBInstance> {
  const { instance } = await describeByResourceId(context, { region, resourceId });
  if (instance?.DBInstanceIdentifier === id) return instance;
  throw instance
    ? new KunrenError({
        code: 'INSTANCE_REPLACED',
        message: `The instance ${resourceId} in ${region} is not called ${id} any more, but ${instance.DBInstanceIdentifier}.`,
        class: 'safety',
      })
    : new KunrenError({
        code: 'INSTANCE_NOT_VISIBLE',
        message: `RDS shows no instance with the resource id ${resourceId} in ${region}.`,
        retryable: true,
      });
}

const HIDDEN_WITHIN_MS: Ms = 10 * 60_000;

async function pollRename(
  context: RdsContext,
  input: RenameInstanceInput,
  receipt: RenameReceipt,
): Promise<Poll<RenamedInstance>> {
  const { instance } = await describeByResourceId(context, input);
  const { DBInstanceStatus: status = 'unknown', Endpoint: endpoint } = instance ?? {};
  if (!instance) {
    // While it changes its name it may be shown under neither.
    if (context.clock.now() - Date.parse(receipt.requestedAt) < HIDDEN_WITHIN_MS) {
      return pending('not shown while it is renamed');
    }
    throw failed(input, 'it is not shown any more');
  }
  if (isBroken(status)) throw failed(input, `it is ${status}`);
  if (instance.DBInstanceIdentifier !== input.newId) {
    return pending(`${status}, still called ${instance.DBInstanceIdentifier}`);
  }
  if (isUnsettled(instance) || endpoint?.Address === undefined || endpoint.Port === undefined) {
    return pending(status);
  }
  return {
    status: 'done',
    output: {
      region: input.region,
      id: input.newId,
      arn: given(instance.DBInstanceArn, 'DBInstanceArn'),
      resourceId: input.resourceId,
      endpoint: { host: endpoint.Address, port: endpoint.Port },
    },
    facts: [
      { label: 'Renamed', value: `${input.id} in ${input.region} is ${input.newId} now` },
      { label: 'Endpoint', value: `${endpoint.Address}:${endpoint.Port}` },
    ],
  };
}

/** The name is there before the work is done. A backup that begins meanwhile does not matter. */
function isUnsettled({ DBInstanceStatus: status, PendingModifiedValues: changes }: DBInstance) {
  if (changes?.DBInstanceIdentifier !== undefined) return true;
  return status !== 'available' && status !== 'backing-up';
}

function failed({ id, region, newId }: RenameInstanceInput, why: string): KunrenError {
  return new KunrenError({
    code: 'RENAME_FAILED',
    message: `${id} in ${region} was to be renamed to ${newId}, and ${why}.`,
  });
}

function supersededBy(run: string) {
  return [{ Key: SUPERSEDED_TAG, Value: run }];
}

function renaming({ id, newId }: RenameInstanceInput) {
  return { DBInstanceIdentifier: id, NewDBInstanceIdentifier: newId, ApplyImmediately: true };
}
