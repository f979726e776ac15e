import type { Ms } from './ports.ts';
import type { Measure } from './verdict.ts';

/** A measured value against its objective: exactly the objective is still met. */
export function measured(known: {
  readonly objectiveMs: Ms;
  readonly actualMs: Ms;
  readonly errorMs: Ms;
  readonly method: string;
}): Measure {
  const marginMs = known.objectiveMs - known.actualMs;
  return { ...known, marginMs, result: marginMs >= 0 ? 'met' : 'missed' };
}
