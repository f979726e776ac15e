import type { Random } from '../../core/ports.ts';
import type { RecordSet } from '../route53/route53-state.ts';

/**
 * The one of several record sets of the same name and type that is answered, as Route 53 chooses it: by weight among
 * the healthy ones, or the primary while it is healthy and else the secondary. Where none is healthy, all count as
 * healthy. A set without a health check always is.
 */
export function chooseRecordSet(
  group: readonly RecordSet[],
  isHealthy: (healthCheck: string) => boolean,
  random: Random,
): RecordSet | undefined {
  if (group.length < 2) return group[0];
  const healthy = group.filter((set) => !set.healthCheck || isHealthy(set.healthCheck));
  const eligible = healthy.length > 0 ? healthy : group;
  if (group.some(({ failover }) => failover !== undefined)) {
    return eligible.find(({ failover }) => failover === 'PRIMARY') ?? eligible[0];
  }
  return byWeight(eligible, random);
}

/** Sets of weight 0 come in only when there are no others, and are then all alike. */
function byWeight(sets: readonly RecordSet[], random: Random): RecordSet | undefined {
  const total = sets.reduce((sum, { weight = 0 }) => sum + weight, 0);
  if (total === 0) return sets[Math.floor(random() * sets.length)];
  let left = random() * total;
  for (const set of sets) {
    left -= set.weight ?? 0;
    if (left < 0) return set;
  }
  return sets.at(-1);
}
