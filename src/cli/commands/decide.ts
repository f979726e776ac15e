import { KunrenError } from '../../core/failure.ts';
import { foldRecords } from '../../core/fold-record.ts';
import { openChoices } from '../../core/open-choices.ts';
import type { RunState } from '../../core/run-state.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { isRunLocked } from '../../journal/run-lock.ts';
import type { Io } from '../io.ts';
import { openDecisions } from '../output/open-decision.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { aboutRun } from '../runs/about-run.ts';
import { osPerson } from '../runs/acting-person.ts';
import { runFolder } from '../runs/run-folder.ts';
import { sendCommand } from '../runs/send-command.ts';

interface DecideOptions {
  readonly output: OutputKind;
}

/**
 * `drill decide <run> [event]`: answers a gate at which a run waits; without an event, lists what can be answered.
 * Told to the process that drives the run, which alone takes decisions.
 */
export async function decide(
  io: Io,
  name: string,
  event: string | undefined,
  options: DecideOptions,
): Promise<ExitCode> {
  const { run, folder } = runFolder(findProject(io.cwd), name);
  return await aboutRun(run, async () => {
    const state = foldRecords((await readJournal(folder)).records);
    if (event === undefined) return list(io, state, await isRunLocked(folder), options);
    refuseUnanswerable(state, event);
    await sendCommand(folder, run, { type: 'send', event }, osPerson('command'));
    const label = openChoices(state).find((choice) => choice.event === event)?.label ?? event;
    if (options.output === 'json') {
      io.out(JSON.stringify({ run, event, accepted: true }));
    } else {
      io.out(`${run} goes on. Decided: ${label}`);
      io.err(`  next: drill watch ${run}`);
    }
    return EXIT.met;
  });
}

function list(io: Io, state: RunState, isDriven: boolean, { output }: DecideOptions): ExitCode {
  const decisions = openDecisions(state);
  const { run, phase } = state;
  if (output === 'json') {
    io.out(JSON.stringify({ run, driven: isDriven, decisions }));
    return EXIT.met;
  }
  if (decisions.length === 0) io.out(`${run} waits for no decision now.`);
  for (const { title, choices } of decisions) {
    io.out(title);
    for (const { command, label } of choices) io.out(`  ${command}   (${label})`);
  }
  if (!isDriven && phase !== 'finished') {
    io.err('No process drives the run, so nobody can take a decision.');
    io.err(`  next: drill resume ${run}`);
  }
  return EXIT.met;
}

/** Whatever can be told without asking the process that drives the run; the rest is for it to say. */
function refuseUnanswerable(state: RunState, event: string): void {
  const { run, phase } = state;
  const refuse = (code: string, message: string) => {
    throw new KunrenError({ code, message, class: 'input', details: { run } });
  };
  if (phase === 'finished') {
    refuse('RUN_FINISHED', 'The run has ended; there is nothing left to decide.');
  }
  const known = openChoices(state).map((choice) => choice.event);
  if (known.length === 0) {
    refuse('NO_DECISION_OPEN', `${run} waits for no decision now.`);
  }
  if (!known.includes(event)) {
    refuse(
      'DECISION_UNKNOWN',
      `"${event}" is no answer to what ${run} waits for. Answers are: ${known.join(', ')}.`,
    );
  }
}
