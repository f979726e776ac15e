import { formatDuration } from '../core/duration.ts';
import type { Notice } from '../core/notification.ts';
import type { Ms } from '../core/ports.ts';

/** That a rehearsal has not taken place when its schedule wanted it, nor within its grace. */
export function overdueNotice(overdue: {
  readonly drill: string;
  readonly title: string;
  readonly environment: string;
  /** The moment of the schedule as people there say it. */
  readonly wanted: string;
  readonly lateMs: Ms;
  /** The newest run that was a rehearsal. */
  readonly last?: string | undefined;
}): Notice {
  const { drill, title, environment, wanted, lateMs, last } = overdue;
  return {
    event: 'overdue',
    drill,
    title: `${title}: the rehearsal is overdue`,
    lines: [
      `Wanted in ${environment} on ${wanted}, ${formatDuration(lateMs)} ago.`,
      last === undefined ? 'It was never rehearsed there.' : `The last rehearsal was ${last}.`,
      `drill due ${drill}`,
    ],
  };
}
