import { formatClock, formatDuration } from '../core/duration.ts';
import { awaited, type Tone, told } from '../core/narrate.ts';
import type { Ms } from '../core/ports.ts';
import { CLEANUP_STEP, type RunState, type StepState } from '../core/run-state.ts';
import { isSlowerThan, tellUsual, type UsualDuration } from '../core/usual-duration.ts';

/** One row of the step list; always exactly one row of the terminal. */
export interface StepRow {
  readonly key: string;
  readonly kind: 'step' | 'detail' | 'more';
  readonly glyph: string;
  readonly text: string;
  readonly tone: Tone;
  readonly isCurrent: boolean;
  /** e.g. `3 attempts`; the first thing to go when the terminal is narrow. */
  readonly note?: string;
  readonly duration?: string;
  /** The error of the duration, e.g. `± 5.0 s`. */
  readonly error?: string;
  /** 0 to 100, drawn as a small bar. */
  readonly percent?: number;
}

const GLYPHS: { readonly [status in StepState['status']]: string } = {
  pending: '○',
  running: '⠋',
  done: '✔',
  failed: '✘',
  cancelled: '◌',
  skipped: '–',
};

const TONES: { readonly [status in StepState['status']]: Tone } = {
  pending: 'quiet',
  running: 'info',
  done: 'good',
  failed: 'bad',
  cancelled: 'warn',
  skipped: 'quiet',
};

const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧'];

/** Time between two frames of the screen, in ms. */
export const FRAME_MS: Ms = 250;

/**
 * The rows of the step list: one for each step that was taken or may come, and one below a step that has something to
 * say.
 * @param now wall-clock ms
 */
export function stepRows(state: RunState, now: Ms): StepRow[] {
  return stepsOnTheWay(state).flatMap((step) => {
    const row = stepRow(state, step, now);
    const detail = detailOf(state, step, now);
    return detail
      ? [row, { ...detail, key: `${step.id}/detail`, kind: 'detail', glyph: '' }]
      : [row];
  });
}

/**
 * Steps stand in the order in which they are taken. One that stands before what was started last was passed by, on
 * another way; what runs beside it says nothing of it.
 */
function stepsOnTheWay({ steps }: RunState): readonly StepState[] {
  const started = steps
    .map((step, index) => ({ step, index, at: step.startedAt ?? '' }))
    .filter(({ step, at }) => at !== '' && step.id !== CLEANUP_STEP)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return steps.filter((step, index) => {
    const last = started.findLast((one) => !areBeside(one.step, step));
    return step.status !== 'pending' || index > (last?.index ?? -1);
  });
}

function areBeside({ lanes: some = [] }: StepState, { lanes: others = [] }: StepState): boolean {
  const parentOf = (path: string) => path.slice(0, path.lastIndexOf('.') + 1);
  return some.some((one) =>
    others.some((other) => one !== other && parentOf(one) === parentOf(other)),
  );
}

/** The step that somebody who looks now wants to see: the one that runs, else the one that ended last. */
export function currentStep(state: RunState): StepState | undefined {
  const running = state.steps.findLast(({ status }) => status === 'running');
  if (running) return running;
  return state.steps.reduce<StepState | undefined>(
    (latest, step) =>
      step.endedAt !== undefined && step.endedAt >= (latest?.endedAt ?? '') ? step : latest,
    undefined,
  );
}

function stepRow(state: RunState, step: StepState, now: Ms): StepRow {
  const isPaused = state.pauses.some(({ activity }) => activity === step.id);
  const isRunning = step.status === 'running';
  const duration = durationOf(step, now);
  const note = noteOf(step, state.earlier?.usual[step.id]);
  return {
    key: step.id,
    kind: 'step',
    glyph: isPaused ? '!' : isRunning ? spinner(now) : GLYPHS[step.status],
    text: step.title,
    tone: isPaused ? 'warn' : TONES[step.status],
    isCurrent: isRunning,
    ...(note !== undefined && { note }),
    ...(duration !== undefined && { duration }),
    ...(step.errorMs > 0 && !isRunning && { error: `± ${formatDuration(step.errorMs)}` }),
  };
}

function spinner(now: Ms): string {
  return SPINNER[Math.floor(now / FRAME_MS) % SPINNER.length] ?? '⠋';
}

function durationOf(step: StepState, now: Ms): string | undefined {
  if (step.status === 'running' && step.startedAt !== undefined) {
    return formatClock(now - Date.parse(step.startedAt));
  }
  return step.durationMs === undefined ? undefined : formatDuration(step.durationMs);
}

function noteOf(step: StepState, usual: UsualDuration | undefined): string | undefined {
  const notes = [
    ...(step.adopted ? ['taken over, not repeated'] : []),
    ...(step.attempts > 1 ? [`${step.attempts} attempts`] : []),
    ...(step.status === 'cancelled' ? ['cancelled'] : []),
    ...(step.status === 'skipped' ? [step.startedAt === undefined ? 'not taken' : 'left out'] : []),
  ];
  if (notes.length > 0) return notes.join(', ');
  return usual && noteOfUsual(step, usual);
}

/** What takes less is over before anybody has read how long it takes. */
const WORTH_TELLING_MS: Ms = 1000;

function noteOfUsual({ status, durationMs }: StepState, usual: UsualDuration): string | undefined {
  if (status === 'pending' || status === 'running') {
    return usual.p90Ms < WORTH_TELLING_MS ? undefined : tellUsual(usual);
  }
  const isSlower = status === 'done' && durationMs !== undefined && isSlowerThan(durationMs, usual);
  return isSlower ? `slower: ${tellUsual(usual)}` : undefined;
}

type Detail = Pick<StepRow, 'text' | 'tone' | 'isCurrent' | 'percent'>;

function detailOf(state: RunState, step: StepState, now: Ms): Detail | undefined {
  if (step.status === 'failed' && step.failure) {
    return { text: told(step.failure), tone: 'bad', isCurrent: false };
  }
  if (step.status !== 'running') return undefined;
  const base = { isCurrent: true };
  if (state.pauses.some(({ activity }) => activity === step.id))
    return { ...base, text: 'paused, see above', tone: 'warn' };
  const retry = step.retries.at(-1);
  const wait = retry?.retryAt === undefined ? 0 : Date.parse(retry.retryAt) - now;
  if (retry && wait > 0) {
    return {
      ...base,
      text: `${told(retry.failure)}; next try in ${formatDuration(wait)}`,
      tone: 'warn',
    };
  }
  const removed = step.id === CLEANUP_STEP ? removedSoFar(state) : undefined;
  const said = [removed, step.progress?.message].filter((part) => part !== undefined).join(' · ');
  if (said !== '') {
    const percent = step.progress?.percent;
    return { ...base, text: said, tone: 'info', ...(percent !== undefined && { percent }) };
  }
  return step.waitsOn === 'people' ? { ...base, text: awaited(step), tone: 'warn' } : undefined;
}

function removedSoFar({ resources }: RunState): string | undefined {
  if (resources.length === 0) return undefined;
  const settled = resources.filter(({ status }) => status !== 'intended' && status !== 'made');
  return `${settled.length} of ${resources.length} settled`;
}

/**
 * Cuts the list to `height` rows around what is current; what is left out is counted in one row above and below.
 */
export function fitStepRows(rows: readonly StepRow[], height: number): readonly StepRow[] {
  if (rows.length <= height) return rows;
  if (height <= 0) return [];
  const focus = focusOf(rows);
  if (height < 4) {
    const start = Math.min(Math.max(0, focus - height + 1), rows.length - height);
    return rows.slice(start, start + height);
  }
  const start = Math.min(Math.max(0, focus - Math.floor(height / 2)), rows.length - height);
  const shown = rows.slice(start, start + height);
  const above = countSteps(rows.slice(0, start + 1));
  const below = countSteps(rows.slice(start + height - 1));
  return [
    ...(start > 0 ? [more('above', `${above} earlier`)] : shown.slice(0, 1)),
    ...shown.slice(1, -1),
    ...(start + height < rows.length ? [more('below', `${below} more to come`)] : shown.slice(-1)),
  ];
}

/** The last row of what runs; between steps the last row that is not to come. */
function focusOf(rows: readonly StepRow[]): number {
  const current = rows.findLastIndex(({ isCurrent }) => isCurrent);
  return current >= 0
    ? current
    : Math.max(
        0,
        rows.findLastIndex(({ tone }) => tone !== 'quiet'),
      );
}

function countSteps(rows: readonly StepRow[]): number {
  return rows.filter(({ kind }) => kind === 'step').length;
}

function more(key: string, text: string): StepRow {
  return { key, kind: 'more', glyph: '…', text, tone: 'quiet', isCurrent: false };
}
