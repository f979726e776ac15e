import { isWithin, nameProblem } from './dns-name.ts';
import { keyOf } from './record-set.ts';
import { valueProblems } from './record-value.ts';
import type { RecordSet } from './route53-state.ts';

export interface RecordChange {
  readonly action: 'CREATE' | 'DELETE' | 'UPSERT';
  readonly set: RecordSet;
}

export type BatchResult =
  | { readonly kind: 'accepted'; readonly records: RecordSet[] }
  | { readonly kind: 'rejected'; readonly messages: readonly string[] };

const MOST_RECORDS = 1000;
const MOST_CHARACTERS = 32_000;

/** A zone's records after a batch of changes: all of them, or none and what is wrong. */
export function applyBatch(
  zone: { readonly name: string; readonly records: readonly RecordSet[] },
  changes: readonly RecordChange[],
): BatchResult {
  const sets = new Map(zone.records.map((set) => [keyOf(set), set]));
  const messages = new Set<string>([
    ...limitProblems(changes),
    ...repeatedChanges(changes),
    ...changes.flatMap(({ set }) => ownProblems(zone.name, set)),
    ...changes.flatMap((change) => applyChange(sets, change)),
  ]);
  const records = [...sets.values()];
  for (const name of new Set(changes.map(({ set }) => set.name))) {
    const there = records.filter((set) => set.name === name);
    for (const problem of neighbourProblems(zone.name, there)) messages.add(problem);
  }
  for (const problem of apexProblems(zone.name, records)) messages.add(problem);
  return messages.size > 0
    ? { kind: 'rejected', messages: [...messages] }
    : { kind: 'accepted', records };
}

/** An UPSERT counts twice. */
function limitProblems(changes: readonly RecordChange[]): string[] {
  let records = 0;
  let characters = 0;
  for (const { action, set } of changes) {
    const times = action === 'UPSERT' ? 2 : 1;
    records += times * set.values.length;
    characters += times * set.values.join('').length;
  }
  return [
    ...(records > MOST_RECORDS ? [`Number of records limit of ${MOST_RECORDS} exceeded.`] : []),
    ...(characters > MOST_CHARACTERS
      ? [`Number of characters limit of ${MOST_CHARACTERS} exceeded.`]
      : []),
  ];
}

/** A record set is changed once; only to delete it and then to create it anew is allowed. */
function repeatedChanges(changes: readonly RecordChange[]): string[] {
  const byKey = Map.groupBy(changes, ({ set }) => keyOf(set));
  return [...byKey.values()].flatMap((same) => {
    const actions = same.map(({ action }) => action).join(' ');
    const [first] = same;
    if (!first || same.length === 1 || actions === 'DELETE CREATE') return [];
    return `The request contains an invalid set of changes for a resource record set '${first.set.type} ${first.set.name}'`;
  });
}

/** What is wrong with a record set by itself. */
function ownProblems(zone: string, set: RecordSet): string[] {
  const problems = valueProblems(set);
  const name = nameProblem(set.name);
  if (name) problems.push(name);
  if (!isWithin(set.name, zone)) {
    problems.push(`RRSet with DNS name ${set.name} is not permitted in zone ${zone}`);
  }
  if (set.type === 'CNAME' && set.values.length > 1) {
    problems.push(`RRSet of type CNAME with DNS name ${set.name} must have one record`);
  }
  if (set.failover === 'PRIMARY' && set.healthCheck === undefined) {
    problems.push(
      'A non-alias primary ResourceRecordSet must have an associated health check. No changes made.',
    );
  }
  return problems;
}

function applyChange(sets: Map<string, RecordSet>, { action, set }: RecordChange): string[] {
  const key = keyOf(set);
  const present = sets.get(key);
  const words = `resource record set [name='${set.name}', type='${set.type}'${set.setId === undefined ? '' : `, set identifier='${set.setId}'`}]`;
  switch (action) {
    case 'CREATE':
      if (present) return [`Tried to create ${words} but it already exists`];
      sets.set(key, set);
      return [];
    case 'UPSERT':
      sets.set(key, set);
      return [];
    case 'DELETE':
      if (!present) return [`Tried to delete ${words} but it was not found`];
      if (!isSame(present, set)) {
        return [`Tried to delete ${words} but the values provided do not match the current values`];
      }
      sets.delete(key);
      return [];
  }
}

function isSame(a: RecordSet, b: RecordSet): boolean {
  const text = (set: RecordSet) =>
    JSON.stringify([
      set.ttl,
      [...set.values].sort(),
      set.weight ?? null,
      set.failover ?? null,
      set.healthCheck ?? null,
    ]);
  return text(a) === text(b);
}

/** What is wrong among the record sets of one name. */
function neighbourProblems(zone: string, sets: readonly RecordSet[]): string[] {
  const problems: string[] = [];
  const [cname] = sets.filter(({ type }) => type === 'CNAME');
  if (cname?.name === zone) {
    problems.push(
      `RRSet of type CNAME with DNS name ${zone} is not permitted at apex in zone ${zone}`,
    );
  } else if (cname && sets.some(({ type }) => type !== 'CNAME')) {
    problems.push(
      `RRSet of type CNAME with DNS name ${cname.name} is not permitted as it conflicts with other records with the same DNS name in zone ${zone}`,
    );
  }
  for (const group of Map.groupBy(sets, ({ type }) => type).values()) {
    problems.push(...groupProblems(group));
  }
  return problems;
}

/** What is wrong among the record sets of one name and type. */
function groupProblems(group: readonly RecordSet[]): string[] {
  if (group.length < 2) return [];
  const weighted = group.filter(({ weight }) => weight !== undefined);
  const failover = group.filter((set) => set.failover !== undefined);
  const last = group.at(-1);
  const cannot = (why: string) =>
    `RRSet with DNS name ${last?.name}, type ${last?.type}${last?.setId === undefined ? '' : `, SetIdentifier ${last.setId}`} cannot be created as ${why}`;
  if (weighted.length + failover.length < group.length) {
    return [cannot('other RRSets exist with the same name and type.')];
  }
  if (weighted.length > 0 && failover.length > 0) {
    const kind = last?.weight === undefined ? 'failover' : 'weighted';
    return [cannot(`a non-${kind} set exists with the same name and type.`)];
  }
  if (new Set(weighted.map(({ ttl }) => ttl)).size > 1) {
    return [cannot('weighted sets must contain the same TTL.')];
  }
  return (['PRIMARY', 'SECONDARY'] as const)
    .filter((role) => failover.filter((set) => set.failover === role).length > 1)
    .map((role) => cannot(`a ${role} failover set exists with the same name and type.`));
}

function apexProblems(zone: string, records: readonly RecordSet[]): string[] {
  const has = (type: string) => records.some((set) => set.name === zone && set.type === type);
  return [
    ...(has('SOA') ? [] : ['A HostedZone must contain exactly one SOA record.']),
    ...(has('NS') ? [] : ['A HostedZone must contain at least one NS record for the zone itself.']),
    ...records
      .filter(({ name, type }) => type === 'SOA' && name !== zone)
      .map(
        ({ name }) => `RRSet of type SOA with DNS name ${name} is not permitted in zone ${zone}`,
      ),
  ];
}
