import { DRILL_TAG } from '../core/resource.ts';
import { describeAllInstances, runOf } from './rds/describe-instance.ts';
import type { Services } from './services.ts';

/** Something that a run made and that is still there. */
export interface Leftover {
  readonly type: 'rds:db-instance';
  readonly id: string;
  readonly region: string;
  /** The run that made it, by its tag. */
  readonly run: string;
  readonly drill?: string;
  /** Absent while it is being made. */
  readonly createdAt?: string;
  readonly status: string;
}

/**
 * Everything in these Regions that carries a run's tag, finished run or not: a running drill's instance is listed too.
 */
export async function findLeftovers(
  services: Pick<Services, 'aws'>,
  regions: readonly string[],
): Promise<readonly Leftover[]> {
  const found = await Promise.all(regions.map((region) => findIn(services, region)));
  return found.flat();
}

async function findIn(
  services: Pick<Services, 'aws'>,
  region: string,
): Promise<readonly Leftover[]> {
  const instances = await describeAllInstances(services.aws, region);
  return instances.flatMap((instance) => {
    const run = runOf(instance);
    if (run === undefined) return [];
    const drill = instance.TagList?.find((tag) => tag.Key === DRILL_TAG)?.Value;
    return {
      type: 'rds:db-instance' as const,
      id: instance.DBInstanceIdentifier ?? '',
      region,
      run,
      ...(drill !== undefined && { drill }),
      ...(instance.InstanceCreateTime && { createdAt: instance.InstanceCreateTime.toISOString() }),
      status: instance.DBInstanceStatus ?? 'unknown',
    };
  });
}
