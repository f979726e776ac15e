import type { ListResourceRecordSetsResponse, ResourceRecordSet } from '@aws-sdk/client-route-53';
import type { ActivityContext } from '../../core/activity.ts';
import type { Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';

export type Route53Context = ActivityContext<Services>;

/** Types of records whose answer can be told by its value. */
export type RecordType = 'A' | 'AAAA' | 'CNAME';

/** Which record set. */
export interface RecordKey {
  readonly zoneId: string;
  /** e.g. `shop.orders.example.`; with or without the dot at its end. */
  readonly name: string;
  readonly type: RecordType;
}

/** One look at the record sets of a name. */
export interface RecordLook {
  readonly sets: readonly ResourceRecordSet[];
  /** Of the request, as a proof of what was not there. */
  readonly requestId?: string;
}

type Page = ListResourceRecordSetsResponse & {
  readonly $metadata: { readonly requestId?: string };
};

/** All record sets of one name and type; several where routing tells them apart. Changes on their way count as made. */
export async function lookUpRecord(
  context: Pick<Route53Context, 'services'>,
  { zoneId, name, type }: RecordKey,
): Promise<RecordLook> {
  const route53 = await context.services.aws.route53();
  const wanted = fullName(name);
  const sets: ResourceRecordSet[] = [];
  let from: { StartRecordIdentifier?: string } | undefined = {};
  let requestId: string | undefined;
  while (from) {
    const page: Page = await route53.listResourceRecordSets({
      HostedZoneId: zoneId,
      StartRecordName: wanted,
      StartRecordType: type,
      ...from,
    });
    const found = page.ResourceRecordSets ?? [];
    sets.push(...found.filter((set) => set.Type === type && fullName(set.Name ?? '') === wanted));
    requestId = page.$metadata.requestId;
    const { IsTruncated, NextRecordName, NextRecordType, NextRecordIdentifier } = page;
    const goesOn =
      IsTruncated && fullName(NextRecordName ?? '') === wanted && NextRecordType === type;
    from =
      goesOn && NextRecordIdentifier ? { StartRecordIdentifier: NextRecordIdentifier } : undefined;
  }
  return { sets, ...(requestId !== undefined && { requestId }) };
}

/** As Route 53 lists it: in lower case, with a dot at its end, and `*` in octal. */
export function fullName(name: string): string {
  const lower = name.toLowerCase().replaceAll('*', '\\052');
  return lower.endsWith('.') ? lower : `${lower}.`;
}

/** Nothing for an alias, whose answer is that of another record. */
export function valuesOf(set: ResourceRecordSet): readonly string[] {
  return (set.ResourceRecords ?? []).map(({ Value = '' }) => Value);
}

/** Whether two records answer the same; the order does not matter, nor how a name is written. */
export function sameValues(
  type: RecordType,
  some: readonly string[],
  others: readonly string[],
): boolean {
  return inOrder(type, some) === inOrder(type, others);
}

function inOrder(type: RecordType, values: readonly string[]): string {
  const plain = values.map((value) => (type === 'CNAME' ? fullName(value) : value.toLowerCase()));
  return [...new Set(plain)].sort().join(' ');
}

/** The TTL of a record set; an alias has none of its own. */
export function ttlOf(set: ResourceRecordSet): Ms {
  return (set.TTL ?? 0) * 1000;
}
