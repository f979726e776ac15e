import { checkRunbook } from '../../core/check-runbook.ts';
import { failureOf, KunrenError } from '../../core/failure.ts';
import { formatIssues, issuesOf } from '../../drill-file/format-issues.ts';
import { listDrills } from '../../drill-file/list-drills.ts';
import { attestationsOf } from '../ftr/read-attestations.ts';
import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { findProject } from '../project.ts';
import { scheduleOf } from '../rehearsals/read-schedules.ts';
import { loadRunbook, RUNBOOK_IDS } from '../runbooks.ts';
import { openDrill } from '../runs/open-drill.ts';
import { systemClock } from '../system-clock.ts';

/** `drill check` */
export async function check(io: Io): Promise<ExitCode> {
  let problems = 0;
  for (const id of RUNBOOK_IDS) {
    const found = await problemsOf(async () => checkRunbook(await loadRunbook(id)));
    problems += found.length;
    io.out(`runbook ${id}: ${found.length === 0 ? 'sound' : 'NOT SOUND'}`);
    for (const problem of found) io.out(`  ${problem}`);
  }
  const project = findProject(io.cwd);
  const now = new Date(systemClock.now()).toISOString();
  for (const drill of listDrills(project.drills)) {
    const found = await problemsOf(async () => {
      const { file } = await openDrill(io, drill.file, { set: [] });
      await scheduleOf(file, now);
      return [];
    });
    problems += found.length;
    io.out(`drill ${drill.name}: ${found.length === 0 ? 'sound' : 'NOT SOUND'}`);
    for (const problem of found) io.out(problem);
  }
  const found = await problemsOf(async () => {
    attestationsOf(project, now);
    return [];
  });
  problems += found.length;
  io.out(`attestations: ${found.length === 0 ? 'sound' : 'NOT SOUND'}`);
  for (const problem of found) io.out(problem);
  return problems === 0 ? EXIT.met : EXIT.badInput;
}

async function problemsOf(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await look();
  } catch (error) {
    const issues = error instanceof KunrenError ? issuesOf(error) : [];
    return [issues.length > 0 ? formatIssues(issues) : failureOf(error).message];
  }
}
