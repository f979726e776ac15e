import type { FaultKind, FaultRequest } from '../../src/sandbox/fault/fault.ts';

const READS = [
  'sts:GetCallerIdentity',
  'rds:DescribeDBInstances',
  'rds:DescribeDBInstanceAutomatedBackups',
  'rds:DescribeDBSubnetGroups',
];
const MUTATIONS = [
  'rds:RestoreDBInstanceToPointInTime',
  'rds:ModifyDBInstance',
  'rds:DeleteDBInstance',
];
const KINDS: readonly FaultKind[] = ['throttle', 'error-500', 'reset', 'reset-after', 'delay'];

/** A handful of faults that a run gets over; the same for the same seed. */
export function randomFaults(seed: number): FaultRequest[] {
  const random = mulberry32(seed);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T;
  return Array.from({ length: 7 }, (_, index): FaultRequest => {
    const isRead = index % 2 === 0;
    return {
      operation: pick(isRead ? READS : MUTATIONS),
      kind: pick(isRead ? [...KINDS, 'stale' as const] : KINDS),
      count: 1 + Math.floor(random() * 2),
      skip: isRead ? Math.floor(random() * 4) : 0,
      delayMs: Math.floor(random() * 800),
    };
  });
}

/** A small generator with a seed, so that what failed once can be made to fail again. */
function mulberry32(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
