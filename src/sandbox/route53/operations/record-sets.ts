import {
  type Change,
  ChangeResourceRecordSets$,
  type ChangeResourceRecordSetsRequest,
  type ChangeResourceRecordSetsResponse,
  GetChange$,
  type GetChangeRequest,
  type GetChangeResponse,
  InvalidChangeBatch$,
  ListResourceRecordSets$,
  type ListResourceRecordSetsRequest,
  type ListResourceRecordSetsResponse,
  NoSuchChange$,
  type RRType,
} from '@aws-sdk/client-route-53';
import { operation } from '../../wire/service.ts';
import { modeledError } from '../../wire/service-error.ts';
import { applyBatch, type RecordChange } from '../change-batch.ts';
import { apiName, canonicalName } from '../dns-name.ts';
import { pageFrom } from '../page.ts';
import { keyOf, orderOf, recordSetOf, recordSetView } from '../record-set.ts';
import { changeView, type Route53 } from '../route53.ts';
import { invalidInput } from '../route53-error.ts';
import type { RecordSet, RecordType } from '../route53-state.ts';
import { zoneArn } from '../zone-view.ts';

const MOST_SETS = 300;

export const changeResourceRecordSets = operation<
  ChangeResourceRecordSetsRequest,
  ChangeResourceRecordSetsResponse,
  Route53
>({
  schema: ChangeResourceRecordSets$,
  mutating: true,
  handle: ({ HostedZoneId, ChangeBatch }, route53, call) => {
    const zone = route53.zone(HostedZoneId);
    const changes = (ChangeBatch?.Changes ?? []).map(recordChange);
    if (changes.length === 0) throw invalidInput('Invalid request: the batch has no changes');
    for (const { action, set } of changes) {
      if (set.healthCheck && action !== 'DELETE') route53.healthCheck(set.healthCheck);
    }
    const result = applyBatch(zone, changes);
    if (result.kind === 'rejected') {
      throw modeledError(InvalidChangeBatch$, `[${result.messages.join(', ')}]`);
    }
    const { put, remove } = difference(zone.records, result.records);
    zone.records = result.records;
    call.effect(zoneArn(zone), zone.tags);
    const news = { kind: 'records-changed', zone: zone.id, put, remove } as const;
    return { ChangeInfo: route53.submit(news, ChangeBatch?.Comment) };
  },
});

export const getChange = operation<GetChangeRequest, GetChangeResponse, Route53>({
  schema: GetChange$,
  mutating: false,
  handle: ({ Id = '' }, { state }) => {
    const id = Id.replace(/^\/?change\//, '');
    const change = state.changes.find((each) => each.id === id);
    if (!change) {
      throw modeledError(NoSuchChange$, `A change with ID ${id} cannot be found.`);
    }
    return { ChangeInfo: changeView(change) };
  },
});

export const listResourceRecordSets = operation<
  ListResourceRecordSetsRequest,
  ListResourceRecordSetsResponse,
  Route53
>({
  schema: ListResourceRecordSets$,
  mutating: false,
  handle: (input, route53) => {
    const zone = route53.zone(input.HostedZoneId);
    const sorted = [...zone.records].sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
    const start = startOf(input);
    const page = pageFrom(sorted, (set) => orderOf(set) >= start, input.MaxItems, MOST_SETS);
    return {
      ResourceRecordSets: page.items.map(recordSetView),
      IsTruncated: page.next !== undefined,
      NextRecordName: page.next && apiName(page.next.name),
      NextRecordType: page.next?.type,
      NextRecordIdentifier: page.next?.setId,
      MaxItems: page.size,
    };
  },
});

function recordChange(change: Change): RecordChange {
  const { Action } = change;
  if (Action !== 'CREATE' && Action !== 'DELETE' && Action !== 'UPSERT') {
    throw invalidInput(`Invalid request: '${Action}' is none of CREATE, DELETE and UPSERT`);
  }
  return { action: Action, set: recordSetOf(change) };
}

/** What the name servers have to learn. */
function difference(before: readonly RecordSet[], after: readonly RecordSet[]) {
  const keys = new Set(after.map(keyOf));
  return {
    put: after.filter((set) => !before.includes(set)),
    remove: before.map(keyOf).filter((key) => !keys.has(key)),
  };
}

/** @throws ServiceError `InvalidInput` when a later part of the start is there and an earlier one is not. */
function startOf(input: ListResourceRecordSetsRequest): string {
  const { StartRecordName: name, StartRecordType: type, StartRecordIdentifier: setId } = input;
  if (type !== undefined && name === undefined) {
    throw invalidInput('Invalid request: StartRecordType needs StartRecordName');
  }
  if (setId !== undefined && type === undefined) {
    throw invalidInput('Invalid request: StartRecordIdentifier needs StartRecordType');
  }
  if (name === undefined) return '';
  return orderOf({
    name: canonicalName(name),
    type: (type ?? ('' as RRType)) as RecordType,
    ...(setId !== undefined && { setId }),
  });
}
