import type { LostWrites, UserOutage } from '../../src/core/outage.ts';
import type { Instant, Ms } from '../../src/core/ports.ts';

const SLICES = 60;
const LOST = 37;

/** What a client saw that sent a request every so often, from well before T0 to well after the traffic moved. */
export function sampleOutage(told: {
  readonly source: string;
  readonly impactAt: Instant;
  /** When the new answer was in the DNS; absent: never. */
  readonly movedAt?: Instant;
  readonly readAt: Instant;
  readonly everyMs: Ms;
  /** How long some clients go on with the old answer. */
  readonly ttlMs: Ms;
}): UserOutage {
  const { source, everyMs, ttlMs } = told;
  const impact = Date.parse(told.impactAt);
  const moved = told.movedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(told.movedAt);
  const end = Date.parse(told.readAt);
  const start = impact - (end - impact) * 0.3;
  const sliceMs = (end - start) / SLICES;
  const slices = Array.from({ length: SLICES }, (_, index) => ({
    at: instant(start + index * sliceMs),
    ok: 0,
    failed: 0,
  }));
  const failures: Ms[] = [];
  const answers: Ms[] = [];
  for (let index = 0, at = start; at < end; index += 1, at = start + index * everyMs) {
    const isLate = at < moved + ttlMs && index % 3 !== 0;
    const fails = at >= impact && (at < moved || isLate);
    (fails ? failures : answers).push(at);
    const slice = slices[Math.min(SLICES - 1, Math.floor((at - start) / sliceMs))];
    if (slice) slice[fails ? 'failed' : 'ok'] += 1;
  }
  const last = failures.at(-1) ?? 0;
  const recovered = answers.find((at) => at > last);
  return {
    source,
    firstFailureAt: instant(failures[0] ?? impact),
    lastFailureAt: instant(last),
    ...(recovered !== undefined && { recoveredAt: instant(recovered) }),
    sent: failures.length + answers.length,
    failed: failures.length,
    everyMs,
    slices,
  };
}

/** The newest writes before T0 had not reached the replica. */
export function sampleLostWrites(told: {
  readonly source: string;
  readonly impactAt: Instant;
  readonly everyMs: Ms;
}): LostWrites {
  const { source, impactAt, everyMs } = told;
  return {
    source,
    acknowledged: 1204,
    lost: LOST,
    first: { key: 'order-001168', at: instant(Date.parse(impactAt) - LOST * everyMs) },
    everyMs,
  };
}

function instant(ms: number): Instant {
  return new Date(ms).toISOString();
}
