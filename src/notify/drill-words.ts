import type { Drill } from '../core/drill.ts';
import { PLAIN_REPORT } from '../core/report-settings.ts';
import type { Language } from '../core/translations.ts';

/** Whoever reads a drill's reports reads its notices. */
export function languageOf({ report = PLAIN_REPORT }: Pick<Drill, 'report'>): Language {
  return report.lang;
}

/** The title of a drill in that language, where it has one. */
export function drillTitle(drill: Pick<Drill, 'report' | 'title' | 'titles'>): string {
  const lang = languageOf(drill);
  return (lang === 'en' ? undefined : drill.titles?.[lang]) ?? drill.title;
}
