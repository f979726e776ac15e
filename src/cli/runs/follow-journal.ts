import { foldRecord, foldRecords } from '../../core/fold-record.ts';
import type { Clock } from '../../core/ports.ts';
import type { RunFeed, RunView } from '../../core/run-feed.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { tailJournal } from '../../journal/tail-journal.ts';

/** The feed of a run that another process drives: the tail of its journal, until the signal fires or the run ends. */
export async function followJournal(
  folder: string,
  options: { readonly signal: AbortSignal; readonly clock: Clock },
): Promise<RunFeed & { readonly ended: Promise<void> }> {
  const { records } = await readJournal(folder);
  let view: RunView = { records, state: foldRecords(records) };
  const listeners = new Set<() => void>();
  const follow = async () => {
    for await (const record of tailJournal(folder, options)) {
      // The tail begins at the first record; those are known already.
      if (record.seq <= view.state.lastSeq) continue;
      view = { records: [...view.records, record], state: foldRecord(view.state, record) };
      for (const listener of listeners) listener();
      if (record.type === 'run.finished') return;
    }
  };
  const finished = view.state.phase === 'finished';
  return {
    get: () => view,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    ended: finished ? Promise.resolve() : follow(),
  };
}
