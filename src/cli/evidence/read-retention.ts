import type { Retention } from '../../activities/s3/keep-object.ts';
import { DAY } from '../../core/day.ts';
import { parseDuration } from '../../core/duration.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Ms } from '../../core/ports.ts';
import { demandDate } from '../demand-date.ts';

export interface RetentionOptions {
  readonly retain?: string;
  readonly retainUntil?: string;
  readonly mode?: Retention['mode'];
}

/**
 * How long something is to be kept, as it was typed.
 * @returns `undefined`: as long as the bucket says
 * @throws KunrenError `DATE_INVALID`, `RETENTION_INVALID`
 */
export function readRetention(options: RetentionOptions, now: Ms): Retention | undefined {
  const { retain, retainUntil, mode } = options;
  if (retain !== undefined && retainUntil !== undefined) {
    throw invalid('Of --retain and --retain-until only one can be.');
  }
  const until = endOf(options, now);
  if (until === undefined) {
    if (mode === undefined) return undefined;
    throw invalid('--mode says how something is kept; --retain or --retain-until says how long.');
  }
  if (until <= now) throw invalid(`${retainUntil ?? retain} is over already.`);
  return { mode: mode ?? 'governance', until: new Date(until).toISOString() };
}

function endOf({ retain, retainUntil }: RetentionOptions, now: Ms): Ms | undefined {
  if (retainUntil !== undefined) return endOfDay(retainUntil);
  return retain === undefined ? undefined : now + lengthOf(retain);
}

/** The day itself is still kept, in UTC. */
function endOfDay(day: string): Ms {
  demandDate(day);
  return Date.parse(`${day}T00:00:00Z`) + DAY;
}

function lengthOf(text: string): Ms {
  const length = parseDuration(text);
  if (length !== undefined) return length;
  throw invalid(`"${text}" is no duration. Write e.g. 365d.`);
}

function invalid(message: string): KunrenError {
  return new KunrenError({ code: 'RETENTION_INVALID', message, class: 'input' });
}
