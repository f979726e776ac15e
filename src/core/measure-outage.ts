import type { UserOutage } from './outage.ts';
import type { Ms } from './ports.ts';

/** How long users were without service. */
export interface OutageMeasure {
  /** From the first failed request to the first one that was answered after the last failed one. */
  readonly ms: Ms;
  /** It may be longer or shorter by at most this: requests came no closer together. */
  readonly errorMs: Ms;
  /** False while requests still fail: it lasted at least so long. */
  readonly isOver: boolean;
}

/** `undefined` when no request failed, or none was sent. */
export function measureOutage(outage: UserOutage): OutageMeasure | undefined {
  const { firstFailureAt, lastFailureAt, recoveredAt, everyMs } = outage;
  const end = recoveredAt ?? lastFailureAt;
  if (firstFailureAt === undefined || end === undefined) return undefined;
  const ms = Math.max(0, Date.parse(end) - Date.parse(firstFailureAt));
  return { ms, errorMs: everyMs, isOver: recoveredAt !== undefined };
}
