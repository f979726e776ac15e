import { commandText } from './command-text.ts';
import { formatDuration } from './duration.ts';
import type { Failure } from './failure.ts';
import { foldRecord } from './fold-record.ts';
import { MILESTONES, type Milestone } from './milestone.ts';
import { openChoices } from './open-choices.ts';
import type { JournalRecord, RecordType, StepDeclaration } from './record.ts';
import type { OwnedResource } from './resource.ts';
import { CLEANUP_STEP, type RunState } from './run-state.ts';
import { tellOutage } from './tell-outage.ts';

type Of<Type extends RecordType> = Extract<JournalRecord, { readonly type: Type }>;

/** How a line is to be taken; a screen makes colours of it. */
export type Tone = 'info' | 'good' | 'warn' | 'bad' | 'quiet';

/** One plain line about one record. */
export interface Narration {
  readonly tone: Tone;
  readonly text: string;
}

/**
 * Tells a record in one plain line; `undefined` for what is no news to a person
 * (the machine's states, timers, reads, and looks that show what the last look showed).
 * @param state the run as it was before the record: it gives the steps their titles and tells what is new.
 */
export function narrate(record: JournalRecord, state?: RunState): Narration | undefined {
  const title = (activity: string) =>
    state?.steps.find(({ id }) => id === activity)?.title ?? activity;
  switch (record.type) {
    case 'run.opened':
      return tellOpened(record.data);
    case 'run.resumed': {
      const { pid, host, operator } = record.data.process;
      return { tone: 'warn', text: `Run taken up again by ${operator} on ${host}, process ${pid}` };
    }
    case 'run.paused':
      return {
        tone: 'warn',
        text: `Paused at ${title(record.data.activity)}: ${told(record.data.failure)}; goes on by itself once that is mended`,
      };
    case 'run.unpaused':
      return { tone: 'good', text: `Going on with ${title(record.data.activity)}` };
    case 'run.finished':
      return tellEnd(record.data);
    case 'milestone.reached':
      return tellMilestone(record.data);
    case 'activity.scheduled':
      return { tone: 'quiet', text: `${title(record.data.activity)}: started` };
    case 'attempt.started':
      return record.data.phase === 'adopt'
        ? {
            tone: 'info',
            text: `${title(record.data.activity)}: looking for what an earlier attempt may have made`,
          }
        : undefined;
    case 'attempt.failed':
      return tellRetry(title(record.data.activity), record);
    case 'receipt.received':
      return record.data.adopted
        ? {
            tone: 'good',
            text: `${title(record.data.activity)}: found what an earlier attempt had made; the call is not repeated`,
          }
        : undefined;
    case 'poll.observed':
      return tellProgress(record, state);
    case 'activity.succeeded':
      return tellSuccess(title(record.data.activity), record.data);
    case 'activity.failed':
      return {
        tone: 'bad',
        text: `${title(record.data.activity)}: failed, ${told(record.data.failure)}`,
      };
    case 'activity.cancelled':
      return {
        tone: 'warn',
        text: `${title(record.data.activity)}: cancelled, ${record.data.reason}`,
      };
    case 'call.completed': {
      const { service, operation, mutating, durationMs, error } = record.data;
      // A read is noise, and a call that failed is told by its attempt.
      return mutating && !error
        ? {
            tone: 'quiet',
            text: `${service}:${operation} accepted in ${formatDuration(durationMs)}`,
          }
        : undefined;
    }
    case 'task.opened': {
      const { activity, prompt, deadline } = record.data;
      return {
        tone: 'warn',
        text: `${title(activity)}: asks the ${prompt.role}, until ${deadline}: ${prompt.action}`,
      };
    }
    case 'operator.commanded':
      return tellCommanded(record.data, state);
    case 'cleanup.started':
      return tellCleanup(record.data);
    case 'resource.released': {
      const { resource, proof } = record.data;
      return {
        tone: 'good',
        text: `Removed ${named(resource)}: ${proof.call} answers ${proof.observed}`,
      };
    }
    case 'resource.kept':
      return { tone: 'warn', text: `Kept ${named(record.data.resource)}` };
    case 'resource.handed-over':
      return {
        tone: 'good',
        text: `Handed over to production: ${named(record.data.resource)}; it stays on purpose`,
      };
    case 'resource.leaked': {
      const { resource, failure } = record.data;
      return { tone: 'bad', text: `Left behind ${named(resource)}: ${told(failure)}` };
    }
    case 'cleanup.finished': {
      const { released, kept, leaked } = record.data;
      const handedOver = state?.resources.filter(({ status }) => status === 'handed-over') ?? [];
      const stays = handedOver.length > 0 ? `, ${handedOver.length} handed over to production` : '';
      return {
        tone: leaked > 0 ? 'bad' : 'good',
        text: `Clean-up finished: ${released} removed, ${kept} kept, ${leaked} left behind${stays}`,
      };
    }
    case 'run.signed-off': {
      const { name, role, decision } = record.data;
      return {
        tone: decision === 'rejected' ? 'bad' : 'good',
        text: `${name} (${role}) has ${DECIDED[decision]}`,
      };
    }
    case 'follow-up.changed': {
      const { issue, owner, due, by } = record.data;
      const who = owner === undefined ? '' : `: ${owner}`;
      return {
        tone: 'info',
        text: `To follow up, ${issue}${who}${due === undefined ? '' : `, due ${due}`} (${by.name})`,
      };
    }
    case 'lesson.noted':
      return { tone: 'info', text: `Lesson (${record.data.by.name}): ${record.data.text}` };
    case 'clock.jumped':
      return {
        tone: 'warn',
        text: `The machine's clock was set by ${formatDuration(record.data.byMs)}; durations are not touched by it`,
      };
    case 'state.changed': {
      const gate = state?.steps.find(
        ({ id, kind, waitsOn }) =>
          kind === 'gate' && waitsOn === 'people' && record.data.entered.includes(id),
      );
      return gate && { tone: 'warn', text: tellGate(gate) };
    }
    case 'timer.armed':
    case 'timer.fired':
    case 'timer.cancelled':
      return undefined;
  }
}

/** Narrates a journal record by record, oldest first; it remembers what it needs in between. */
export function createNarrator(): (record: JournalRecord) => Narration | undefined {
  let state: RunState | undefined;
  return (record) => {
    const narration = narrate(record, state);
    state = foldRecord(state, record);
    return narration;
  };
}

/** `throttled (THROTTLED)`: the message as part of a longer sentence, with the code to look up. */
export function told(failure: Pick<Failure, 'code' | 'message'>): string {
  return `${failure.message.replace(/\.\s*$/, '')} (${failure.code})`;
}

const DECIDED = {
  accepted: 'accepted the record of this run',
  'accepted-with-conditions': 'accepted the record of this run with conditions',
  rejected: 'rejected the record of this run',
} as const;

function named(resource: OwnedResource): string {
  return `${resource.type} ${resource.id}`;
}

function tellRetry(title: string, record: Of<'attempt.failed'>): Narration | undefined {
  const { attempt, phase, failure, retryAt } = record.data;
  // Without a further attempt the next record says how it ended.
  if (retryAt === undefined) return undefined;
  const wait = formatDuration(Math.max(0, Date.parse(retryAt) - Date.parse(record.at)));
  const what = phase === 'undo' ? `Removing what ${title} made` : title;
  return {
    tone: 'warn',
    text: `${what}: ${told(failure)}, trying again in ${wait} (attempt ${attempt + 1})`,
  };
}

function tellCleanup({ resources, keep }: Of<'cleanup.started'>['data']): Narration {
  const count = resources.length;
  if (count === 0) return { tone: 'info', text: 'Clean-up: this run made nothing to remove' };
  const things = count === 1 ? '1 resource' : `${count} resources`;
  return keep
    ? { tone: 'warn', text: `Clean-up: ${things} to be kept, as asked` }
    : { tone: 'info', text: `Clean-up: ${things} to settle` };
}

function tellOpened({ drill, environment, live, earlier }: Of<'run.opened'>['data']): Narration {
  const where =
    environment.kind === 'sandbox'
      ? `the sandbox (${environment.region})`
      : `AWS account ${environment.accountId} (${environment.region})`;
  const left = earlier?.followUps.length ?? 0;
  const open = left === 0 ? '' : `; ${left} to follow up from earlier runs`;
  const opened = `Run opened in ${where}: ${drill.title}${open}`;
  return live
    ? { tone: 'warn', text: `${opened}; LIVE, it changes ${live.workload} as ${live.by} confirmed` }
    : { tone: 'info', text: opened };
}

function tellGate(gate: StepDeclaration): string {
  const waits = awaited(gate);
  // A gate's title may be a question.
  return gate.title.endsWith('?') ? `${gate.title} W${waits.slice(1)}` : `${gate.title}: ${waits}`;
}

/** What a gate at which people are needed waits for. */
export function awaited({ choices = [] }: StepDeclaration): string {
  if (choices.length === 0) return 'waiting for a person';
  return `waiting for a decision: ${choices.map(({ event }) => event).join(', ')}`;
}

function tellCommanded(
  { command, by, accepted, reason }: Of<'operator.commanded'>['data'],
  state: RunState | undefined,
): Narration {
  const choice =
    state &&
    command.type === 'send' &&
    openChoices(state).find(({ event }) => event === command.event);
  const text = choice ? `${by} decided: ${choice.label}` : `${by} asked to ${commandText(command)}`;
  if (accepted) return { tone: 'warn', text };
  return { tone: 'bad', text: `${text}; refused${reason ? `: ${reason}` : ''}` };
}

function tellMilestone({ id, instant, source, errorMs, note }: Milestone): Narration {
  const error = errorMs > 0 ? ` ± ${formatDuration(errorMs)}` : '';
  const declared = source === 'declared' ? ', declared' : '';
  return {
    tone: 'info',
    text: `${id} ${MILESTONES[id]} at ${instant.slice(11, 19)}Z${error}${declared}${note ? ` (${note})` : ''}`,
  };
}

function tellProgress(
  record: Of<'poll.observed'>,
  state: RunState | undefined,
): Narration | undefined {
  const { activity, progress } = record.data;
  const shownOn = state?.phase === 'cleaning-up' ? CLEANUP_STEP : activity;
  const before = state?.steps.find(({ id }) => id === shownOn)?.progress;
  if (before?.message === progress.message) return undefined;
  const title = state?.steps.find(({ id }) => id === shownOn)?.title ?? activity;
  const percent = progress.percent === undefined ? '' : ` (${Math.round(progress.percent)} %)`;
  return { tone: 'info', text: `${title}: ${progress.message}${percent}` };
}

function tellSuccess(title: string, data: Of<'activity.succeeded'>['data']): Narration {
  const facts = (data.facts ?? []).map(({ label, value }) => `; ${label}: ${value}`).join('');
  const seen = tellOutage(data);
  const users = seen.length > 0 ? `; users: ${seen.join(', ')}` : '';
  const checks = data.checks ?? [];
  if (checks.length === 0) return { tone: 'good', text: `${title}: done${facts}${users}` };
  const ids = (outcome: 'failed' | 'unproven') => {
    const found = checks.filter((check) => check.outcome === outcome).map(({ id }) => id);
    return found.length > 0 ? `; ${outcome}: ${found.join(', ')}` : '';
  };
  const passed = checks.filter(({ outcome }) => outcome === 'passed').length;
  return {
    tone: passed === checks.length ? 'good' : 'bad',
    text: `${title}: ${passed} of ${checks.length} checks passed${ids('failed')}${ids('unproven')}${facts}${users}`,
  };
}

function tellEnd({ status, failure, verdict }: Of<'run.finished'>['data']): Narration {
  const isTalk = verdict.verdict === 'tabletop';
  const proved = isTalk ? 'a tabletop, nothing is proven' : `objectives ${verdict.verdict}`;
  switch (status) {
    case 'completed':
      return {
        tone: verdict.verdict === 'met' ? 'good' : verdict.verdict === 'missed' ? 'bad' : 'warn',
        text: `Run completed: ${proved}`,
      };
    case 'failed':
      return {
        tone: 'bad',
        text: `Run failed${failure ? `: ${told(failure)}` : ''}; ${proved}`,
      };
    case 'aborted':
      return { tone: 'warn', text: `Run aborted; ${proved}` };
  }
}
