import type { Ms } from '../../core/ports.ts';
import { takeDueBackups } from './due-backups.ts';
import type { Lifecycle } from './lifecycle.ts';
import type { Rds } from './rds.ts';
import { type OnMetric, reportLag } from './report-lag.ts';
import type { Upkeep } from './upkeep.ts';

const LOOK_EVERY_MS: Ms = 1000;
/** A Multi-AZ instance fails over when its primary has been without power for so long, … */
const POWERLESS_FOR_MS: Ms = 3000;
/** … or has not answered for so long; a server that has merely crashed is back by then. */
const SILENT_FOR_MS: Ms = 10_000;

export interface WatchParts {
  readonly rds: Rds;
  readonly lifecycle: Lifecycle;
  readonly upkeep: Upkeep;
  readonly onMetric: OnMetric;
  readonly log: (line: string) => void;
}

/** Looks at a Region's databases once a second, and does what is due, until the signal fires. */
export async function keepWatching(parts: WatchParts, signal: AbortSignal): Promise<void> {
  const { rds, lifecycle, upkeep, onMetric, log } = parts;
  while (!signal.aborted) {
    try {
      await rds.clock.sleep(LOOK_EVERY_MS, signal);
    } catch {
      return;
    }
    if (rds.outages.isRegionDown(rds.place.region)) continue;
    try {
      await rds.lookAtServers();
      failOverTheDead(rds, lifecycle);
      takeDueBackups(rds, lifecycle);
      upkeep.look();
      await reportLag(rds, onMetric);
    } catch (error) {
      log(`${rds.place.region}: the look at the databases failed: ${error}`);
    }
  }
}

function failOverTheDead(rds: Rds, lifecycle: Lifecycle): void {
  for (const instance of rds.state.instances) {
    const { server, settings, works, status } = instance;
    const isDark = rds.outages.isZoneDown(settings.availabilityZone);
    const limit = isDark ? POWERLESS_FOR_MS : SILENT_FOR_MS;
    const isDead = (rds.downFor(instance) ?? 0) >= limit;
    const isPlanned = status === 'deleting' || works.some(({ kind }) => kind === 'failover');
    if (isDead && !isPlanned && rds.canFailOver(instance)) {
      lifecycle.enqueue(instance, { kind: 'failover', from: server, asked: false });
    }
  }
}
