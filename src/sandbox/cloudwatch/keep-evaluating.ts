import type { Ms } from '../../core/ports.ts';
import type { CloudWatch } from './cloudwatch.ts';

const LOOK_EVERY_MS: Ms = 1000;

/**
 * Has the alarms judged until the signal fires.
 * @param save called when an alarm has changed its state.
 */
export async function keepEvaluating(
  cloudWatch: CloudWatch,
  save: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await cloudWatch.clock.sleep(LOOK_EVERY_MS, signal);
    } catch {
      return;
    }
    // Nobody waits for this save; the next one has the state, too.
    if (cloudWatch.evaluateAlarms()) await save().catch(() => undefined);
  }
}
