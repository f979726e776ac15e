import { existsSync } from 'node:fs';
import { isAbsolute, join, relative } from 'node:path';
import { isFuture } from '../core/day.ts';
import type { Instant } from '../core/ports.ts';
import { suggest } from './did-you-mean.ts';
import type { Path, Problem } from './issue.ts';
import { asMapping } from './show-value.ts';

/** The editions of the checklist, as far as a file of attestations has to know them. */
export interface RequirementCatalog {
  readonly editions: readonly string[];
  readonly defaultEdition: string;
  /** The requirements of an edition. */
  idsOf(edition: string): readonly string[];
  /** What to make of an id that the edition lacks and another has; `undefined`: none has it. */
  advise(
    id: string,
    edition: string,
  ): { readonly message: string; readonly hint: string } | undefined;
}

/** What the rules are held against besides the file. */
export interface AttestationSurroundings {
  readonly catalog: RequirementCatalog;
  readonly now: Instant;
  /** Of the project; files that are named as evidence are looked for in it. */
  readonly root: string;
}

export function judgeEdition(edition: unknown, { editions }: RequirementCatalog): Problem[] {
  if (typeof edition !== 'string' && typeof edition !== 'number') return [];
  if (editions.includes(String(edition))) return [];
  return [
    {
      path: ['edition'],
      code: 'EDITION_UNKNOWN',
      message: `${edition} is no edition of the checklist that is known.`,
      hint: suggest(String(edition), editions, 'Known are'),
    },
  ];
}

export function judgeId(id: string, edition: string, catalog: RequirementCatalog): Problem[] {
  const ids = catalog.idsOf(edition);
  if (ids.includes(id)) return [];
  const advice = catalog.advise(id, edition) ?? {
    message: `is no requirement of edition ${edition}.`,
    hint: suggest(id, ids, 'Its requirements are'),
  };
  return [{ path: [], at: 'key', code: 'REQUIREMENT_UNKNOWN', ...advice }];
}

/** Rules about the values of one attestation or exclusion; they look at the data as it stands in the file. */
export function judgeWord(raw: unknown, { now, root }: AttestationSurroundings): Problem[] {
  const word = asMapping(raw);
  if (!word) return [];
  const { met, date, evidence, 'review-by': reviewBy } = word;
  return [
    ...(typeof date === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(date) && isFuture(date, now)
      ? [inFuture(date)]
      : []),
    ...(typeof date === 'string' && typeof reviewBy === 'string' && reviewBy < date
      ? [reviewedBefore(date)]
      : []),
    ...(met === true && evidence === undefined ? [EVIDENCE_MISSING] : []),
    ...(typeof evidence === 'string' ? judgeEvidence(evidence.trim(), root) : []),
  ];
}

function inFuture(date: string): Problem {
  return {
    path: ['date'],
    code: 'DATE_IN_FUTURE',
    message: `${date} is still to come; nobody can have said so yet.`,
    hint: 'Write the day on which it was said.',
  };
}

function reviewedBefore(date: string): Problem {
  return {
    path: ['review-by'],
    code: 'REVIEW_BEFORE_DATE',
    message: `is before ${date}, the day on which it was said; it would never count.`,
    hint: 'Write a later day, or leave it out.',
  };
}

const EVIDENCE_MISSING: Problem = {
  path: ['evidence'],
  code: 'EVIDENCE_MISSING',
  message: 'is missing; what is met has to show something to a reviewer.',
  hint: 'Add a link, or the path of a file of the project.',
};

function judgeEvidence(evidence: string, root: string): Problem[] {
  const path: Path = ['evidence'];
  if (/^https?:\/\/\S+$/.test(evidence)) return [];
  const file = join(root, evidence);
  const within = relative(root, file);
  if (isAbsolute(evidence) || within.startsWith('..')) {
    return [
      {
        path,
        code: 'EVIDENCE_OUTSIDE',
        message: 'lies outside the project, so that a reviewer of it cannot have it.',
        hint: 'Copy the file into the project, or write a link.',
      },
    ];
  }
  if (existsSync(file)) return [];
  return [
    {
      path,
      code: 'EVIDENCE_NOT_FOUND',
      message: `is neither a link nor a file of the project: there is no ${within}.`,
      hint: 'Write https://… or the path of a file, from the folder that has drills/ in it.',
    },
  ];
}
