import { KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import type { RecordBody } from '../../core/record.ts';
import { refuseText } from '../../core/refuse-text.ts';
import type { RunState } from '../../core/run-state.ts';
import { openJournal } from '../../journal/open-journal.ts';
import { createRedactor } from '../../journal/redact.ts';
import { writeEvidence } from '../evidence/write-evidence.ts';
import type { Io } from '../io.ts';
import type { Project } from '../project.ts';
import { systemClock } from '../system-clock.ts';
import { aboutRun } from './about-run.ts';
import { processIdentity } from './process-identity.ts';

/** What people may add to a run that has ended. */
export type Afterthought = Extract<
  RecordBody,
  { readonly type: 'run.signed-off' | 'follow-up.changed' | 'lesson.noted' }
>;

/**
 * Adds records to a run that has ended, durably, and then writes anew what was made from its journal.
 * @param add gives the records by the state of the run under its lock: nobody adds anything in between. What it throws
 *   leaves the run as it was.
 * @returns the state with them.
 * @throws KunrenError `RUN_NOT_FINISHED`, `TEXT_REFUSED`, `RUN_LOCKED`, or what is wrong with the journal.
 */
export async function addToRun(
  io: Io,
  project: Project,
  { run, folder }: { readonly run: string; readonly folder: string },
  add: (state: RunState) => readonly Afterthought[] | Promise<readonly Afterthought[]>,
): Promise<RunState> {
  return await aboutRun(run, async () => {
    const journal = await openJournal({
      folder,
      clock: systemClock,
      redact: createRedactor().redact,
      holder: processIdentity(systemClock),
      expect: 'existing',
    });
    let state: RunState;
    try {
      const before = foldRecords(journal.records);
      demandFinished(before);
      const bodies = await add(before);
      for (const body of bodies) demandRecordable(body);
      const added = bodies.map((body) => journal.append(body));
      await journal.durable();
      state = foldRecords([...journal.records, ...added]);
    } finally {
      await journal.close();
    }
    await writeEvidence(io, project, folder, { mayAsk: true });
    return state;
  });
}

/**
 * Refuses what does not belong into a record.
 * @throws KunrenError `TEXT_REFUSED`
 */
export function demandRecordable({ data }: Afterthought): void {
  for (const [name, value] of Object.entries(data)) {
    const refused =
      typeof value === 'string' && !HASHES.has(name) && refuseText(value, `The ${name}`, true);
    if (refused) throw new KunrenError({ code: 'TEXT_REFUSED', message: refused, class: 'input' });
  }
}

const HASHES: ReadonlySet<string> = new Set(['head']);

function demandFinished({ run, phase }: RunState): void {
  if (phase === 'finished') return;
  throw new KunrenError({
    code: 'RUN_NOT_FINISHED',
    message: `The run ${run} has not ended, so nothing can be added to what it has proven.`,
    class: 'input',
    details: { run },
  });
}
