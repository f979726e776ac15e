import type { Language } from '../../core/translations.ts';
import { drillFilesIn, readDrill } from '../../drill-file/read-drill.ts';
import type { Project } from '../project.ts';

/** The language in which all drills of a project write their reports; English where they do not agree. */
export function projectLanguage({ drills }: Project): Language {
  const languages = (drillFilesIn(drills) ?? []).flatMap((name) => {
    try {
      return [readDrill(`${drills}/${name}`).drill.report?.lang ?? 'en'];
    } catch {
      // Whoever runs or checks it is told.
      return [];
    }
  });
  const [first = 'en'] = languages;
  return languages.every((one) => one === first) ? first : 'en';
}
