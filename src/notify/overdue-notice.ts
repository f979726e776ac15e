import type { Drill } from '../core/drill.ts';
import type { Notice } from '../core/notification.ts';
import type { Ms } from '../core/ports.ts';
import { drillTitle, languageOf } from './drill-words.ts';
import { noticeWords } from './notice-words.ts';

/** That a rehearsal has not taken place when its schedule wanted it, nor within its grace. */
export function overdueNotice(overdue: {
  readonly drill: Pick<Drill, 'name' | 'title' | 'titles' | 'report'>;
  readonly environment: string;
  /** The moment of the schedule as people there say it. */
  readonly wanted: string;
  readonly lateMs: Ms;
  /** The newest run that was a rehearsal. */
  readonly last?: string | undefined;
}): Notice {
  const { drill, environment, wanted, lateMs, last } = overdue;
  const words = noticeWords(languageOf(drill));
  return {
    event: 'overdue',
    drill: drill.name,
    title: words.overdue(drillTitle(drill)),
    lines: [
      words.wanted(environment, wanted, lateMs),
      last === undefined ? words.neverRehearsed : words.lastRehearsal(last),
      `drill due ${drill.name}`,
    ],
  };
}
