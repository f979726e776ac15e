import type { DBInstance } from '@aws-sdk/client-rds';
import type { ActivityContext, PlannedCall } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { RUN_TAG } from '../../core/resource.ts';
import { awsFailure } from '../aws-failure.ts';
import type { Services } from '../services.ts';

export type RdsContext = ActivityContext<Services>;

/** One look at one instance. */
export interface InstanceLook {
  /** `undefined`: RDS says that there is none. */
  readonly instance?: DBInstance | undefined;
  /** Of the request that RDS answered with "there is none": the proof of it. */
  readonly requestId?: string;
}

export async function describeInstance(context: RdsContext, id: string): Promise<InstanceLook> {
  const rds = await context.services.aws.rds();
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

/**
 * Every page of every instance in the Region.
 * RDS has no filter by tag, so whoever looks for a tag has to read them all.
 */
export async function describeAllInstances(aws: Services['aws']): Promise<readonly DBInstance[]> {
  const rds = await aws.rds();
  const instances: DBInstance[] = [];
  let marker: string | undefined;
  do {
    const page = await rds.describeDBInstances(marker === undefined ? {} : { Marker: marker });
    instances.push(...(page.DBInstances ?? []));
    marker = page.Marker;
  } while (marker);
  return instances;
}

/** The run that made the instance, by its tag. */
export function runOf(instance: DBInstance): string | undefined {
  return instance.TagList?.find((tag) => tag.Key === RUN_TAG)?.Value;
}

/**
 * @param code - what to say when it is not ours.
 * @throws KunrenError of class `safety` unless the instance carries this run's tag.
 */
export function demandOurs(
  context: Pick<RdsContext, 'run'>,
  instance: DBInstance,
  code: 'NOT_OURS' | 'NAME_TAKEN',
): void {
  const owner = runOf(instance);
  if (owner === context.run) return;
  throw new KunrenError({
    code,
    message: `The instance ${instance.DBInstanceIdentifier} was not made by this run: ${
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
