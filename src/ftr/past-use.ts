import type { Facts } from './facts.ts';
import type { FtrWords } from './words.ts';

/** That the edition itself says it is no longer taken; `undefined` where it does not. */
export function pastUse(
  { edition: { usableUntil }, now }: Facts,
  words: FtrWords,
): string | undefined {
  return usableUntil !== undefined && now.slice(0, 7) > usableUntil
    ? words.pastUse(usableUntil)
    : undefined;
}
