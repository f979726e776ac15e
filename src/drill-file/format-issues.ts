import type { KunrenError } from '../core/failure.ts';
import { formatPlace, sentence } from './invalid-file.ts';
import type { FileIssue } from './issue.ts';

/** The issues in an error's details; empty for an error that has none. */
export function issuesOf(error: KunrenError): readonly FileIssue[] {
  const issues = error.failure.details?.['issues'];
  return Array.isArray(issues) ? issues.filter(isFileIssue) : [];
}

function isFileIssue(value: unknown): value is FileIssue {
  return typeof value === 'object' && value !== null && 'line' in value && 'source' in value;
}

/** Issues for a terminal: place, words, a frame of the line, and what to write instead. */
export function formatIssues(issues: readonly FileIssue[]): string {
  return issues.map(formatIssue).join('\n\n');
}

function formatIssue(issue: FileIssue): string {
  const head = `${formatPlace(issue)}  ${sentence(issue)}`;
  const frame = issue.origin === undefined ? formatFrame(issue) : [];
  const hint = issue.hint === undefined ? [] : [`  → ${issue.hint}`];
  return [head, ...frame, ...hint].join('\n');
}

const WIDEST = 96;
const BEFORE = 60;

function formatFrame({ source, line, column, length }: FileIssue): string[] {
  const visible = hideSecrets(source).replace(UNPRINTABLE, ' ');
  if (visible.trim() === '') return [];
  const cut = column - 1 > BEFORE ? column - 1 - BEFORE : 0;
  const shown = `${cut > 0 ? '…' : ''}${visible.slice(cut, cut + WIDEST)}`;
  const before = shown.slice(0, column - 1 - cut + (cut > 0 ? 1 : 0));
  const marked = shown.slice(before.length, before.length + length);
  const gutter = String(line);
  return [
    `  ${gutter} | ${shown}`,
    `  ${' '.repeat(gutter.length)} | ${blank(before)}${'^'.repeat(Math.max(1, cells(marked)))}`,
  ];
}

/** A password has no place in a drill; when one got there, it must not get into a log as well. */
function hideSecrets(line: string): string {
  return line.replace(/((?:password|secret|token)[\w-]*["']?\s*:\s*)\S.*/i, '$1…');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a terminal
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069]/g;
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/g;

/** Blanks as wide as the text: a terminal shows Japanese in two cells. */
function blank(text: string): string {
  return ' '.repeat(cells(text));
}

/** How many columns a text takes in a terminal. */
export function cells(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
