/** A problem with a file, found in its data and not yet placed in its text. */
export interface Problem {
  /** Keys and indexes from the top of the file, spelled as in the file. */
  readonly path: Path;
  /** Whether the key or its value is wrong. @default 'value' */
  readonly at?: 'key' | 'value';
  /** Offsets in the text, where they are known better than the path. */
  readonly range?: readonly [start: number, end: number];
  /** Stable, e.g. `KEY_UNKNOWN` or `RTO_TOO_LONG`. */
  readonly code: string;
  /** What is wrong and why. */
  readonly message: string;
  /** What to write instead. */
  readonly hint?: string;
  /** Of a misspelt key: the path that was meant. */
  readonly meant?: Path;
}

export type Path = readonly PropertyKey[];

/** A problem at its place in the file; plain JSON, it travels in the details of an error. */
export type FileIssue = {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units as editors count. */
  readonly column: number;
  /** How many characters of the line are meant. */
  readonly length: number;
  /** e.g. `checks[2].expect`; empty for the file as a whole. */
  readonly path: string;
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  /** Set where the value did not come from the file, e.g. `--set objectives.rto=30`. */
  readonly origin?: string;
  /** The line itself, for the frame around the place. */
  readonly source: string;
};

/** `checks[2].expect` */
export function formatPath(path: Path): string {
  return path
    .map((segment) => (typeof segment === 'number' ? `[${segment}]` : `.${String(segment)}`))
    .join('')
    .replace(/^\./, '');
}

/** The problems without those that a misspelling explains: a key is not missing that stands there as `runbok`. */
export function withoutConsequences(problems: readonly Problem[]): Problem[] {
  const misspelt = new Set(
    problems.flatMap((problem) => (problem.meant ? [formatPath(problem.meant)] : [])),
  );
  return problems.filter(
    ({ code, path }) => !code.endsWith('_MISSING') || !misspelt.has(formatPath(path)),
  );
}
