import { useEffect, useState } from 'react';
import type { Clock, Ms } from '../core/ports.ts';
import { FRAME_MS } from './step-rows.ts';

/** Wall-clock time in ms, four times a second as long as `isActive`. */
export function useNow(clock: Clock, isActive: boolean): Ms {
  const [now, setNow] = useState(() => clock.now());
  useEffect(() => {
    if (!isActive) return;
    const stopped = new AbortController();
    const tick = async () => {
      while (!stopped.signal.aborted) {
        await clock.sleep(FRAME_MS, stopped.signal);
        setNow(clock.now());
      }
    };
    // Ends by the rejection of the sleep that is under way.
    tick().catch(() => {});
    return () => stopped.abort();
  }, [clock, isActive]);
  return now;
}
