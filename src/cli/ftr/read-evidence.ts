import { type Failure, failureOf } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import { evidenceOf, evidenceOfSummary } from '../../core/run-evidence.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import type { KnownRun } from '../../ftr/facts.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { readLedger } from '../../journal/read-ledger.ts';

/** All runs of a project, as far as a review needs them. */
export interface EvidenceRead {
  readonly runs: readonly KnownRun[];
  /** Journals that cannot be used, and so are no evidence. */
  readonly broken: readonly { readonly run: string; readonly failure: Failure }[];
}

/**
 * Reads what is evidence: of each drill in each account, from the newest run backwards, whole and with its chain
 * verified, until one counts. What is older, or was not made in AWS, is known by its summary alone and never counts.
 * @param counts whether a run settles what its drill tests, so that older ones need not be read
 */
export async function readEvidence(
  reports: string,
  counts: (run: KnownRun) => boolean,
): Promise<EvidenceRead> {
  const ledger = readLedger(reports);
  const broken = ledger.broken.map(({ folder, failure }) => ({ run: folder, failure }));
  const runs: KnownRun[] = [];
  const series = new Map<string, Series>();
  for (const summary of ledger.runs) {
    const known = series.get(keyOf(summary)) ?? { settled: false, completed: false };
    if (!isWanted(summary, known)) {
      runs.push({ ...evidenceOfSummary(summary), verified: false });
      continue;
    }
    try {
      const { records } = await readJournal(summary.folder);
      const run: KnownRun = { ...evidenceOf(foldRecords(records)), verified: true };
      runs.push(run);
      series.set(keyOf(summary), {
        settled: known.settled || counts(run),
        completed: known.completed || (run.status === 'completed' && run.rejectedBy === undefined),
      });
    } catch (error) {
      broken.push({ run: summary.run, failure: failureOf(error) });
    }
  }
  return { runs, broken };
}

/** What the newer runs of one drill in one account have shown. */
interface Series {
  /** One of them counts as a test. */
  readonly settled: boolean;
  /** One of them has completed, so its readings count. */
  readonly completed: boolean;
}

function keyOf({ opened: { drill, environment } }: RunSummary): string {
  return JSON.stringify([drill.name, drill.scenario.kind, environment.accountId]);
}

function isWanted({ isReal, end }: RunSummary, { settled, completed }: Series): boolean {
  if (!isReal || !end || end.status === 'aborted') return false;
  const isResult =
    end.status === 'failed' || end.verdict.verdict === 'met' || end.verdict.verdict === 'missed';
  return (isResult && !settled) || (end.status === 'completed' && !completed);
}
