import type { Json } from '../core/failure.ts';

/** Whether two values are the same in a file: the order of keys does not matter, and `undefined` is absent. */
export function sameJson(a: Json | undefined, b: Json | undefined): boolean {
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  const keys = new Set([...Object.keys(a), ...Object.keys(b)]);
  const left = a as { readonly [key: string]: Json | undefined };
  const right = b as { readonly [key: string]: Json | undefined };
  return [...keys].every((key) => sameJson(left[key], right[key]));
}
