import { Cron } from 'croner';

/** A pattern that is wrong throws; what is wrong with it is told by `check-schedule.ts`. */
export function readCron(pattern: string): Cron {
  // The pattern is asked for times of clocks only. What a zone makes of them is decided in one place, for all rules alike.
  return new Cron(pattern, { timezone: 'UTC', mode: '5-part', paused: true });
}

/**
 * The local times `YYYY-MM-DDTHH:MM` that a pattern matches, one after the other.
 * Begins with the last one before `from`, which may have been moved to a time after it.
 */
export function* cronTimes(pattern: string, from: string): Generator<string> {
  const cron = readCron(pattern);
  const start = new Date(`${from}:00Z`);
  const [before] = cron.previousRuns(1, start);
  if (before) yield localOf(before);
  // The next one after a moment is asked for, and one at the very start counts too.
  let last = new Date(start.getTime() - 1000);
  for (;;) {
    const next = cron.nextRun(last);
    if (!next) return;
    last = next;
    yield localOf(next);
  }
}

function localOf(date: Date): string {
  return date.toISOString().slice(0, 16);
}
