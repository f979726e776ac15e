import type { Ms } from '../../core/ports.ts';

/** An axis of time over a width. */
export interface Scale {
  readonly startMs: Ms;
  readonly endMs: Ms;
  readonly width: number;
  /** Place on the axis, in points from its left end. */
  at(ms: Ms): number;
}

/** @param endMs is moved on where the axis would have no length */
export function scaleOf(startMs: Ms, endMs: Ms, width: number): Scale {
  const whole = Math.max(1, endMs - startMs);
  return {
    startMs,
    endMs: startMs + whole,
    width,
    at: (ms) => (width * Math.min(whole, Math.max(0, ms - startMs))) / whole,
  };
}
