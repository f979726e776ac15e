import { formatDuration } from '../core/duration.ts';
import type { Notice } from '../core/notification.ts';
import { openGates } from '../core/open-choices.ts';
import type { JournalRecord } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import { tellUsual } from '../core/usual-duration.ts';
import type { Measure, NotApplicable } from '../core/verdict.ts';

/**
 * What a new record means to people who are not at the screen; `undefined` for most.
 * @param state the run after the record
 */
export function noticeOf(record: JournalRecord, state: RunState): Notice | undefined {
  switch (record.type) {
    case 'run.opened':
      return starting(state);
    case 'task.opened': {
      const { prompt, deadline, activity } = record.data;
      return needsYou(state, `${prompt.role}: ${prompt.action}`, [
        `Until ${deadline}.`,
        ...(prompt.link === undefined ? [] : [prompt.link]),
        `drill tasks ${state.run}   (step ${activity})`,
      ]);
    }
    case 'state.changed': {
      const gate = openGates(state).find(({ id }) => record.data.entered.includes(id));
      if (!gate) return undefined;
      const answers = (gate.choices ?? []).map(({ event, label }) => `${event}: ${label}`);
      return needsYou(state, gate.title, [...answers, `drill decide ${state.run}`]);
    }
    case 'run.paused':
      return needsYou(state, 'the run is paused', [
        record.data.failure.message,
        'It goes on by itself once that is mended.',
      ]);
    case 'run.finished':
      return finished(state);
    default:
      return undefined;
  }
}

/** That the objective may be missed; told once. */
export function atRisk(state: RunState, elapsedMs: number): Notice {
  const { rtoMs } = state.drill.objectives;
  const { usualRecovery } = state.earlier ?? {};
  return {
    ...about(state),
    event: 'at-risk',
    title: `${state.drill.title}: the RTO is at risk`,
    lines: [
      `${formatDuration(elapsedMs)} of ${formatDuration(rtoMs)} are used, and the service is not back.`,
      ...(usualRecovery ? [`It ${tellUsual(usualRecovery)}.`] : []),
      `drill watch ${state.run}`,
    ],
  };
}

function starting(state: RunState): Notice {
  const { drill, environment, live, earlier } = state;
  const left = earlier?.followUps.length ?? 0;
  return {
    ...about(state),
    event: 'starting',
    title: `${drill.title}: ${live ? 'LIVE run' : 'rehearsal'} has started`,
    lines: [
      `In ${environment.name}, RTO ${formatDuration(drill.objectives.rtoMs)}.`,
      ...(left > 0 ? [`${left} to follow up from earlier runs.`] : []),
      `drill watch ${state.run}`,
    ],
  };
}

function needsYou(state: RunState, what: string, lines: readonly string[]): Notice {
  return {
    ...about(state),
    event: 'needs-you',
    title: `${state.drill.title} needs you: ${what}`,
    lines,
  };
}

function finished(state: RunState): Notice {
  const { run, drill, verdict, status, failure, environment } = state;
  return {
    ...about(state),
    event: 'verdict',
    title: `${drill.title}: ${status === 'completed' ? (verdict?.verdict ?? 'unproven') : status}`,
    lines: [
      ...(environment.kind === 'sandbox' ? ['Sandbox: no evidence.'] : []),
      ...(failure ? [failure.message] : []),
      ...(verdict ? [`RTO ${tell(verdict.rto)}`, `RPO ${tell(verdict.rpo)}`] : []),
      ...(verdict?.reasons ?? []),
      `drill verify ${run}`,
    ],
  };
}

function about({ run, drill }: RunState): Pick<Notice, 'run' | 'drill'> {
  return { run, drill: drill.name };
}

function tell(measure: Measure | NotApplicable): string {
  if (measure.result === 'not-applicable') return 'not applicable';
  const { actualMs, objectiveMs, result } = measure;
  const actual = actualMs === undefined ? 'not measured' : formatDuration(actualMs);
  return `${actual} of ${formatDuration(objectiveMs)} (${result})`;
}
