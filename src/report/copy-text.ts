import type { ReportModel } from './schema.ts';
import type { Words } from './words.ts';

/** What is masked, and in what; `null` where nothing is. */
export function redactionText({ redaction, journal }: ReportModel, words: Words): string | null {
  if (redaction === null) return null;
  return words.redactedMeaning(redaction.accounts, redaction.addresses, journal.headHash);
}

/** How a reader checks it. @param code how a command is set */
export function verifyTexts(
  { journal: { verify, remake } }: ReportModel,
  words: Words,
  code: (command: string) => string = (command) => command,
): string {
  const how =
    remake === null ? words.verify(code(verify)) : words.verifyCopy(code(verify), code(remake));
  return words.sentences([how, words.verifyHash]);
}

type GivenFile = NonNullable<ReportModel['notes'][number]['file']>;

/** The files that people have given, each once. */
export function givenFiles({ tasks, notes }: ReportModel): GivenFile[] {
  const given = [...tasks.flatMap(({ answers }) => answers), ...notes].flatMap(
    ({ file }) => file ?? [],
  );
  return [...new Map(given.map((file) => [file.path, file])).values()];
}
