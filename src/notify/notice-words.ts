import { formatDuration } from '../core/duration.ts';
import type { Instant, Ms } from '../core/ports.ts';
import type { Language } from '../core/translations.ts';
import { tellUsual, type UsualDuration } from '../core/usual-duration.ts';
import type { Measure, ProvedWord } from '../core/verdict.ts';
import { NOTICES_IN_JAPANESE } from './notice-words-ja.ts';

/** Every fixed word of a notice. What a runbook asks for and what AWS has answered stand as they are. */
export interface NoticeWords {
  readonly started: (title: string, live: boolean) => string;
  readonly where: (environment: string, rtoMs: Ms) => string;
  readonly toFollowUp: (count: number) => string;
  readonly needsYou: (title: string, what: string) => string;
  readonly until: (deadline: Instant) => string;
  readonly step: (id: string) => string;
  readonly paused: string;
  readonly goesOn: string;
  readonly atRisk: (title: string) => string;
  readonly used: (elapsedMs: Ms, rtoMs: Ms) => string;
  readonly usual: (usual: UsualDuration) => string;
  readonly ended: (title: string, how: ProvedWord | 'failed' | 'aborted') => string;
  readonly sandbox: string;
  readonly measure: (measure: Measure) => string;
  readonly notApplicable: string;
  readonly overdue: (title: string) => string;
  readonly wanted: (environment: string, moment: string, lateMs: Ms) => string;
  readonly lastRehearsal: (run: string) => string;
  readonly neverRehearsed: string;
}

const ENGLISH: NoticeWords = {
  started: (title, live) => `${title}: ${live ? 'LIVE run' : 'rehearsal'} has started`,
  where: (environment, rtoMs) => `In ${environment}, RTO ${formatDuration(rtoMs)}.`,
  toFollowUp: (count) => `${count} to follow up from earlier runs.`,
  needsYou: (title, what) => `${title} needs you: ${what}`,
  until: (deadline) => `Until ${deadline}.`,
  step: (id) => `(step ${id})`,
  paused: 'the run is paused',
  goesOn: 'It goes on by itself once that is mended.',
  atRisk: (title) => `${title}: the RTO is at risk`,
  used: (elapsedMs, rtoMs) =>
    `${formatDuration(elapsedMs)} of ${formatDuration(rtoMs)} are used, and the service is not back.`,
  usual: (usual) => `It ${tellUsual(usual)}.`,
  ended: (title, how) => `${title}: ${how}`,
  sandbox: 'Sandbox: no evidence.',
  measure: ({ actualMs, objectiveMs, result }) =>
    `${actualMs === undefined ? 'not measured' : formatDuration(actualMs)} of ${formatDuration(objectiveMs)} (${result})`,
  notApplicable: 'not applicable',
  overdue: (title) => `${title}: the rehearsal is overdue`,
  wanted: (environment, moment, lateMs) =>
    `Wanted in ${environment} on ${moment}, ${formatDuration(lateMs)} ago.`,
  lastRehearsal: (run) => `The last rehearsal was ${run}.`,
  neverRehearsed: 'It was never rehearsed there.',
};

/** The words of a language. */
export function noticeWords(lang: Language): NoticeWords {
  return { en: ENGLISH, ja: NOTICES_IN_JAPANESE }[lang];
}
