import { type ErrorCode, isAlias, isNode, isScalar, type Node, visit, type YAMLError } from 'yaml';
import type { Problem } from './issue.ts';
import type { YamlSource } from './yaml-source.ts';

/** Where the structure is sound although YAML complains, so that the rest can still be judged. */
const SOUND: { readonly [Code in ErrorCode]?: true } = { DUPLICATE_KEY: true };

/** What is wrong with the file as YAML, before anything is known about its meaning. */
export interface YamlVerdict {
  readonly problems: readonly Problem[];
  /** Whether the data can be read all the same. */
  readonly readable: boolean;
}

export function judgeYaml(source: YamlSource): YamlVerdict {
  const { errors, warnings, contents } = source.document;
  const broken = errors.filter(({ code }) => !SOUND[code]);
  // After a broken line the parser stumbles over what follows; only the first is worth a word.
  const syntax = broken.slice(0, 1).map((error) => explainSyntax(source, error));
  if (syntax.length > 0) return { problems: syntax, readable: false };
  if (contents === null || (isScalar(contents) && contents.value === null)) {
    return { problems: [EMPTY], readable: false };
  }
  const refused = findRefused(source);
  return {
    problems: [...errors, ...warnings]
      .map((error) => explainSyntax(source, error))
      .concat(refused.problems),
    readable: refused.readable,
  };
}

const EMPTY: Problem = {
  path: [],
  range: [0, 0],
  code: 'FILE_EMPTY',
  message: 'The file is empty, or holds only comments.',
  hint: 'Copy one of the drills that come with Kunren and change it.',
};

/** YAML's shorthands make a declaration that a reviewer has to decode, and errors that point at the wrong line. */
function findRefused(source: YamlSource): { problems: Problem[]; readable: boolean } {
  const problems: Problem[] = [];
  let readable = true;
  visit(source.document, {
    Pair(_, pair) {
      // JavaScript takes this key for something else, and it would vanish without a word.
      const word = isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof word === 'string' && word !== '__proto__') return;
      readable = false;
      const key = isNode(pair.key) ? pair.key : isNode(pair.value) ? pair.value : undefined;
      problems.push({ ...placed(key), ...KEY_NOT_TEXT });
    },
    Node(_, node) {
      if (isAlias(node)) {
        readable = false;
        problems.push({ ...placed(node), ...ALIAS });
      } else if (node.anchor !== undefined) {
        problems.push({ ...placed(node), ...ANCHOR });
      }
    },
  });
  return { problems, readable };
}

const KEY_NOT_TEXT = {
  code: 'KEY_NOT_TEXT',
  message: 'A key must be a word; YAML reads this one as something else.',
  hint: 'Write a word before the colon, or put the key in quotes.',
};
const ALIAS = {
  code: 'YAML_ALIAS',
  message: 'Aliases (*name) are not allowed: the file must be readable as it stands.',
  hint: 'Write the value out.',
};
const ANCHOR = {
  code: 'YAML_ANCHOR',
  message: 'Anchors (&name) are not allowed: the file must be readable as it stands.',
  hint: 'Remove the anchor. Text that starts with & needs quotes.',
};

function placed(node: Node | undefined): Pick<Problem, 'path' | 'range'> {
  const range = node?.range;
  return range ? { path: [], range: [range[0], range[1]] } : { path: [] };
}

function explainSyntax(source: YamlSource, error: YAMLError): Problem {
  const [start, end] = rangeOf(source, error);
  const known = WORDS[error.code]?.(wordAt(source, start));
  return {
    path: [],
    range: [start, end],
    code: SOUND[error.code] ? 'KEY_DUPLICATE' : 'YAML_SYNTAX',
    message: known?.message ?? `This is not valid YAML: ${error.message}.`,
    ...(known?.hint !== undefined && { hint: known.hint }),
  };
}

function rangeOf(source: YamlSource, error: YAMLError): [number, number] {
  const [start, end] = error.pos;
  if (SOUND[error.code]) return [start, start + wordAt(source, start).length];
  // A quote that is never closed is noticed at the end of the file; what helps is where it opens.
  const opened = error.code === 'MISSING_CHAR' ? openQuoteBefore(source, start) : undefined;
  return opened === undefined ? [start, end] : [opened, opened + 1];
}

function openQuoteBefore({ document }: YamlSource, offset: number): number | undefined {
  let opened: number | undefined;
  visit(document, {
    Scalar(_, { type, range }) {
      const isQuoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
      if (isQuoted && range && range[0] < offset && range[1] >= offset) opened = range[0];
    },
  });
  return opened;
}

function wordAt({ text }: YamlSource, offset: number): string {
  return /^[^\s:,[\]{}]*/.exec(text.slice(offset))?.[0] ?? '';
}

interface Words {
  readonly message: string;
  readonly hint: string;
}

const QUOTES = 'Put the value in quotes, or start it on the next line after "|".';

const WORDS: { readonly [Code in ErrorCode]?: (word: string) => Words } = {
  TAB_AS_INDENT: () => ({
    message: 'A tab stands where YAML wants spaces.',
    hint: 'Indent with two spaces.',
  }),
  DUPLICATE_KEY: (word) => ({
    message: `The key "${word}" stands here a second time; only one of them could count.`,
    hint: 'Remove one of the two.',
  }),
  BLOCK_AS_IMPLICIT_KEY: () => ({
    message: 'A second colon on this line makes YAML see a key inside a value.',
    hint: QUOTES,
  }),
  MULTILINE_IMPLICIT_KEY: () => ({
    message: 'YAML reads these lines as one key: a colon is missing, or the indent is wrong.',
    hint: 'Write "key: value" on each line, with a space after the colon.',
  }),
  BAD_SCALAR_START: (word) => ({
    message: `A plain value cannot start with "${word.slice(0, 1)}", which means something to YAML.`,
    hint: QUOTES,
  }),
  BAD_INDENT: () => ({
    message: 'The indent does not fit what comes before, or a bracket above is not closed.',
    hint: 'Keys of one mapping start in the same column; every [ and { needs its end.',
  }),
  MISSING_CHAR: () => ({
    message: 'A quote, bracket or comma is missing.',
    hint: 'Close what was opened; separate items of [ ] and { } with commas.',
  }),
  BAD_DQ_ESCAPE: (word) => ({
    message: `YAML knows no escape ${word || 'like this'} inside double quotes.`,
    hint: "Use single quotes: 'text'.",
  }),
  MULTIPLE_DOCS: () => ({
    message: 'A second document starts here ("---"); a file holds only one.',
    hint: 'Move what follows to a file of its own.',
  }),
  UNEXPECTED_TOKEN: () => ({
    message: 'YAML did not expect this here: the lines before it have another form.',
    hint: 'Check the indent, and that a list ("- …") and keys ("key: …") do not mix.',
  }),
  TAG_RESOLVE_FAILED: (word) => ({
    message: `The tag ${word} means nothing in this file.`,
    hint: 'Remove it. Text that starts with ! needs quotes.',
  }),
};
