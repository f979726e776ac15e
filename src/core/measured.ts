import type { Ms } from './ports.ts';
import { type Method, tellMethod } from './tell-method.ts';
import type { Measure } from './verdict.ts';

/** A measured value against its objective: exactly the objective is still met. */
export function measured(known: {
  readonly objectiveMs: Ms;
  readonly actualMs: Ms;
  readonly errorMs: Ms;
  readonly measuredBy: Method;
}): Measure {
  const { measuredBy, ...figures } = known;
  const marginMs = known.objectiveMs - known.actualMs;
  return {
    ...figures,
    marginMs,
    result: marginMs >= 0 ? 'met' : 'missed',
    ...byMethod(measuredBy),
  };
}

/** How it was measured, in words and as data. */
export function byMethod(measuredBy: Method): Required<Pick<Measure, 'method' | 'measuredBy'>> {
  return { method: tellMethod(measuredBy), measuredBy };
}
