import { type Dirent, lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Failure, failureOf } from '../core/failure.ts';
import type { RunSummary } from '../core/run-summary.ts';
import { JOURNAL_FILE } from './read-journal.ts';
import { readSummary } from './read-summary.ts';

/** All runs of a reports folder. */
export interface Ledger {
  /** Newest first. */
  readonly runs: readonly RunSummary[];
  /** Folders whose journal cannot be used, with why. */
  readonly broken: readonly { readonly folder: string; readonly failure: Failure }[];
  /** Folders that have no journal; nobody's business but their owner's. */
  readonly foreign: readonly string[];
}

/** Reads what `reports` holds. A broken folder takes nothing from the others. */
export function readLedger(reports: string): Ledger {
  const runs: RunSummary[] = [];
  const broken: { folder: string; failure: Failure }[] = [];
  const foreign: string[] = [];
  for (const { name } of foldersIn(reports)) {
    const folder = join(reports, name);
    try {
      // A folder that nobody may look into throws: it is not known to be no run.
      const isRun = lstatSync(join(folder, JOURNAL_FILE), { throwIfNoEntry: false }) !== undefined;
      if (isRun) runs.push(readSummary(folder));
      else foreign.push(name);
    } catch (error) {
      broken.push({ folder: name, failure: failureOf(error) });
    }
  }
  runs.sort((a, b) => compare(b.openedAt, a.openedAt) || compare(b.run, a.run));
  return { runs, broken, foreign };
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function foldersIn(reports: string): Dirent[] {
  try {
    return readdirSync(reports, { withFileTypes: true }).filter(
      (entry) => entry.isDirectory() && !entry.name.startsWith('.'),
    );
  } catch {
    return [];
  }
}
