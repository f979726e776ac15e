import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Drill, Environment } from '../../core/drill.ts';
import { KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import type { RunState } from '../../core/run-state.ts';
import type { Runbook } from '../../core/runbook.ts';
import { JOURNAL_FILE, readJournal } from '../../journal/read-journal.ts';
import { isRunLocked } from '../../journal/run-lock.ts';
import type { Project } from '../project.ts';
import { loadRunbook } from '../runbooks.ts';
import { runNames } from './run-folder.ts';

/**
 * Makes sure that no other run of this project is half-way through changing the same production: of two failovers at
 * once each would promote and undo what is the other's, of two root recoveries each would set a password.
 * @throws KunrenError `PRODUCTION_IN_USE`
 */
export async function demandFreeProduction(
  project: Project,
  { drill, runbook, environment }: Wanted,
): Promise<void> {
  if (!runbook.production) return;
  const workload = runbook.production.workload(drill);
  for (const name of runNames(project)) {
    const folder = join(project.reports, name);
    const state = await unfinished(folder);
    if (!state || !isSame(state.environment, environment)) continue;
    const { production } = await loadRunbook(state.drill.runbook);
    if (production?.workload(state.drill) !== workload) continue;
    const isDriven = await isRunLocked(folder);
    throw new KunrenError({
      code: 'PRODUCTION_IN_USE',
      message: `The run ${name} changes production of ${workload} and ${
        isDriven ? 'is under way' : 'was interrupted half-way'
      }. Of two at once, each could undo what the other has done.`,
      class: 'safety',
      details: { run: name, driven: isDriven },
    });
  }
}

interface Wanted {
  readonly drill: Drill;
  readonly runbook: Runbook;
  readonly environment: Environment;
}

/** A run that changes production and has not ended. What cannot be read at all is no run that could go on. */
async function unfinished(folder: string): Promise<RunState | undefined> {
  if (!(await mayChangeProduction(join(folder, JOURNAL_FILE)))) return undefined;
  try {
    const state = foldRecords((await readJournal(folder)).records);
    return state.changesProduction && state.status === undefined ? state : undefined;
  } catch {
    return undefined;
  }
}

/** Most runs are none of these, which their first record says; so the others need not be read. */
async function mayChangeProduction(journal: string): Promise<boolean> {
  const file = await open(journal).catch(() => undefined);
  if (!file) return false;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(OPENING_BYTES), 0, OPENING_BYTES, 0);
    return buffer.subarray(0, bytesRead).includes('"changesProduction":true');
  } finally {
    await file.close();
  }
}

/** The longest first record by far. */
const OPENING_BYTES = 256 * 1024;

function isSame(one: Environment, other: Environment): boolean {
  return (
    one.kind === other.kind && one.accountId === other.accountId && one.region === other.region
  );
}
