import { tzOffset } from '@date-fns/tz/tzOffset';
import type { Ms } from '../core/ports.ts';

const DAY_MS: Ms = 86_400_000;
const MINUTE_MS: Ms = 60_000;

/** The moment that a local time means. */
export interface Moment {
  readonly ms: Ms;
  /** Local time of the moment, `YYYY-MM-DDTHH:MM`: another one than was asked for where that does not exist. */
  readonly local: string;
  /** Whether clocks show the time that was asked for once, twice or never. */
  readonly shown: 'once' | 'twice' | 'never';
}

/**
 * The moment at which clocks in the zone show a time.
 *
 * A time that clocks skip becomes as much later as they skip; of one that they show twice, the first counts.
 * @param local `YYYY-MM-DDTHH:MM`
 */
export function momentOf(local: string, zone: string): Moment {
  const asUtc = Date.parse(`${local}:00Z`);
  const before = offsetMs(zone, asUtc - DAY_MS);
  const after = offsetMs(zone, asUtc + DAY_MS);
  const fits = [...new Set([before, after])]
    .filter((offset) => offsetMs(zone, asUtc - offset) === offset)
    .map((offset) => asUtc - offset)
    .sort((a, b) => a - b);
  const [first] = fits;
  const ms = first ?? asUtc - before;
  const shown = fits.length === 0 ? 'never' : fits.length === 1 ? 'once' : 'twice';
  return { ms, local: localTime(ms, zone), shown };
}

/** What clocks in the zone show at a moment, `YYYY-MM-DDTHH:MM`. */
export function localTime(ms: Ms, zone: string): string {
  return new Date(ms + offsetMs(zone, ms)).toISOString().slice(0, 16);
}

/** How far clocks in the zone are ahead of UTC at a moment. */
export function offsetMs(zone: string, ms: Ms): Ms {
  return tzOffset(zone, new Date(ms)) * MINUTE_MS;
}
