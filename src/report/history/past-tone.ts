import type { PastRun } from '../../core/run-series.ts';
import type { Tone } from '../html/parts.ts';
import { VERDICT_TONES } from '../html/tones.ts';

export function pastTone({ status, verdict }: PastRun): Tone {
  if (status === 'failed') return 'bad';
  return status === 'completed' && verdict !== 'none' ? VERDICT_TONES[verdict] : 'open';
}
