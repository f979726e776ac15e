import { type Method, tellMethod } from '../core/tell-method.ts';
import { type Reason, tellReason } from '../core/tell-reason.ts';

/** A text of the journal, as it is. */
const asItIs = (text: string): string => text;

/** What a journal holds in English, in the language of the report. What is not known there stays as it is. */
export const TOLD_ENGLISH = {
  method: (method: Method): string => tellMethod(method),
  reason: (reason: Reason): string => tellReason(reason),
  /** What the tool itself notes: of milestones, of removals, of its own failures. */
  text: asItIs,
  /** What an operator asked for. */
  command: asItIs,
  /** What a check of data compares, expects and finds. */
  check: asItIs,
  /** The title of a finding of an account. */
  finding: (_id: string, title: string): string => title,
  /** Why a finding is what it is. */
  posture: asItIs,
  /** What was seen, where the tool itself has counted it. */
  observed: asItIs,
  factLabel: asItIs,
  factValue: asItIs,
  /** How what the run exercised was set up. */
  architecture: asItIs,
  place: asItIs,
  /** That some texts are not in the language of the report; `null` where all are. */
  untranslated: null as string | null,
};
