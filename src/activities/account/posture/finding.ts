import type { PostureFinding, PostureOutcome } from '../../../core/posture.ts';
import type { Reading } from './reading.ts';

/** What a finding is about. */
export type About = Pick<PostureFinding, 'id' | 'title' | 'subject' | 'requirement'> & {
  /** Of the answer, e.g. `SummaryMap.AccountMFAEnabled`. */
  readonly field: string;
};

export type Judgement = Pick<PostureFinding, 'reason' | 'observed'> & {
  readonly outcome: PostureOutcome;
};

/** A finding from one call. Where the call has said nothing, nothing is judged. */
export function judged<T>(
  { field, ...about }: About,
  reading: Reading<T>,
  judge: (value: T) => Judgement,
): PostureFinding {
  const { call, at } = reading;
  const judgement: Judgement = reading.answered ? judge(reading.value) : unknown(reading.why);
  return { ...about, ...judgement, source: { call, field }, at };
}

export function pass(reason: string, observed: string): Judgement {
  return { outcome: 'pass', reason, observed };
}

export function fail(reason: string, observed?: string): Judgement {
  return { outcome: 'fail', reason, ...(observed !== undefined && { observed }) };
}

export function unknown(reason: string, observed?: string): Judgement {
  return { outcome: 'unknown', reason, ...(observed !== undefined && { observed }) };
}

export function notApplicable(reason: string, observed?: string): Judgement {
  return { outcome: 'not-applicable', reason, ...(observed !== undefined && { observed }) };
}

/** The call was answered, but not with what was asked for. */
export function unexpected(field: string, value: unknown): Judgement {
  return value === undefined
    ? unknown(`The answer holds no ${field}.`)
    : unknown(`The answer's ${field} is not one that is understood.`, `${field} ${String(value)}`);
}
