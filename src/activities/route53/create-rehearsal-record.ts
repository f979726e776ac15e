import type { ResourceRecordSet } from '@aws-sdk/client-route-53';
import { AT_THE_RUN, type Mutation, type Undo } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import { demandNamedAfterRun } from '../named-after-run.ts';
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

export interface CreateRehearsalRecordInput extends RecordKey {
  /** Holds the run's name: records carry no tags. */
  readonly name: string;
  readonly values: readonly string[];
  readonly ttlMs: Ms;
  /** What the run itself may point the record to later; the clean-up knows it by either. */
  readonly movesTo?: readonly string[];
}

/** Route 53 may still carry out a request whose connection is gone. */
const SETTLES_MS: Ms = 10_000;

const removal: Undo<CreateRehearsalRecordInput, Services, ChangeReceipt> = {
  async start(context, input) {
    const { set } = await findOurs(context, input, 'NOT_OURS');
    if (!set) return;
    try {
      await submitChange(context, input.zoneId, { Action: 'DELETE', ResourceRecordSet: set });
    } catch (error) {
      if (!failedWith(error, 'INVALID_CHANGE_BATCH')) throw error;
      // It may have gone between the look and the call.
      const { set: still } = await findOurs(context, input, 'NOT_OURS');
      if (still) throw error;
    }
  },
  async poll(context, input) {
    const { set, requestId } = await findOurs(context, input, 'NOT_OURS');
    if (set) return { status: 'pending', progress: { message: 'the record is still listed' } };
    return {
      status: 'done',
      output: {
        call: 'route53:ListResourceRecordSets',
        observed: `no record ${fullName(input.name)} ${input.type}`,
        ...(requestId !== undefined && { requestId }),
      },
    };
  },
  iam: ['route53:ChangeResourceRecordSets', 'route53:ListResourceRecordSets'],
  plan: (input) => [plannedChange('DELETE', input, input.values)],
};

/**
 * Makes a record of the run's own, on which the switch of traffic is rehearsed. Never overwrites one.
 * Fails with `NAME_TAKEN` or `NAME_WITHOUT_RUN` (class `safety`), `INVALID_CHANGE_BATCH` (class `input`).
 */
export const createRehearsalRecord: Mutation<
  CreateRehearsalRecordInput,
  ChangeReceipt,
  ChangedRecord,
  Services
> = {
  kind: 'mutation',
  name: 'route53.create-rehearsal-record',
  waitsOn: 'aws',
  iam: CHANGE_IAM,
  pollEvery: CHANGE_POLLING,
  settlesWithinMs: SETTLES_MS,
  // The control plane of Route 53 is in one Region, wherever the run works.
  owns: ({ name }) => ({ type: 'route53:record-set', id: fullName(name), region: 'us-east-1' }),
  plan: (input) => ({
    calls: [plannedChange('CREATE', input, input.values)],
    output: { name: fullName(input.name), values: input.values, at: AT_THE_RUN },
  }),
  async start(context, input) {
    demandNamedAfterRun(context, input.name);
    try {
      return await submitChange(context, input.zoneId, {
        Action: 'CREATE',
        ResourceRecordSet: {
          Name: fullName(input.name),
          Type: input.type,
          TTL: Math.round(input.ttlMs / 1000),
          ResourceRecords: input.values.map((Value) => ({ Value })),
        },
      });
    } catch (error) {
      if (!failedWith(error, 'INVALID_CHANGE_BATCH')) throw error;
      const adopted = await adoptRecord(context, input);
      if (adopted) return adopted;
      throw error;
    }
  },
  poll: (context, input, receipt) =>
    pollChange(context, { name: fullName(input.name), values: input.values }, receipt),
  adopt: adoptRecord,
  undo: removal,
};

async function adoptRecord(
  context: Route53Context,
  input: CreateRehearsalRecordInput,
): Promise<ChangeReceipt | undefined> {
  const { set } = await findOurs(context, input, 'NAME_TAKEN');
  return set && { requestedAt: instantNow(context) };
}

/** @throws KunrenError with `code` (class `safety`) when a record of that name is not as this run makes it. */
async function findOurs(
  context: Route53Context,
  input: CreateRehearsalRecordInput,
  code: 'NOT_OURS' | 'NAME_TAKEN',
): Promise<{ readonly set?: ResourceRecordSet; readonly requestId?: string }> {
  demandNamedAfterRun(context, input.name);
  const { sets, ...look } = await lookUpRecord(context, input);
  const [set, another] = sets;
  if (!set) return look;
  if (!another && isOurs(set, input)) return { set, ...look };
  throw new KunrenError({
    code,
    message: `The record ${fullName(input.name)} is not as this run made it: it answers ${valuesOf(set).join(', ') || 'as an alias'}.`,
    class: 'safety',
  });
}

function isOurs(set: ResourceRecordSet, input: CreateRehearsalRecordInput): boolean {
  if (set.SetIdentifier !== undefined || set.AliasTarget) return false;
  const { type, values, movesTo = values } = input;
  const found = valuesOf(set);
  return sameValues(type, found, values) || sameValues(type, found, movesTo);
}
