import type { DBInstance } from '@aws-sdk/client-rds';
import type { ActivityContext, PlannedCall } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import { RUN_TAG } from '../../core/resource.ts';
import { awsFailure } from '../aws-failure.ts';
import type { Services } from '../services.ts';

export type RdsContext = ActivityContext<Services>;

/** An instance by its name, which another can take over later. */
export interface InstanceRef {
  readonly region: string;
  readonly id: string;
}

/** The very instance: its resource id is never used twice, and it stays when the instance is renamed. */
export interface KnownInstance extends InstanceRef {
  readonly resourceId: string;
}

/** One look at one instance. */
export interface InstanceLook {
  /** `undefined`: RDS says that there is none. */
  readonly instance?: DBInstance | undefined;
  /** Of the request that RDS answered with "there is none": the proof of it. */
  readonly requestId?: string;
}

/** @param region @default the environment's */
export async function describeInstance(
  context: RdsContext,
  id: string,
  region?: string,
): Promise<InstanceLook> {
  const rds = await context.services.aws.rds(region);
  try {
    const { DBInstances = [] } = await rds.describeDBInstances({ DBInstanceIdentifier: id });
    return { instance: DBInstances[0] };
  } catch (error) {
    const { code, failure } = awsFailure(error);
    if (code !== 'DB_INSTANCE_NOT_FOUND') throw error;
    const requestId = failure.details?.['requestId'];
    return typeof requestId === 'string' ? { requestId } : {};
  }
}

/** Finds an instance whatever its name is by now. */
export async function describeByResourceId(
  context: RdsContext,
  { region, resourceId }: Pick<KnownInstance, 'region' | 'resourceId'>,
): Promise<InstanceLook> {
  const rds = await context.services.aws.rds(region);
  const { DBInstances = [], $metadata } = await rds.describeDBInstances({
    Filters: [{ Name: 'dbi-resource-id', Values: [resourceId] }],
  });
  const instance = DBInstances.find(({ DbiResourceId }) => DbiResourceId === resourceId);
  if (instance) return { instance };
  const requestId = $metadata?.requestId;
  return requestId === undefined ? {} : { requestId };
}

/**
 * The instance of that name, which must be the very one that is meant.
 * @throws KunrenError `DB_INSTANCE_NOT_FOUND`; `INSTANCE_REPLACED` (class `safety`).
 */
export async function describeKnown(
  context: RdsContext,
  { region, id, resourceId }: KnownInstance,
): Promise<DBInstance> {
  const { instance } = await describeInstance(context, id, region);
  if (!instance) {
    throw new KunrenError({
      code: 'DB_INSTANCE_NOT_FOUND',
      message: `There is no instance ${id} in ${region}.`,
    });
  }
  if (instance.DbiResourceId === resourceId) return instance;
  throw new KunrenError({
    code: 'INSTANCE_REPLACED',
    message: `Another instance stands under the name ${id} in ${region} than the one that was looked at before.`,
    class: 'safety',
    details: { expected: resourceId, found: instance.DbiResourceId ?? null },
  });
}

/**
 * Every page of every instance in the Region.
 * RDS has no filter by tag, so whoever looks for a tag has to read them all.
 * @param region @default the environment's
 */
export async function describeAllInstances(
  aws: Services['aws'],
  region?: string,
): Promise<readonly DBInstance[]> {
  const rds = await aws.rds(region);
  const instances: DBInstance[] = [];
  let marker: string | undefined;
  do {
    const page = await rds.describeDBInstances(marker === undefined ? {} : { Marker: marker });
    instances.push(...(page.DBInstances ?? []));
    marker = page.Marker;
  } while (marker);
  return instances;
}

const NAMES_LISTED = 10;

/** One sentence with the names that there are, for whoever asked for another one. */
export async function nameInstances(context: RdsContext, region?: string): Promise<string> {
  const names = (await describeAllInstances(context.services.aws, region)).map(
    (instance) => instance.DBInstanceIdentifier ?? '',
  );
  if (names.length === 0) return 'There are none at all.';
  const listed = names.sort().slice(0, NAMES_LISTED).join(', ');
  const more = names.length > NAMES_LISTED ? ` and ${names.length - NAMES_LISTED} more` : '';
  return `There are: ${listed}${more}.`;
}

/** The run that made the instance, by its tag. */
export function runOf(instance: DBInstance): string | undefined {
  return tagOf(instance, RUN_TAG);
}

export function tagOf(instance: DBInstance, key: string): string | undefined {
  return instance.TagList?.find((tag) => tag.Key === key)?.Value;
}

/** Failed, or on its way to a state in which it serves nobody: waiting does not help. */
export function isBroken(status: string): boolean {
  return /^(failed|restore-error|storage-full|insufficient-capacity|inaccessible-|incompatible-|delet|stop)/.test(
    status,
  );
}

/** RDS shows what was just made a little late: first the instance, then its tags. */
export const VISIBILITY_MS: Ms = 2 * 60_000;

/** How far the clock of this machine may be off from that of AWS; more, and AWS refuses the signature. */
export const CLOCK_TOLERANCE_MS: Ms = 5 * 60_000;

type Asking = Pick<RdsContext, 'run' | 'clock'>;

/** What RDS said when it was asked for the instance. */
interface Identified {
  readonly dbiResourceId?: string;
}

/**
 * No tags are shown, but they may only be late: it is the instance that was asked for, or so new, or so unfinished,
 * that it may be.
 */
export function tagsMayCome(
  context: Asking,
  instance: DBInstance,
  receipt: Identified = {},
): boolean {
  if ((instance.TagList ?? []).length > 0) return false;
  const { dbiResourceId } = receipt;
  if (dbiResourceId !== undefined && dbiResourceId === instance.DbiResourceId) return true;
  // RDS tells the time only once the instance has been made.
  const created = instance.InstanceCreateTime?.getTime() ?? Number.POSITIVE_INFINITY;
  return context.clock.now() - created < VISIBILITY_MS + CLOCK_TOLERANCE_MS;
}

/**
 * @param code - what to say when it is not ours.
 * @throws KunrenError of class `safety` unless the instance carries this run's tag; `TAGS_NOT_VISIBLE`, which may
 * pass, as long as its tags may still come.
 */
export function demandOurs(
  context: Asking,
  instance: DBInstance,
  code: 'NOT_OURS' | 'NAME_TAKEN',
  receipt?: Identified,
): void {
  const owner = runOf(instance);
  if (owner === context.run) return;
  const { DBInstanceIdentifier: id } = instance;
  if (tagsMayCome(context, instance, receipt)) {
    throw new KunrenError({
      code: 'TAGS_NOT_VISIBLE',
      message: `RDS shows no tags of ${id} yet, so it cannot be told whether this run made it.`,
      retryable: true,
    });
  }
  throw new KunrenError({
    code,
    message: `The instance ${id} was not made by this run: ${
      owner === undefined ? `it has no tag ${RUN_TAG}` : `its tag ${RUN_TAG} says ${owner}`
    }.`,
    class: 'safety',
    details: { owner: owner ?? null, run: context.run },
  });
}

export function plannedLook(id: string): PlannedCall {
  return {
    service: 'rds',
    operation: 'DescribeDBInstances',
    parameters: { DBInstanceIdentifier: id },
    mutating: false,
  };
}
