import type { OperatorCommand } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import { commandOf, type OpenAnswer } from './open-answers.ts';
import { type Scroll, topRow } from './page.ts';

export type PageName = 'run' | 'log' | 'details' | 'help';

/**
 * A question that waits for a key.
 * - `abort`: asked with `a`, answered with `y`.
 * - `interrupt`: asked with Ctrl-C, answered with Ctrl-C; aborts.
 * - `stop`: asked with Ctrl-C during clean-up, answered with Ctrl-C; leaves the rest to a resume.
 * - an answer: asked with its number, answered with Enter.
 */
export type Question = 'abort' | 'interrupt' | 'stop' | OpenAnswer;

/** A line that is being typed. */
export interface TypedField {
  readonly answer: OpenAnswer;
  readonly text: string;
}

/** What the screen itself remembers. The run's state is not part of it. */
export interface ScreenState {
  readonly page: PageName;
  readonly scroll: Scroll;
  /** The step on the details page; absent: the current one. */
  readonly step?: string;
  readonly question?: Question;
  readonly field?: TypedField;
  /** The task in view; absent: the one that has waited longest. */
  readonly task?: string;
  /** Shown until the next key. */
  readonly notice?: string;
}

export const FIRST_SCREEN: ScreenState = { page: 'run', scroll: 0 };

/** What a key asks for beyond the screen. */
export type ScreenEffect =
  | { readonly type: 'command'; readonly command: OperatorCommand; readonly typed?: TypedField }
  /** A file has to be put beside the journal first. */
  | {
      readonly type: 'attach';
      readonly task: string;
      readonly path: string;
      readonly typed: TypedField;
    }
  | { readonly type: 'leave' }
  | { readonly type: 'interrupt' };

export interface KeyContext {
  readonly phase: RunState['phase'];
  readonly detachable: boolean;
  /** Ids of the steps, in order, and the one that is shown when none was chosen. */
  readonly steps: readonly string[];
  readonly currentStep: string | undefined;
  /** What can be decided now; the first one is chosen with `1`. */
  readonly choices: readonly OpenAnswer[];
  /** Steps whose tasks are open. */
  readonly tasks: readonly string[];
  /** Of the page that is shown. */
  readonly pageRows: number;
  readonly contentRows: number;
}

/** `ctrl-c`, `up`, `down`, `page-up`, `page-down`, `home`, `end`, `left`, `right`, `escape`, or the character. */
export type KeyName = string;

interface Pressed {
  readonly screen: ScreenState;
  readonly effect?: ScreenEffect;
}

const ABORT: ScreenEffect = {
  type: 'command',
  command: { type: 'abort', reason: 'asked for on the screen' },
};

const NOT_DETACHABLE =
  'This run lives in this process and ends with it. To stop it, press a (abort) or Ctrl-C.';
const DECIDED = 'The run has gone on meanwhile; there is nothing to decide any more.';
const ALREADY_CLEANING = 'The run is cleaning up already.';

/** The screen after a key, and what else the key asks for. Pure. */
export function pressKey(before: ScreenState, key: KeyName, context: KeyContext): Pressed {
  const { question, notice: _, ...screen } = before;
  if (key === 'ctrl-c') return interrupt(screen, question, context);
  if (screen.field) return editField(screen, screen.field, key, context);
  if (question === 'abort' && key === 'y') return { screen, effect: ABORT };
  if (typeof question === 'object' && key === 'return') return decide(screen, question, context);
  // Any other key answers a question with no, and does nothing else.
  if (question !== undefined) return { screen };
  const choice = /^[1-9]$/.test(key) ? context.choices[Number(key) - 1] : undefined;
  if (choice) {
    return choice.sends.type === 'field'
      ? { screen: { ...screen, field: { answer: choice, text: '' } } }
      : { screen: { ...screen, question: choice } };
  }
  switch (key) {
    case 'a':
      return context.phase === 'running'
        ? { screen: { ...screen, question: 'abort' } }
        : { screen: { ...screen, notice: ALREADY_CLEANING } };
    case 't':
      return { screen: nextTask(screen, context) };
    case 'd':
      return { screen: toggle(screen, 'details', 0) };
    case 'l':
      return { screen: toggle(screen, 'log', 'end') };
    case '?':
    case 'h':
      return { screen: toggle(screen, 'help', 0) };
    case 'escape':
      return { screen: FIRST_SCREEN };
    case 'q':
      if (screen.page !== 'run') return { screen: FIRST_SCREEN };
      return context.detachable
        ? { screen, effect: { type: 'leave' } }
        : { screen: { ...screen, notice: NOT_DETACHABLE } };
    case 'left':
      return { screen: otherStep(screen, -1, context) };
    case 'right':
      return { screen: otherStep(screen, 1, context) };
    default:
      return { screen: scrolled(screen, key, context) };
  }
}

/** Only what the run still waits for is sent: somebody else may have answered. */
function decide(screen: ScreenState, asked: OpenAnswer, context: KeyContext): Pressed {
  const { sends } = asked;
  return isStillOpen(asked, context) && sends.type !== 'field'
    ? { screen, effect: { type: 'command', command: sends } }
    : { screen: { ...screen, notice: DECIDED } };
}

function isStillOpen({ ask, key }: OpenAnswer, { choices }: KeyContext): boolean {
  return choices.some((one) => one.ask === ask && one.key === key);
}

/** Text that was typed or pasted into the open field. */
export function typeText(screen: ScreenState, typed: string): ScreenState {
  const { field, notice: _, ...rest } = screen;
  if (!field) return screen;
  // A line is one line; what else is not text is for the run to refuse.
  const text = field.text + typed.replace(/[\r\n\t]+/g, ' ');
  return { ...rest, field: { ...field, text } };
}

function editField(
  screen: ScreenState,
  field: TypedField,
  key: KeyName,
  context: KeyContext,
): Pressed {
  const { field: _, ...without } = screen;
  switch (key) {
    case 'escape':
      return { screen: without };
    case 'backspace':
      return { screen: { ...screen, field: { ...field, text: shorter(field.text) } } };
    case 'return': {
      if (!isStillOpen(field.answer, context)) return { screen: { ...without, notice: DECIDED } };
      const command = commandOf(field.answer, field.text.trim());
      // What cannot be seen cannot be mended: after a refusal it is typed anew.
      if (command.type === 'answer' && command.secret !== undefined) {
        return { screen: without, effect: { type: 'command', command } };
      }
      return command.type === 'attach'
        ? { screen: without, effect: { ...command, typed: field } }
        : { screen: without, effect: { type: 'command', command, typed: field } };
    }
    default:
      return { screen };
  }
}

/** Without its last character, as people count them. */
function shorter(text: string): string {
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  return characters.slice(0, -1).join('');
}

/** Turns to the task after the one in view. */
function nextTask(screen: ScreenState, { tasks }: KeyContext): ScreenState {
  const at = Math.max(0, tasks.indexOf(screen.task ?? ''));
  const task = tasks[(at + 1) % Math.max(1, tasks.length)];
  return task === undefined ? screen : { ...screen, task };
}

function interrupt(
  screen: ScreenState,
  question: Question | undefined,
  { phase, detachable }: KeyContext,
): Pressed {
  // Who only watches stops watching; the run is somebody else's.
  if (detachable) return { screen, effect: { type: 'leave' } };
  if (question === 'stop') return { screen, effect: { type: 'interrupt' } };
  if (phase !== 'running') return { screen: { ...screen, question: 'stop' } };
  return question === 'interrupt'
    ? { screen: { ...screen, question: 'stop' }, effect: ABORT }
    : { screen: { ...screen, question: 'interrupt' } };
}

function toggle(screen: ScreenState, page: PageName, scroll: Scroll): ScreenState {
  return screen.page === page ? FIRST_SCREEN : { page, scroll };
}

function otherStep(screen: ScreenState, by: 1 | -1, context: KeyContext): ScreenState {
  if (screen.page !== 'details') return screen;
  const { steps, currentStep } = context;
  const index = steps.indexOf(screen.step ?? currentStep ?? '');
  const step = steps[Math.min(Math.max(0, index + by), steps.length - 1)];
  return step === undefined ? screen : { page: 'details', scroll: 0, step };
}

function scrolled(screen: ScreenState, key: KeyName, context: KeyContext): ScreenState {
  if (screen.page === 'run') return screen;
  const { pageRows, contentRows } = context;
  const top = topRow(screen.scroll, contentRows, pageRows);
  const moves: { readonly [key: KeyName]: number } = {
    up: top - 1,
    k: top - 1,
    down: top + 1,
    j: top + 1,
    'page-up': top - pageRows,
    'page-down': top + pageRows,
    ' ': top + pageRows,
    home: 0,
    g: 0,
    end: contentRows,
    G: contentRows,
  };
  const target = moves[key];
  if (target === undefined) return screen;
  const next = topRow(target, contentRows, pageRows);
  const isAtEnd = next >= contentRows - pageRows;
  // At its end the log follows what comes.
  return { ...screen, scroll: screen.page === 'log' && isAtEnd ? 'end' : next };
}
