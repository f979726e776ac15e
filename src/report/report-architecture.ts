import { subjectTitle } from '../core/architecture.ts';
import type { RunState } from '../core/run-state.ts';
import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** How what the run exercised was set up; `null` where nobody looked. */
export function reportArchitecture({
  architecture,
}: Pick<RunState, 'architecture'>): ReportModel['architecture'] {
  if (!architecture) return null;
  return {
    at: architecture.at,
    parts: architecture.parts.map((one) => ({
      subject: subjectTitle(one.subject),
      kind: one.subject.kind,
      part: one.part,
      found: one.found,
      facts: one.found === 'facts' ? one.facts.map(({ label, value }) => ({ label, value })) : [],
      why: one.found === 'unknown' ? one.why : null,
    })),
  };
}

/** One line for each setting, and for each part that is not there or not known. */
export function architectureRows(
  architecture: NonNullable<ReportModel['architecture']>,
  words: Words,
): readonly { readonly subject: string; readonly label: string; readonly value: string }[] {
  const { absent, unknown } = words.architecture;
  return architecture.parts.flatMap(({ subject, part, found, facts, why }) => {
    if (found === 'absent') return [{ subject, label: part, value: absent }];
    if (found === 'unknown')
      return [{ subject, label: part, value: words.labelled(unknown, why ?? '') }];
    return facts.map((fact) => ({ subject, ...fact }));
  });
}
