import type { Random } from '../../core/ports.ts';
import { canonicalName, isWithin, parentOf } from '../route53/dns-name.ts';
import type { RecordSet, RecordType, ServedZone } from '../route53/route53-state.ts';
import { chooseRecordSet } from './choose-record-set.ts';
import type { ZoneSource } from './zone-source.ts';

/** One record, with its value as Route 53 writes it. */
export interface ZoneRecordData {
  readonly name: string;
  readonly type: RecordType;
  /** Seconds. */
  readonly ttl: number;
  readonly value: string;
}

export interface ZoneAnswer {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'REFUSED' | 'SERVFAIL';
  /** False for a referral to other name servers. */
  readonly isAuthoritative: boolean;
  readonly answers: readonly ZoneRecordData[];
  readonly authority: readonly ZoneRecordData[];
}

/** A longer chain of aliases is taken for a circle. */
const MOST_ALIASES = 16;

/**
 * What the zones say to a question. Aliases are followed from zone to zone for as long as they stay in ours.
 * @param question.name canonical
 */
export function answerFrom(
  source: ZoneSource,
  { name, type }: { readonly name: string; readonly type: string },
  random: Random,
): ZoneAnswer {
  const answers: ZoneRecordData[] = [];
  const choose = (sets: readonly RecordSet[]) =>
    chooseRecordSet(sets, (id) => source.isHealthy(id), random);
  let wanted = name;
  for (let aliases = 0; aliases <= MOST_ALIASES; aliases += 1) {
    const zone = closestZone(source.zones(), wanted);
    if (!zone)
      return aliases === 0
        ? { ...NOTHING, rcode: 'REFUSED' }
        : { ...NOTHING, isAuthoritative: true, answers };
    const delegation = delegationAbove(zone, wanted);
    if (delegation) {
      const authority = recordsIn(delegation);
      return { ...NOTHING, isAuthoritative: aliases > 0, answers, authority };
    }
    const here = setsAt(zone, wanted);
    const cname = choose(here?.filter((set) => set.type === 'CNAME') ?? []);
    if (cname && type !== 'CNAME' && type !== 'ANY') {
      answers.push(...recordsIn(cname));
      wanted = canonicalName(cname.values[0] ?? '');
      continue;
    }
    const groups = Map.groupBy(here ?? [], (set) => set.type);
    const asked = type === 'ANY' ? [...groups.values()] : [groups.get(type as RecordType) ?? []];
    const found = asked.flatMap((group) => choose(group) ?? []).flatMap(recordsIn);
    answers.push(...found);
    return {
      rcode: here ? 'NOERROR' : 'NXDOMAIN',
      isAuthoritative: true,
      answers,
      authority: found.length > 0 ? [] : startOfAuthority(zone),
    };
  }
  return { ...NOTHING, rcode: 'SERVFAIL' };
}

const NOTHING: ZoneAnswer = {
  rcode: 'NOERROR',
  isAuthoritative: false,
  answers: [],
  authority: [],
};

function closestZone(zones: readonly ServedZone[], name: string): ServedZone | undefined {
  return zones
    .filter((zone) => isWithin(name, zone.name))
    .reduce<ServedZone | undefined>(
      (best, zone) => (best && best.name.length >= zone.name.length ? best : zone),
      undefined,
    );
}

/** Name servers of somebody else to whom the name, or one above it, is given. */
function delegationAbove(zone: ServedZone, name: string): RecordSet | undefined {
  let found: RecordSet | undefined;
  for (let at = name; at !== zone.name && at !== ''; at = parentOf(at)) {
    found = zone.records.find((set) => set.name === at && set.type === 'NS') ?? found;
  }
  return found;
}

/** The record sets of a name, or those of the `*` that stands for it; `undefined` when there is no such name. */
function setsAt({ name: apex, records }: ServedZone, name: string): RecordSet[] | undefined {
  const exists = (at: string) => records.some((set) => isWithin(set.name, at));
  if (exists(name)) return records.filter((set) => set.name === name);
  for (let at = name; at !== apex && at !== ''; ) {
    at = parentOf(at);
    const wild = records.filter((set) => set.name === `*.${at}`);
    if (wild.length > 0) return wild.map((set) => ({ ...set, name }));
    if (exists(at)) return undefined;
  }
  return undefined;
}

function recordsIn({ name, type, ttl, values }: RecordSet): ZoneRecordData[] {
  return values.map((value) => ({ name, type, ttl, value }));
}

/** What tells a resolver for how long it may remember that there is nothing. */
function startOfAuthority(zone: ServedZone): ZoneRecordData[] {
  return zone.records
    .filter(({ name, type }) => name === zone.name && type === 'SOA')
    .flatMap(recordsIn)
    .map((soa) => ({ ...soa, ttl: Math.min(soa.ttl, Number(soa.value.split(' ').at(-1))) }));
}
