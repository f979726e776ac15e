import { fileInRun } from '../core/file-in-run.ts';
import type { Person } from '../core/person.ts';
import type { RunState } from '../core/run-state.ts';
import type { AttachedFile } from '../core/task.ts';
import type { ReportModel } from './schema.ts';

/** What people were asked, and what they said, oldest first. */
export function reportTasks({ tasks, steps }: RunState): ReportModel['tasks'] {
  return tasks.map(({ activity, prompt, status, openedAt, deadline, answers }) => {
    const last = answers.at(-1);
    const step = steps.find(({ id }) => id === activity);
    return {
      step: activity,
      title: step?.title ?? activity,
      action: prompt.action,
      role: prompt.role,
      link: prompt.link ?? null,
      waitsOn: step?.waitsOn ?? 'people',
      status,
      openedAt,
      deadline,
      waitedMs: last ? Math.max(0, Date.parse(last.at) - Date.parse(openedAt)) : null,
      answers: answers.map(({ at, who, kind, value, comment, file }) => ({
        at,
        who: reportPerson(who),
        kind,
        value: value ?? null,
        comment: comment ?? null,
        file: reportFile(file),
      })),
    };
  });
}

export function reportNotes({ notes }: RunState): ReportModel['notes'] {
  return notes.map(({ at, who, text, file }) => ({
    at,
    who: reportPerson(who),
    text,
    file: reportFile(file),
  }));
}

export function reportPerson({ name, identity, arn, host, via }: Person) {
  return { name, identity, arn: arn ?? null, host, via };
}

function reportFile(file: AttachedFile | undefined) {
  return file ? { path: fileInRun(file), sha256: file.sha256, bytes: file.bytes } : null;
}
