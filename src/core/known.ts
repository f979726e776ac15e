/**
 * What an earlier step of a runbook has found. The order of its machine guarantees that it is there; the types cannot.
 * @throws TypeError when a step was reached before what it needs was known: a mistake in the runbook
 */
export function known<T>(value: T | null): T {
  if (value === null) throw new TypeError('A step was reached before what it needs was known.');
  return value;
}
