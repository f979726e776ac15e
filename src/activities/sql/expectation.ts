import type { CheckOutcome, Expectation } from '../../core/check.ts';

/** e.g. `equal to 5`, `at least 1`, `between 1 and 9` */
export function describeExpectation({ equals, min, max }: Expectation): string {
  const range =
    min !== undefined && max !== undefined
      ? `between ${min} and ${max}`
      : min !== undefined
        ? `at least ${min}`
        : max !== undefined
          ? `at most ${max}`
          : undefined;
  const parts = [equals === undefined ? undefined : `equal to ${equals}`, range];
  return parts.filter((part) => part !== undefined).join(', ') || 'anything';
}

export interface Judgement {
  readonly outcome: CheckOutcome;
  readonly reason?: string;
}

/** Every bound that is given must hold. An expectation without any proves nothing. */
export function judge(expectation: Expectation, observed: string): Judgement {
  const { equals, min, max } = expectation;
  if (equals === undefined && min === undefined && max === undefined) {
    return { outcome: 'unproven', reason: 'nothing is expected of the value' };
  }
  if (typeof equals === 'string' && observed !== equals) return failed(expectation);
  if (typeof equals === 'string' && min === undefined && max === undefined) {
    return { outcome: 'passed' };
  }
  const number = observed.trim() === '' ? Number.NaN : Number(observed);
  if (Number.isNaN(number)) return { outcome: 'unproven', reason: 'the value is not a number' };
  const holds =
    (typeof equals !== 'number' || number === equals) &&
    (min === undefined || number >= min) &&
    (max === undefined || number <= max);
  return holds ? { outcome: 'passed' } : failed(expectation);
}

function failed(expectation: Expectation): Judgement {
  return { outcome: 'failed', reason: `it is not ${describeExpectation(expectation)}` };
}
