import { failureOf } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import type { RunFeed } from '../../core/run-feed.ts';
import type { Redactor } from '../../journal/redact.ts';
import { atRisk, noticeOf } from '../../notify/notice-of.ts';
import type { Notifier } from '../../notify/notifier.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { openNotifier } from './open-notifier.ts';

/** From this share of the objective on, a recovery that is not there is told. */
const RISK = 0.75;
const LOOK_EVERY_MS: Ms = 5000;

/** Time that the last notices get after the end of the run. */
const PATIENCE_MS: Ms = 20_000;

export interface RunNotices {
  /** Tells what is left to tell, and waits a little for what is on its way. */
  close(): Promise<void>;
}

/**
 * Tells people of a run as it goes on. What stood in the journal before this process drove it was told by an earlier
 * one, but for the run's beginning. Nothing of it can fail the run.
 */
export function notifyOfRun(
  io: Io,
  project: Project,
  options: {
    readonly feed: RunFeed;
    readonly clock: Clock;
    readonly redact: Redactor['redact'];
    readonly isNew: boolean;
  },
): RunNotices {
  const { feed, clock } = options;
  let notifier: Notifier;
  try {
    notifier = openNotifier(io, project, options);
  } catch (error) {
    io.err(`drill: nobody is told of this run: ${failureOf(error).message}`);
    return { close: async () => undefined };
  }
  let told = options.isNew ? 0 : feed.get().records.length;
  const look = () => {
    const { records, state } = feed.get();
    while (told < records.length) {
      const record = records[told];
      told += 1;
      const notice = record && noticeOf(record, state);
      if (notice) notifier.notify(notice);
    }
  };
  const unsubscribe = feed.subscribe(look);
  look();
  const over = new AbortController();
  void watchClock(feed, { notifier, clock, signal: over.signal });
  return {
    async close() {
      look();
      unsubscribe();
      over.abort();
      await notifier.close(PATIENCE_MS);
    },
  };
}

async function watchClock(
  feed: RunFeed,
  { notifier, clock, signal }: { notifier: Notifier; clock: Clock; signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const { state } = feed.get();
    const { milestones, runbook, drill, tabletop, phase } = state;
    const isBack = milestones[runbook.recoveredAt ?? 'T5'] !== undefined;
    if (tabletop || isBack || phase !== 'running') return;
    const impact = milestones.T0;
    const elapsed = impact ? clock.now() - Date.parse(impact.instant) : 0;
    if (elapsed >= RISK * drill.objectives.rtoMs) {
      notifier.notify(atRisk(state, elapsed));
      return;
    }
    await clock.sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
  }
}
