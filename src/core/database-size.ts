import type { Fact } from './activity.ts';

const LABEL = 'Size of the recovered database';

/** What the recovered database takes on its server, as a run tells it. */
export function databaseSizeFact(bytes: number): Fact {
  return { label: LABEL, value: `${bytes} bytes` };
}

/** The same read back; `undefined` where nobody has measured it. A look that was taken again counts last. */
export function databaseSizeIn(facts: readonly Fact[]): number | undefined {
  const value = facts.findLast(({ label }) => label === LABEL)?.value;
  const bytes = /^(\d+) bytes$/.exec(value ?? '')?.[1];
  return bytes === undefined ? undefined : Number(bytes);
}
