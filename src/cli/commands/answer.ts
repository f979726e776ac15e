import { KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import type { OperatorCommand } from '../../core/record.ts';
import type { RunState } from '../../core/run-state.ts';
import type { AnswerForm } from '../../core/task.ts';
import { wantedOf } from '../../core/wanted-of.ts';
import { withoutSecret } from '../../core/without-content.ts';
import { readJournal } from '../../journal/read-journal.ts';
import type { Io } from '../io.ts';
import { openTasks } from '../output/open-task.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { readSecret } from '../read-secret.ts';
import { aboutRun } from '../runs/about-run.ts';
import { answeringPerson } from '../runs/acting-person.ts';
import { type Attachment, readAttachment } from '../runs/read-attachment.ts';
import { runFolder } from '../runs/run-folder.ts';
import { sendCommand } from '../runs/send-command.ts';

interface Said {
  readonly value?: string | undefined;
  readonly comment?: string | undefined;
  readonly file?: string | undefined;
  /** The answer is a secret, which is read from stdin. */
  readonly secret?: boolean | undefined;
  readonly output: OutputKind;
}

/** `drill answer <run> [step] [value]` and `drill approve <run> [step]`. */
export async function answer(
  io: Io,
  name: string,
  step: string | undefined,
  { value, comment, file, secret: isSecret = false, output }: Said,
): Promise<ExitCode> {
  return await say(io, name, { output, file }, async (state, attached) => {
    const task = step ?? onlyTask(state);
    refuseOpenSecret(state, task, { isSecret, isBare: value === undefined && file === undefined });
    return {
      type: 'answer',
      task,
      ...(value !== undefined && { value }),
      ...(isSecret && { secret: await readSecret(io, wantedOf(formOf(state, task))) }),
      ...(comment !== undefined && { comment }),
      ...attached,
    };
  });
}

/** `drill decline <run> [step]` */
export async function decline(
  io: Io,
  name: string,
  step: string | undefined,
  { comment, output }: Pick<Said, 'comment' | 'output'>,
): Promise<ExitCode> {
  return await say(io, name, { output }, (state) => ({
    type: 'decline',
    task: step ?? onlyTask(state),
    ...(comment !== undefined && { comment }),
  }));
}

/** `drill skip <run> [step] --reason …` */
export async function skip(
  io: Io,
  name: string,
  step: string | undefined,
  { reason, output }: { readonly reason: string; readonly output: OutputKind },
): Promise<ExitCode> {
  return await say(io, name, { output }, (state) => ({
    type: 'skip',
    task: step ?? onlyTask(state),
    reason,
  }));
}

/** `drill note <run> <text>` */
export async function note(
  io: Io,
  name: string,
  text: string,
  { file, output }: Pick<Said, 'file' | 'output'>,
): Promise<ExitCode> {
  return await say(io, name, { output, file }, (_state, attached) => ({
    type: 'note',
    text,
    ...attached,
  }));
}

/** Makes a command for a run that is driven somewhere, and sends it there. */
async function say(
  io: Io,
  name: string,
  { output, file: path }: Pick<Said, 'output' | 'file'>,
  make: (
    state: RunState,
    attached: Partial<Pick<Attachment, 'file'>>,
  ) => OperatorCommand | Promise<OperatorCommand>,
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const { run, folder } = runFolder(project, name);
  return await aboutRun(run, async () => {
    const state = foldRecords((await readJournal(folder)).records);
    demandUnfinished(state);
    const { content, ...attached } = path === undefined ? {} : await readAttachment(path);
    const command = await make(state, attached);
    const who = await answeringPerson(io, state.environment, project);
    await sendCommand(folder, run, command, who, content);
    if (output === 'json') {
      io.out(JSON.stringify({ run, command: withoutSecret(command), who, accepted: true }));
    } else io.out(`${run} has it, from ${who.name}.`);
    return EXIT.met;
  });
}

function demandUnfinished({ run, phase }: RunState): void {
  if (phase !== 'finished') return;
  throw refusal('RUN_FINISHED', 'The run has ended; nobody is asked any more.', run);
}

/**
 * A secret on the command line would stand in the shell's history and in the list of processes, and as the name of a
 * step in the journal.
 */
function refuseOpenSecret(
  { run, tasks }: RunState,
  task: string,
  { isSecret, isBare }: { readonly isSecret: boolean; readonly isBare: boolean },
): void {
  const isKnown = tasks.some(({ activity }) => activity === task);
  const wanting = tasks.find(
    ({ activity, status, prompt }) =>
      status === 'open' && prompt.answer.kind === 'secret' && (activity === task || !isKnown),
  );
  if (wanting && !(isKnown && isSecret && isBare)) {
    const { activity, prompt } = wanting;
    const of = prompt.answer.kind === 'secret' ? prompt.answer.of : '';
    throw new KunrenError({
      code: 'SECRET_WANTED',
      message: `${activity} asks for ${of}, a secret. It is not taken from the command line, where the shell and the list of processes would keep it. Nothing was sent; where it was typed there, take another one.`,
      class: 'input',
      details: { run, step: activity },
    });
  }
  if (isSecret && !wanting) {
    throw refusal('SECRET_UNWANTED', `${task} asks for no secret. Nothing was read.`, run);
  }
}

function formOf({ tasks }: RunState, step: string): AnswerForm {
  return tasks.findLast(({ activity }) => activity === step)?.prompt.answer ?? { kind: 'done' };
}

/** Where one thing is asked for its name need not be typed. */
function onlyTask(state: RunState): string {
  const open = openTasks(state).map(({ activity }) => activity);
  const [task] = open;
  if (task === undefined) {
    throw refusal('TASK_NOT_OPEN', `${state.run} asks nobody for anything now.`, state.run);
  }
  if (open.length > 1) {
    throw refusal(
      'TASK_AMBIGUOUS',
      `${state.run} asks for several things: ${open.join(', ')}. Say which one.`,
      state.run,
    );
  }
  return task;
}

function refusal(code: string, message: string, run: string): KunrenError {
  return new KunrenError({ code, message, class: 'input', details: { run } });
}
