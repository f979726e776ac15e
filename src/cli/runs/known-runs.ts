import { basename } from 'node:path';
import type { KnownRun } from '../../calendar/decide-start.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import type { Ledger } from '../../journal/read-ledger.ts';
import { isRunLocked } from '../../journal/run-lock.ts';

/** The runs of a drill as its schedule sees them, newest first. */
export async function knownRuns(ledger: Ledger, drill: string): Promise<readonly KnownRun[]> {
  const known: KnownRun[] = [];
  for (const summary of ledger.runs) {
    if (summary.opened.drill.name === drill) known.push(await knownRun(summary));
  }
  const unreadable = ledger.broken.flatMap(({ folder, failure }): KnownRun[] => {
    const openedAt = openedBy(folder, drill);
    // Without a first record nothing was done in it.
    if (openedAt === undefined || failure.code === 'JOURNAL_EMPTY') return [];
    return [{ run: folder, openedAt, state: 'unreadable' }];
  });
  return [...known, ...unreadable];
}

async function knownRun({ run, folder, openedAt, opened, end }: RunSummary): Promise<KnownRun> {
  const { trigger } = opened;
  const occurrence = trigger?.kind === 'schedule' && { occurrence: trigger.occurrence };
  const state = end ? 'ended' : (await isRunLocked(folder)) ? 'driven' : 'left';
  return { run, openedAt, ...occurrence, state };
}

/** When a run was opened by its name, `<drill>-20270104-010000-k3f9`; `undefined` for a folder of something else. */
function openedBy(folder: string, drill: string): string | undefined {
  const name = basename(folder);
  const [, y, mo, d, h, mi, s] =
    /^-(\d{4})(\d{2})(\d{2})-(\d{2})(\d{2})(\d{2})-[a-z0-9]+$/.exec(name.slice(drill.length)) ?? [];
  return name.startsWith(drill) && y ? `${y}-${mo}-${d}T${h}:${mi}:${s}.000Z` : undefined;
}
