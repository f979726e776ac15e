import { z } from 'zod';

/**
 * How the sandbox misbehaves.
 * - `throttle`: `Throttling`, with a `Retry-After` header where `retryAfter` is given
 * - `error-500`: `InternalFailure`, nothing has happened
 * - `reset`: the connection is cut before the operation takes effect
 * - `reset-after`: the operation is carried out, then the connection is cut instead of the answer
 * - `delay`: the operation waits for `delayMs` first
 * - `stale`: a describe answers as it was before the last change
 * - `expired-token`, `access-denied`: what they say
 * - `stuck`, `aborted`: what goes on after a call, see `LASTING`
 */
export const FAULT_KINDS = [
  'throttle',
  'error-500',
  'reset',
  'reset-after',
  'delay',
  'stale',
  'expired-token',
  'access-denied',
  'stuck',
  'aborted',
] as const;

export type FaultKind = (typeof FAULT_KINDS)[number];

/**
 * Kinds that strike no call: while such a fault is in force, what these operations lead to goes wrong.
 * - `stuck`: a change of records stays PENDING; the resolver keeps the answers that it has, whatever their TTL
 * - `aborted`: a restore job is ABORTED once RDS has begun
 */
const LASTING: Partial<Record<FaultKind, readonly string[]>> = {
  stuck: ['route53:ChangeResourceRecordSets', 'dns:Query'],
  aborted: ['backup:StartRestoreJob'],
};

/** Whether faults of this kind strike no call, but last. */
export function isLasting(kind: FaultKind): boolean {
  return LASTING[kind] !== undefined;
}

export const faultRequest = z
  .strictObject({
    /** `rds:DescribeDBInstances`, `rds:*` or `*`. */
    operation: z
      .string()
      .regex(
        /^(\*|[a-z0-9-]+:(\*|[A-Za-z0-9]+))$/,
        'must read like rds:DescribeDBInstances, rds:* or *',
      ),
    kind: z.enum(FAULT_KINDS),
    /** How many calls it strikes. Absent: until it is cleared. */
    count: z.int().min(1).optional(),
    /** How many matching calls it lets pass first. @default 0 */
    skip: z.int().min(0).optional(),
    /** For `delay`, in ms. @default 1000 */
    delayMs: z.int().min(0).max(600_000).optional(),
    /** For `throttle`, in seconds. */
    retryAfter: z.number().min(0).optional(),
  })
  .superRefine(({ kind, operation, count, skip }, context) => {
    const operations = LASTING[kind];
    if (!operations) return;
    if (!operations.includes(operation)) {
      const message = `must be ${operations.join(' or ')} for ${kind}`;
      context.addIssue({ code: 'custom', path: ['operation'], message });
    }
    if (count !== undefined || skip !== undefined) {
      const message = `strikes no calls that could be counted; it lasts until it is cleared`;
      context.addIssue({ code: 'custom', path: ['kind'], message });
    }
  });

/** What is asked for. */
export type FaultRequest = z.infer<typeof faultRequest>;

/** A fault in force, with what is left of its `count` and `skip`. */
export interface Fault extends FaultRequest {
  readonly id: string;
  count?: number | undefined;
  skip?: number | undefined;
  /** Calls struck so far. */
  struck: number;
}
