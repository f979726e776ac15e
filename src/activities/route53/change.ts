import type { Change, ChangeStatus } from '@aws-sdk/client-route-53';
import type { PlannedCall, Poll } from '../../core/activity.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import type { RecordKey, Route53Context } from './record-set.ts';

// Route 53 takes no idempotency token for a change. What it was is seen in the record set; whether it has reached all
// of the zone's servers, by its id.

export type ChangeReceipt = {
  /** Absent when the answer with it was lost. */
  readonly changeId?: string;
  readonly requestedAt: Instant;
};

/** A change that is made. */
export interface ChangedRecord {
  readonly name: string;
  readonly values: readonly string[];
  /** When Route 53 was seen to have it on all servers of the zone, or was not asked any more. */
  readonly at: Instant;
}

/** As long as Route 53 says that a change takes. */
const IN_SYNC_WITHIN_MS: Ms = 60_000;

export async function submitChange(
  context: Route53Context,
  zoneId: string,
  change: Change,
): Promise<ChangeReceipt> {
  const route53 = await context.services.aws.route53();
  const requestedAt = instantNow(context);
  const { ChangeInfo } = await route53.changeResourceRecordSets({
    HostedZoneId: zoneId,
    ChangeBatch: { Comment: `kunren ${context.run}`, Changes: [change] },
  });
  const changeId = ChangeInfo?.Id?.replace('/change/', '');
  return { ...(changeId !== undefined && { changeId }), requestedAt };
}

/**
 * Done when the change is on all servers of the zone. Clients may keep the old answer for the TTL.
 * Where Route 53 does not say so in time, or the change's id was lost, it is done with a warning: the change is made,
 * and whether it counts can only be learned from the servers themselves.
 */
export async function pollChange(
  context: Route53Context,
  { name, values }: { readonly name: string; readonly values: readonly string[] },
  { changeId, requestedAt }: ChangeReceipt,
): Promise<Poll<ChangedRecord>> {
  const status = changeId === undefined ? undefined : await statusOf(context, changeId);
  const isLate = context.clock.now() - Date.parse(requestedAt) >= IN_SYNC_WITHIN_MS;
  if (status === 'PENDING' && !isLate) {
    return {
      status: 'pending',
      progress: { message: `asked for at ${requestedAt}, not on all servers of the zone yet` },
    };
  }
  const change = `${name} to ${values.join(', ')}`;
  const facts = {
    INSYNC: { label: CHANGED, value: `${change}, change ${changeId} in sync` },
    PENDING: {
      label: 'Warning',
      value: `${change}: Route 53 has taken the change ${changeId}, and ${formatDuration(IN_SYNC_WITHIN_MS)} after ${requestedAt} still calls it PENDING: it is not on all servers of the zone`,
    },
    unknown: { label: CHANGED, value: `${change}, the id of the change was lost` },
  };
  return {
    status: 'done',
    output: { name, values, at: instantNow(context) },
    facts: [facts[status ?? 'unknown']],
  };
}

const CHANGED = 'Record changed (control plane)';

async function statusOf(context: Route53Context, id: string): Promise<ChangeStatus | undefined> {
  const route53 = await context.services.aws.route53();
  try {
    return (await route53.getChange({ Id: id })).ChangeInfo?.Status;
  } catch (error) {
    if (failedWith(error, 'NO_SUCH_CHANGE')) return undefined;
    throw error;
  }
}

/** How a change and what follows it read in a plan. */
export function plannedChange(
  action: 'CREATE' | 'UPSERT' | 'DELETE',
  { zoneId, name, type }: RecordKey,
  values: readonly string[],
): PlannedCall {
  return {
    service: 'route53',
    operation: 'ChangeResourceRecordSets',
    parameters: { HostedZoneId: zoneId, Action: action, Name: name, Type: type, Values: values },
    mutating: true,
  };
}

export const CHANGE_IAM = [
  'route53:ChangeResourceRecordSets',
  'route53:GetChange',
  'route53:ListResourceRecordSets',
];

export const CHANGE_POLLING = { initialMs: 250, maxMs: 2_000, factor: 1.5 };
