import type { Io } from '../io.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import { findProject } from '../project.ts';
import { answeringPerson } from '../runs/acting-person.ts';
import { addToRun } from '../runs/add-to-run.ts';
import { runFolder } from '../runs/run-folder.ts';

/** `drill lesson <run> <text>`: what was learned, for the plan; it stands in the record and in the report. */
export async function lesson(io: Io, name: string, text: string): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const state = await addToRun(io, project, runFolder(project, name), async (before) => {
    const by = await answeringPerson(io, before.environment, project);
    return [{ type: 'lesson.noted', data: { by, text } }];
  });
  io.out(`${state.run} has it, from ${state.lessons.at(-1)?.by.name ?? ''}.`);
  return EXIT.met;
}
