import type { Change, ResourceRecordSet } from '@aws-sdk/client-route-53';
import { apiName, canonicalName, sortKeyOf } from './dns-name.ts';
import { invalidInput, unsupported } from './route53-error.ts';
import { RECORD_TYPES, type RecordSet, type RecordType } from './route53-state.ts';

const HONOURED: readonly (keyof ResourceRecordSet)[] = [
  'Name',
  'Type',
  'TTL',
  'ResourceRecords',
  'SetIdentifier',
  'Weight',
  'Failover',
  'HealthCheckId',
];

const LONGEST_TTL = 2_147_483_647;

/** Names a record set within its zone. */
export function keyOf({
  name,
  type,
  setId = '',
}: Pick<RecordSet, 'name' | 'type' | 'setId'>): string {
  return `${name} ${type} ${setId}`;
}

/** In the order in which Route 53 lists them. */
export function orderOf({
  name,
  type,
  setId = '',
}: Pick<RecordSet, 'name' | 'type' | 'setId'>): string {
  return [sortKeyOf(name), type, setId].join('\u0000');
}

/**
 * The record set of a change, checked to be complete; whether its values and its place are right is not looked at.
 * @throws ServiceError `InvalidInput`, `UnsupportedBySandbox`.
 */
export function recordSetOf(change: Change): RecordSet {
  const set = change.ResourceRecordSet ?? ({} as Partial<ResourceRecordSet>);
  const { Name = '', Type = '', TTL, ResourceRecords, SetIdentifier, Weight, Failover } = set;
  const where = `in Change with [Action=${change.Action}, Name=${Name}, Type=${Type}, SetIdentifier=${SetIdentifier ?? 'null'}]`;
  refuseOthers(set, where);
  if (TTL === undefined && ResourceRecords === undefined) {
    throw invalid(
      `Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none ${where}`,
    );
  }
  if (TTL === undefined) throw invalid(`Missing field 'TTL' ${where}`);
  if (!Number.isInteger(TTL) || TTL < 0 || TTL > LONGEST_TTL) {
    throw invalid(`The TTL ${TTL} is not a number from 0 to ${LONGEST_TTL} ${where}`);
  }
  if (!ResourceRecords?.length) throw invalid(`Missing field 'ResourceRecords' ${where}`);
  checkRouting(set, where);
  return {
    name: canonicalName(Name),
    type: Type as RecordType,
    ttl: TTL,
    values: ResourceRecords.map(({ Value = '' }) => Value),
    ...(SetIdentifier !== undefined && { setId: SetIdentifier }),
    ...(Weight !== undefined && { weight: Weight }),
    ...(Failover !== undefined && { failover: Failover }),
    ...(set.HealthCheckId !== undefined && { healthCheck: set.HealthCheckId }),
  };
}

/** As the API answers it. */
export function recordSetView(set: RecordSet): ResourceRecordSet {
  return {
    Name: apiName(set.name),
    Type: set.type,
    SetIdentifier: set.setId,
    Weight: set.weight,
    Failover: set.failover,
    TTL: set.ttl,
    ResourceRecords: set.values.map((Value) => ({ Value })),
    HealthCheckId: set.healthCheck,
  };
}

function refuseOthers(set: Partial<ResourceRecordSet>, where: string): void {
  const other = Object.entries(set).find(
    ([name, value]) => value !== undefined && !HONOURED.some((each) => each === name),
  );
  if (other) throw unsupported(`The sandbox does not know what to do with ${other[0]} ${where}.`);
  if (!RECORD_TYPES.some((type) => type === set.Type)) {
    throw unsupported(`The sandbox has no records of type ${set.Type} ${where}.`);
  }
}

/** One of several sets says which one it is, and by what one of them is chosen. */
function checkRouting(set: Partial<ResourceRecordSet>, where: string): void {
  const { SetIdentifier, Weight, Failover } = set;
  const isRouted = Weight !== undefined || Failover !== undefined;
  if (SetIdentifier === undefined && isRouted) {
    throw invalid(`Missing field 'SetIdentifier' ${where}`);
  }
  if (SetIdentifier === undefined) return;
  if (SetIdentifier.length < 1 || SetIdentifier.length > 128) {
    throw invalid(`SetIdentifier must have 1 to 128 characters ${where}`);
  }
  if (!isRouted || (Weight !== undefined && Failover !== undefined)) {
    const found = isRouted ? 'more than one' : 'none';
    throw invalid(
      `Expected exactly one of [Weight, Region, Failover, GeoLocation, MultiValueAnswer, GeoProximityLocation, or CidrRoutingConfig], but found ${found} ${where}`,
    );
  }
  if (Weight !== undefined && (!Number.isInteger(Weight) || Weight < 0 || Weight > 255)) {
    throw invalid(`The weight ${Weight} is not a number from 0 to 255 ${where}`);
  }
  if (Failover !== undefined && Failover !== 'PRIMARY' && Failover !== 'SECONDARY') {
    throw invalid(`Failover is PRIMARY or SECONDARY, not '${Failover}' ${where}`);
  }
}

const invalid = (message: string) => invalidInput(`Invalid request: ${message}`);
