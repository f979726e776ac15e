import type { Notice } from '../core/notification.ts';
import { openGates } from '../core/open-choices.ts';
import type { JournalRecord } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import type { Verdict } from '../core/verdict.ts';
import { drillTitle, languageOf } from './drill-words.ts';
import { type NoticeWords, noticeWords } from './notice-words.ts';

/**
 * What a new record means to people who are not at the screen, in the language of the drill's reports; `undefined` for
 * most.
 * @param state the run after the record
 */
export function noticeOf(record: JournalRecord, state: RunState): Notice | undefined {
  const words = wordsOf(state);
  switch (record.type) {
    case 'run.opened':
      return starting(state);
    case 'task.opened': {
      const { prompt, deadline, activity } = record.data;
      return needsYou(state, `${prompt.role}: ${prompt.action}`, [
        words.until(deadline),
        ...(prompt.link === undefined ? [] : [prompt.link]),
        `drill tasks ${state.run}   ${words.step(activity)}`,
      ]);
    }
    case 'state.changed': {
      const gate = openGates(state).find(({ id }) => record.data.entered.includes(id));
      if (!gate) return undefined;
      const answers = (gate.choices ?? []).map(({ event, label }) => `${event}: ${label}`);
      return needsYou(state, gate.title, [...answers, `drill decide ${state.run}`]);
    }
    case 'run.paused':
      return needsYou(state, words.paused, [record.data.failure.message, words.goesOn]);
    case 'run.finished':
      return finished(state);
    default:
      return undefined;
  }
}

/** That the objective may be missed; told once. */
export function atRisk(state: RunState, elapsedMs: number): Notice {
  const words = wordsOf(state);
  const { usualRecovery } = state.earlier ?? {};
  return {
    ...about(state),
    event: 'at-risk',
    title: words.atRisk(titleOf(state)),
    lines: [
      words.used(elapsedMs, state.drill.objectives.rtoMs),
      ...(usualRecovery ? [words.usual(usualRecovery)] : []),
      `drill watch ${state.run}`,
    ],
  };
}

function starting(state: RunState): Notice {
  const words = wordsOf(state);
  const { drill, environment, live, earlier } = state;
  const left = earlier?.followUps.length ?? 0;
  return {
    ...about(state),
    event: 'starting',
    title: words.started(titleOf(state), live !== undefined),
    lines: [
      words.where(environment.name, drill.objectives.rtoMs),
      ...(left > 0 ? [words.toFollowUp(left)] : []),
      `drill watch ${state.run}`,
    ],
  };
}

function needsYou(state: RunState, what: string, lines: readonly string[]): Notice {
  return {
    ...about(state),
    event: 'needs-you',
    title: wordsOf(state).needsYou(titleOf(state), what),
    lines,
  };
}

function finished(state: RunState): Notice {
  const words = wordsOf(state);
  const { run, verdict, status, failure, environment } = state;
  const how = status === undefined || status === 'completed' ? verdict?.verdict : status;
  return {
    ...about(state),
    event: 'verdict',
    title: words.ended(titleOf(state), how ?? 'unproven'),
    lines: [
      ...(environment.kind === 'sandbox' ? [words.sandbox] : []),
      ...(failure ? [failure.message] : []),
      ...(verdict ? [`RTO ${words.measure(verdict.rto)}`, `RPO ${rpo(verdict, words)}`] : []),
      ...(verdict?.reasons ?? []),
      `drill verify ${run}`,
    ],
  };
}

function rpo({ rpo: measure }: Verdict, words: NoticeWords): string {
  return measure.result === 'not-applicable' ? words.notApplicable : words.measure(measure);
}

function about({ run, drill }: RunState): Pick<Notice, 'run' | 'drill'> {
  return { run, drill: drill.name };
}

function wordsOf({ drill }: RunState): NoticeWords {
  return noticeWords(languageOf(drill));
}

function titleOf({ drill }: RunState): string {
  return drillTitle(drill);
}
