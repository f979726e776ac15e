import { failureOf } from '../../core/failure.ts';
import type { JournalRecord } from '../../core/record.ts';
import { wantsTraces } from '../../telemetry/wants-traces.ts';
import type { Io } from '../io.ts';
import { VERSION } from '../program/version.ts';

/** Sends the trace of a run that has ended, where the environment says so. What fails takes nothing from the run. */
export async function sendTrace(io: Io, records: readonly JournalRecord[]): Promise<void> {
  const hasEnded = records.some(({ type }) => type === 'run.finished');
  if (!hasEnded || !wantsTraces(io.env)) return;
  try {
    const { traceOfRun } = await import('../../telemetry/spans-of-run.ts');
    const { exportTrace } = await import('../../telemetry/export-trace.ts');
    await exportTrace(traceOfRun(records), VERSION);
  } catch (error) {
    io.err(`drill: the trace of this run could not be sent: ${failureOf(error).message}`);
  }
}
