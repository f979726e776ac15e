import type { Scenario } from '../core/drill.ts';
import type { Ms } from '../core/ports.ts';
import type { CategoryId } from './categories.ts';
import type { SourceTag } from './sources.ts';

/** The same words in the two languages of the exports. */
export interface Bilingual {
  readonly en: string;
  readonly ja: string;
}

/**
 * How sure it is that an edition says this.
 * - `read`: found in a copy of the edition, or in a tool's list of it.
 * - `inferred`: found in a neighbouring edition or a text of the same time, and taken over.
 * - `not-established`: that the edition has it is told, what it says is not, or the other way round.
 */
export type Confidence = 'read' | 'inferred' | 'not-established';

/**
 * What can show that a requirement is met.
 * - `api`: calls that only read decide it.
 * - `api-and-person`: calls that only read support it; a person finishes.
 * - `drill`: the record of a run.
 * - `declaration`: what a drill file declares.
 * - `attestation`: a person vouches for it.
 */
export type ProofKind = 'api' | 'api-and-person' | 'drill' | 'declaration' | 'attestation';

/** What a requirement is about, whatever an edition calls it: its id since 2023, else its slug of 2021. */
export type Subject = string;

/** One requirement of one edition. */
export interface Requirement {
  /** As the edition calls it; of 2021 the slug of the FTR Lens, since its own ids are not established. */
  readonly id: string;
  readonly subject: Subject;
  readonly category: CategoryId;
  /** In our words; `null` where the wording is not established. */
  readonly text: Bilingual | null;
  readonly confidence: Confidence;
  readonly source: SourceTag;
  readonly proof: ProofKind;
}

export type FailureMode = Scenario['kind'];

/** What an edition asks in numbers, and how sure that is. */
export interface EditionRules {
  /** The longest RTO that it accepts; `null`: it has no such limit. */
  readonly longestRto: { readonly ms: Ms | null; readonly confidence: Confidence };
  readonly resilienceTest: {
    /** Failure modes that have to be tested. */
    readonly modes: readonly FailureMode[];
    /** Longest time between two tests in months; `null`: periodically, without a number. */
    readonly months: number | null;
    readonly confidence: Confidence;
  };
  /** Whether a rehearsed runbook for a compromised root user is what ARC-005 asks for, or only a part of it. */
  readonly rootRunbookSuffices: boolean;
}

/** A version of the checklist. */
export interface Edition {
  readonly id: EditionId;
  readonly title: Bilingual;
  /** What a reader has to know of it before relying on it. */
  readonly remarks: readonly Bilingual[];
  /** The last month of use that the edition itself names, `YYYY-MM`. @default none is known */
  readonly usableUntil?: string;
  readonly rules: EditionRules;
  /** In the order of the checklist. */
  readonly requirements: readonly Requirement[];
  /** What differs from the edition before it; absent for the first. */
  readonly since?: EditionChanges;
}

/** Declared by hand and compared with the lists by a test, so that no requirement goes silently. */
export interface EditionChanges {
  readonly edition: EditionId;
  /** Ids of this edition. */
  readonly added: readonly string[];
  /** Ids of the edition before. */
  readonly dropped: readonly string[];
  /** Ids of this edition that ask for something else than before. */
  readonly changed: readonly string[];
}

export const EDITION_IDS = ['2021_q4', '2023', '2024', '2026-02'] as const;

export type EditionId = (typeof EDITION_IDS)[number];
