import { join } from 'node:path';
import { formatDuration } from '../../core/duration.ts';
import { failureOf } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import type { RunState } from '../../core/run-state.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { isRunLocked } from '../../journal/run-lock.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { runNames } from '../runs/run-folder.ts';
import { table } from '../table.ts';

/** `drill runs` */
export async function runs(io: Io, options: { readonly output: OutputKind }): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const found = [];
  for (const name of runNames(project)) found.push(await look(join(project.reports, name), name));
  if (options.output === 'json') {
    io.out(JSON.stringify(found));
    return EXIT.met;
  }
  if (found.length === 0) {
    io.out('No drill has been run here yet.');
    return EXIT.met;
  }
  const rows = found.map((one) => [one.run, one.status, one.verdict, one.rto, one.rpo, one.left]);
  for (const line of table(['run', 'status', 'verdict', 'RTO', 'RPO', 'left behind'], rows)) {
    io.out(line);
  }
  return EXIT.met;
}

async function look(folder: string, run: string) {
  try {
    const state = foldRecords((await readJournal(folder)).records);
    const { verdict } = state;
    const measured = (ms: number | undefined) => (ms === undefined ? '-' : formatDuration(ms));
    return {
      run,
      status: state.status ?? ((await isRunLocked(folder)) ? 'running' : 'interrupted'),
      verdict: verdict?.verdict ?? '-',
      rto: measured(verdict?.rto.actualMs),
      rpo: verdict?.rpo.result === 'not-applicable' ? 'n/a' : measured(verdict?.rpo.actualMs),
      left: leftBehind(state),
    };
  } catch (error) {
    const { code } = failureOf(error);
    return { run, status: code, verdict: '-', rto: '-', rpo: '-', left: '?' };
  }
}

function leftBehind({ resources }: RunState): string {
  const left = resources.filter(({ status }) => status !== 'released' && status !== 'handed-over');
  return left.length === 0 ? '-' : left.map(({ resource }) => resource.id).join(', ');
}
