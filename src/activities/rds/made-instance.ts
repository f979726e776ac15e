import type { DBInstance } from '@aws-sdk/client-rds';
import type { Poll } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { RUN_TAG } from '../../core/resource.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import {
  CLOCK_TOLERANCE_MS,
  demandOurs,
  describeInstance,
  isBroken,
  type RdsContext,
  tagsMayCome,
  VISIBILITY_MS,
} from './describe-instance.ts';
import { eventsSince } from './instance-events.ts';
import { pending } from './pending.ts';
import { given } from './source-instance.ts';

// What all ways of making an instance share. RDS takes no idempotency token for any of them, so the name is the key
// and the run's tag the proof of ownership.

/** The instance that is to be made. */
export interface WantedInstance {
  readonly name: string;
  /** @default the environment's */
  readonly region?: string;
}

export type MadeReceipt = {
  readonly id: string;
  readonly arn: string;
  readonly dbiResourceId?: string;
  readonly requestedAt: Instant;
};

export interface MadeInstance {
  readonly id: string;
  readonly arn: string;
  readonly dbiResourceId: string;
  readonly endpoint: { readonly host: string; readonly port: number };
  readonly createdAt: Instant;
  readonly masterUser: string;
}

/** How failures and facts speak of what is made. */
export interface Wording {
  readonly failed: 'RESTORE_FAILED' | 'REPLICA_FAILED';
  readonly replaced: 'RESTORE_REPLACED' | 'REPLICA_REPLACED';
  /** e.g. `Restored instance` */
  readonly label: string;
}

export function runTags(context: RdsContext): { readonly [key: string]: string } {
  return { ...context.tags, [RUN_TAG]: context.run };
}

/** Makes the call; a name that is taken by an earlier attempt of this run is that attempt's success. */
export async function startMaking(
  context: RdsContext,
  wanted: WantedInstance,
  call: () => Promise<{ readonly DBInstance?: DBInstance | undefined }>,
): Promise<MadeReceipt> {
  const requestedAt = instantNow(context);
  try {
    const { DBInstance: instance } = await call();
    return receiptOf(given(instance, 'DBInstance'), wanted.name, requestedAt);
  } catch (error) {
    if (!failedWith(error, 'DB_INSTANCE_ALREADY_EXISTS')) throw error;
    const adopted = await adoptMade(context, wanted);
    if (adopted) return adopted;
    throw new KunrenError(
      {
        code: 'INSTANCE_NOT_VISIBLE',
        message: `RDS says that ${wanted.name} exists already, but does not show it.`,
        retryable: true,
      },
      { cause: error },
    );
  }
}

/** @throws KunrenError `NAME_TAKEN` (class `safety`) when the instance is not this run's, or `TAGS_NOT_VISIBLE`. */
export async function adoptMade(
  context: RdsContext,
  wanted: WantedInstance,
): Promise<MadeReceipt | undefined> {
  const { instance } = await describeInstance(context, wanted.name, wanted.region);
  if (!instance) return undefined;
  demandOurs(context, instance, 'NAME_TAKEN');
  return receiptOf(instance, wanted.name, instantNow(context));
}

function receiptOf(instance: DBInstance, id: string, requestedAt: Instant): MadeReceipt {
  const { DBInstanceArn: arn = '', DbiResourceId: dbiResourceId } = instance;
  return { id, arn, ...(dbiResourceId !== undefined && { dbiResourceId }), requestedAt };
}

/**
 * Done when the instance that the receipt speaks of, and no other, is `available` and has an endpoint.
 * @param unready - what an available instance still has to be waited for. @default nothing
 */
export async function pollMade(
  context: RdsContext,
  wanted: WantedInstance,
  receipt: MadeReceipt,
  wording: Wording,
  unready: (instance: DBInstance) => string | undefined = () => undefined,
): Promise<Poll<MadeInstance>> {
  const { instance } = await describeInstance(context, wanted.name, wanted.region);
  if (!instance || !isSame(instance, receipt)) return absent(context, receipt, wording, instance);
  if (tagsMayCome(context, instance, receipt)) {
    return pending('its tags are not visible yet');
  }
  demandOurs(context, instance, 'NOT_OURS');

  const { DBInstanceStatus: status = 'unknown', Endpoint: endpoint } = instance;
  if (isBroken(status)) {
    throw await makingFailed(context, wanted, receipt, wording, status);
  }
  if (status !== 'available' || endpoint?.Address === undefined || endpoint.Port === undefined) {
    const percent = Number.parseFloat(instance.PercentProgress ?? '');
    return {
      status: 'pending',
      progress: { message: status, ...(Number.isFinite(percent) && { percent }) },
    };
  }
  const missing = unready(instance);
  if (missing !== undefined) return pending(missing);
  const output: MadeInstance = {
    id: wanted.name,
    arn: given(instance.DBInstanceArn, 'DBInstanceArn'),
    dbiResourceId: given(instance.DbiResourceId, 'DbiResourceId'),
    endpoint: { host: endpoint.Address, port: endpoint.Port },
    createdAt: instance.InstanceCreateTime?.toISOString() ?? receipt.requestedAt,
    masterUser: given(instance.MasterUsername, 'MasterUsername'),
  };
  return {
    status: 'done',
    output,
    facts: [
      { label: wording.label, value: output.arn },
      { label: 'Endpoint', value: `${endpoint.Address}:${endpoint.Port}` },
    ],
  };
}

/** An `available` counts only on the instance that was asked for: a name can be used twice, a resource id cannot. */
function isSame(instance: DBInstance, receipt: MadeReceipt): boolean {
  if (receipt.dbiResourceId !== undefined) return instance.DbiResourceId === receipt.dbiResourceId;
  const created = instance.InstanceCreateTime?.getTime() ?? Number.POSITIVE_INFINITY;
  return created >= Date.parse(receipt.requestedAt) - CLOCK_TOLERANCE_MS;
}

function absent(
  context: RdsContext,
  receipt: MadeReceipt,
  { failed, replaced }: Wording,
  other: DBInstance | undefined,
): Poll<MadeInstance> {
  if (context.clock.now() - Date.parse(receipt.requestedAt) < VISIBILITY_MS) {
    return pending('asked for, not visible yet');
  }
  throw other
    ? new KunrenError({
        code: replaced,
        message: `Another instance stands under the name ${receipt.id} than the one that was made.`,
        class: 'safety',
        details: { expected: receipt.dbiResourceId ?? null, found: other.DbiResourceId ?? null },
      })
    : new KunrenError({
        code: failed,
        message: `The instance ${receipt.id} was asked for at ${receipt.requestedAt} and does not exist.`,
      });
}

async function makingFailed(
  context: RdsContext,
  { region }: WantedInstance,
  { id, requestedAt }: MadeReceipt,
  { failed }: Wording,
  status: string,
): Promise<KunrenError> {
  const since = new Date(Date.parse(requestedAt) - CLOCK_TOLERANCE_MS).toISOString();
  const [newest] = await eventsSince(context, { id, region }, since);
  return new KunrenError({
    code: failed,
    message: `The instance ${id} is ${status}.${newest ? ` RDS says: ${newest.message}` : ''}`,
    details: { status },
  });
}
