import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import {
  CHANGE_IAM,
  CHANGE_POLLING,
  type ChangedRecord,
  type ChangeReceipt,
  plannedChange,
  pollChange,
  submitChange,
} from './change.ts';
import {
  fullName,
  lookUpRecord,
  type RecordKey,
  type Route53Context,
  sameValues,
  valuesOf,
} from './record-set.ts';

export interface PointRecordInput extends RecordKey {
  /** Which one of several records of that name, e.g. the primary of a failover pair. */
  readonly setIdentifier?: string;
  readonly values: readonly string[];
  /** What the record must answer now; anything else means that somebody has changed it. */
  readonly from: readonly string[];
}

/**
 * Points an existing record elsewhere and leaves everything else of it as it is: TTL, routing, health check.
 * A change of the control plane, which a failover should not depend on: for when health checks do not do it.
 * Nothing undoes it; whoever takes it back points the record back.
 * Fails with `RECORD_NOT_FOUND` (class `input`), `RECORD_IS_ALIAS` (class `environment`) or `RECORD_CHANGED`
 * (class `safety`).
 */
export const pointRecord: Mutation<PointRecordInput, ChangeReceipt, ChangedRecord, Services> = {
  kind: 'mutation',
  name: 'route53.point-record',
  waitsOn: 'aws',
  iam: CHANGE_IAM,
  pollEvery: CHANGE_POLLING,
  plan: (input) => ({
    calls: [plannedChange('UPSERT', input, input.values)],
    output: { name: fullName(input.name), values: input.values, at: AT_THE_RUN },
  }),
  async start(context, input) {
    const set = await findSet(context, input);
    const found = valuesOf(set);
    if (![input.from, input.values].some((values) => sameValues(input.type, found, values))) {
      throw new KunrenError({
        code: 'RECORD_CHANGED',
        message: `The record ${set.Name} answers ${found.join(', ')}, not ${input.from.join(', ')}: somebody has changed it.`,
        class: 'safety',
      });
    }
    return submitChange(context, input.zoneId, {
      Action: 'UPSERT',
      ResourceRecordSet: { ...set, ResourceRecords: input.values.map((Value) => ({ Value })) },
    });
  },
  poll: (context, input, receipt) =>
    pollChange(context, { name: fullName(input.name), values: input.values }, receipt),
  async adopt(context, input) {
    const found = valuesOf(await findSet(context, input));
    const done = sameValues(input.type, found, input.values);
    return done ? { requestedAt: instantNow(context) } : undefined;
  },
};

async function findSet(
  context: Route53Context,
  input: PointRecordInput,
): Promise<ResourceRecordSet> {
  const { sets } = await lookUpRecord(context, input);
  const set = sets.find(({ SetIdentifier }) => SetIdentifier === input.setIdentifier);
  if (!set) {
    const which = input.setIdentifier === undefined ? '' : ` "${input.setIdentifier}"`;
    throw new KunrenError({
      code: 'RECORD_NOT_FOUND',
      message: `There is no record ${fullName(input.name)} ${input.type}${which} in the zone ${input.zoneId}.`,
      class: 'input',
    });
  }
  if (!set.AliasTarget) return set;
  throw new KunrenError({
    code: 'RECORD_IS_ALIAS',
    message: `The record ${set.Name} is an alias of ${set.AliasTarget.DNSName}; it has no value to change.`,
  });
}
