import { formatDuration } from '../../core/duration.ts';
import { foldRecords } from '../../core/fold-record.ts';
import { holdersOf, NOBODY_DECLARED } from '../../core/people.ts';
import type { RunState } from '../../core/run-state.ts';
import { wantedOf } from '../../core/wanted-of.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { isRunLocked } from '../../journal/run-lock.ts';
import type { Io } from '../io.ts';
import { type OpenTask, openTasks } from '../output/open-task.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { aboutRun } from '../runs/about-run.ts';
import { runFolder } from '../runs/run-folder.ts';
import { systemClock } from '../system-clock.ts';

/** `drill tasks <run>`: what people are asked now, and what to type. */
export async function tasks(
  io: Io,
  name: string,
  { output }: { readonly output: OutputKind },
): Promise<ExitCode> {
  const { run, folder } = runFolder(findProject(io.cwd), name);
  return await aboutRun(run, async () => {
    const state = foldRecords((await readJournal(folder)).records);
    const open = openTasks(state);
    const isDriven = await isRunLocked(folder);
    if (output === 'json') {
      io.out(JSON.stringify({ run, driven: isDriven, tasks: open }));
      return EXIT.met;
    }
    if (open.length === 0) io.out(`${run} asks nobody for anything now.`);
    for (const task of open) for (const line of tell(state, task)) io.out(line);
    if (open.length > 0 && !isDriven) {
      io.err('No process drives the run, so nobody can take an answer.');
      io.err(`  next: drill resume ${run}`);
    }
    return EXIT.met;
  });
}

function tell({ drill }: RunState, task: OpenTask): string[] {
  const { prompt, title, openedAt, deadline, commands, answers } = task;
  const { role, action, link, next, expectedMs, answer } = prompt;
  const now = systemClock.now();
  const waited = formatDuration(Math.max(0, now - Date.parse(openedAt)));
  const left = Date.parse(deadline) - now;
  const holders = holdersOf(drill.people ?? NOBODY_DECLARED, role).map(({ name }) => name);
  return [
    title,
    `  ${action}`,
    ...(link === undefined ? [] : [`  ${link}`]),
    `  Who:    ${role} (${holders.length > 0 ? holders.join(', ') : 'nobody is declared, so anybody may'})`,
    `  Time:   ${waited} so far, usually ${formatDuration(expectedMs)}; ${left > 0 ? `${formatDuration(left)} left, until ${deadline}` : `the deadline was ${deadline}`}`,
    `  Wants:  ${wantedOf(answer)}${answers.length > 0 ? `; so far: ${answers.map(({ who }) => who.name).join(', ')}` : ''}`,
    ...(next === undefined ? [] : [`  Then:   ${next}`]),
    ...commands.map(({ command, label }) => `  next: ${command}   (${label})`),
  ];
}
