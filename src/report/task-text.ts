import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

type Task = ReportModel['tasks'][number];
type Person = Task['answers'][number]['who'];

/** How a task ended, with what was said. */
export function taskText({ status, answers }: Task, words: Words): string {
  const said = answers.flatMap(({ value, comment, file }) =>
    [value === null ? undefined : String(value), comment, file?.path].filter(
      (one): one is string => one !== undefined && one !== null && one !== '',
    ),
  );
  return [words.people.status[status], ...said].reduce(words.labelled);
}

/** Who has answered, each with how that is known. */
export function answeredBy({ answers }: Task, words: Words): string {
  return words.list(answers.map(({ who }) => personText(who, words)));
}

export function personText({ name, identity, arn, host }: Person, words: Words): string {
  const known = `${words.people.knownBy[identity]} ${identity === 'aws' ? (arn ?? '') : host}`;
  return `${name}${words.aside(known)}`;
}
