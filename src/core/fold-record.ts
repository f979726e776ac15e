import { KunrenError } from './failure.ts';
import {
  begin,
  changeGates,
  changeStep,
  endPause,
  endStep,
  pendingStep,
  stepOf,
  withoutProgress,
} from './fold-step.ts';
import { closeTask, isSkipped, openTask, takeCommand, unknownPerson } from './fold-task.ts';
import type { Milestone, MilestoneId } from './milestone.ts';
import type { JournalRecord, StepDeclaration } from './record.ts';
import { type OwnedResource, resourceKey } from './resource.ts';
import { CLEANUP_STEP, type ResourceState, type RunState } from './run-state.ts';

/** The state of a run after all its records. @throws KunrenError `JOURNAL_EMPTY` when there are none. */
export function foldRecords(records: readonly JournalRecord[]): RunState {
  let state: RunState | undefined;
  for (const record of records) state = foldRecord(state, record);
  if (!state) {
    throw new KunrenError({
      code: 'JOURNAL_EMPTY',
      message: 'The journal has no complete record.',
      class: 'input',
    });
  }
  return state;
}

/**
 * The state after one more record. Pure: no clock, no files.
 * @throws KunrenError `JOURNAL_MALFORMED` when the first record is not `run.opened`.
 */
export function foldRecord(state: RunState | undefined, record: JournalRecord): RunState {
  if (!state) return open(record);
  return apply({ ...state, ...head(record) }, record);
}

const CLEANUP_DECLARATION: StepDeclaration = {
  id: CLEANUP_STEP,
  title: 'Clean up and prove it',
  titles: { ja: '後片付けとその証明' },
  kind: 'mutation',
  waitsOn: 'aws',
};

function open(record: JournalRecord): RunState {
  if (record.type !== 'run.opened') {
    throw new KunrenError({
      code: 'JOURNAL_MALFORMED',
      message: `The first record of a journal must be run.opened, not ${record.type}.`,
      class: 'input',
    });
  }
  const { run, drill, environment, runbook, criteria, keep, steps, process } = record.data;
  const { changesProduction, live, tabletop, trigger, earlier, nextDue } = record.data;
  return {
    ...head(record),
    run,
    drill,
    environment,
    runbook,
    criteria,
    keep,
    changesProduction: changesProduction === true,
    tabletop: tabletop === true,
    ...(live && { live }),
    ...(trigger && { trigger }),
    ...(earlier && { earlier }),
    ...(nextDue !== undefined && { nextDue }),
    starter: record.data.starter ?? { ...unknownPerson(process.operator), host: process.host },
    processes: [{ ...process, at: record.at }],
    openedAt: record.at,
    phase: 'running',
    steps: [...steps, CLEANUP_DECLARATION].map(pendingStep),
    milestones: {},
    checks: [],
    bounds: [],
    facts: [],
    tasks: [],
    notes: [],
    posture: [],
    resources: [],
    pauses: [],
    calls: [],
    commands: [],
    clockJumps: [],
    waited: { aws: 0, people: 0, tool: 0 },
    signOffs: [],
    followUpChanges: [],
    lessons: [],
  };
}

function head(record: JournalRecord) {
  return { lastAt: record.at, lastSeq: record.seq, lastHash: record.hash };
}

function apply(state: RunState, record: JournalRecord): RunState {
  switch (record.type) {
    case 'run.opened':
      throw new KunrenError({
        code: 'JOURNAL_MALFORMED',
        message: `run.opened stands again at record ${record.seq}.`,
        class: 'input',
      });
    case 'run.resumed':
      return {
        ...state,
        processes: [...state.processes, { ...record.data.process, at: record.at }],
      };
    case 'run.paused':
      // A later process may meet the same pause again; it counts from its beginning.
      if (state.pauses.some(({ activity }) => activity === record.data.activity)) return state;
      return { ...state, pauses: [...state.pauses, { ...record.data, since: record.at }] };
    case 'run.unpaused':
      return endPause(state, record, record.data.activity);
    case 'run.finished': {
      const { status, failure, verdict } = record.data;
      return {
        ...state,
        phase: 'finished',
        status,
        ...(failure && { failure }),
        verdict,
        finishedAt: record.at,
        steps: state.steps.map((step) =>
          step.status === 'pending'
            ? { ...step, status: 'skipped' }
            : step.status === 'running'
              ? { ...withoutProgress(step), status: 'cancelled', endedAt: record.at }
              : step,
        ),
      };
    }
    case 'state.changed':
      return changeGates(state, record, record.data.entered, record.data.exited);
    case 'milestone.reached': {
      // At a table it is when people came to speak of it.
      const milestone: Milestone = state.tabletop
        ? { ...record.data, source: 'declared', note: 'talked through' }
        : record.data;
      return { ...state, milestones: { ...state.milestones, [milestone.id]: milestone } };
    }
    case 'activity.scheduled':
      return changeStep(state, record.data.activity, (step) => ({
        ...begin(state, step, record),
        input: record.data.input,
      }));
    case 'attempt.started': {
      const { activity, attempt, phase, owns } = record.data;
      const counted = changeStep(state, stepOf(activity, phase), (step) =>
        phase === 'start' || phase === 'poll'
          ? { ...step, attempts: Math.max(step.attempts, attempt) }
          : step,
      );
      return owns && phase === 'start' ? intend(counted, record, activity, owns) : counted;
    }
    case 'attempt.failed': {
      const { activity, attempt, phase, failure, retryAt } = record.data;
      return changeStep(state, stepOf(activity, phase), (step) => ({
        ...step,
        retries: [
          ...step.retries,
          { at: record.at, attempt, phase, failure, ...(retryAt && { retryAt }) },
        ],
      }));
    }
    case 'receipt.received': {
      const { activity, adopted } = record.data;
      return changeResources(
        changeStep(state, activity, (step) => ({ ...step, adopted: step.adopted || adopted })),
        (resource) =>
          resource.activity === activity && resource.status === 'intended'
            ? { ...resource, status: 'made', at: record.at }
            : resource,
      );
    }
    case 'poll.observed': {
      const { activity, polls, progress } = record.data;
      const id = state.phase === 'cleaning-up' ? CLEANUP_STEP : activity;
      return changeStep(state, id, (step) => ({ ...step, polls, progress }));
    }
    case 'activity.succeeded': {
      const { activity, output, polls, pollIntervalMs, checks, bounds, facts } = record.data;
      const { outage, lostWrites, lostSinceImpact, posture, architecture } = record.data;
      return {
        ...endStep(state, activity, record, (step) => ({
          ...withoutProgress(step),
          // What somebody has left out was not done.
          status: isSkipped(state, activity) ? 'skipped' : 'done',
          output,
          polls,
          errorMs: pollIntervalMs,
        })),
        ...(checks && { checks: [...state.checks, ...checks] }),
        ...(bounds && { bounds: [...state.bounds, ...bounds] }),
        ...(facts && { facts: [...state.facts, ...facts] }),
        ...(outage && { outage }),
        ...(lostWrites && { lostWrites }),
        ...(lostSinceImpact && { lostSinceImpact }),
        ...(posture && { posture: [...state.posture, posture] }),
        ...(architecture && { architecture }),
      };
    }
    case 'activity.failed':
      return endStep(
        closeTask(state, record.data.activity, 'overdue'),
        record.data.activity,
        record,
        (step) => ({
          ...withoutProgress(step),
          status: 'failed',
          failure: record.data.failure,
        }),
      );
    case 'activity.cancelled':
      return endStep(
        closeTask(state, record.data.activity, 'cancelled'),
        record.data.activity,
        record,
        (step) => ({
          ...withoutProgress(step),
          status: 'cancelled',
        }),
      );
    case 'call.completed': {
      return { ...state, calls: [...state.calls, { ...record.data, at: record.at }] };
    }
    case 'timer.armed':
    case 'timer.fired':
    case 'timer.cancelled':
      return state;
    case 'task.opened':
      return openTask(state, record);
    case 'operator.commanded':
      return takeCommand(
        { ...state, commands: [...state.commands, { ...record.data, at: record.at }] },
        record,
      );
    case 'cleanup.started':
      // A later `drill clean` adds records after the end; the run itself stays finished.
      if (state.phase === 'finished') return state;
      return changeStep({ ...state, phase: 'cleaning-up' }, CLEANUP_STEP, (step) =>
        step.status === 'running' ? step : begin(state, step, record),
      );
    case 'resource.released':
      return settle(state, record, record.data.resource, {
        status: 'released',
        proof: record.data.proof,
      });
    case 'resource.kept':
      return settle(state, record, record.data.resource, { status: 'kept' });
    case 'resource.handed-over':
      return settle(state, record, record.data.resource, { status: 'handed-over' });
    case 'resource.leaked':
      return settle(state, record, record.data.resource, {
        status: 'leaked',
        failure: record.data.failure,
      });
    case 'cleanup.finished':
      if (state.phase === 'finished') return state;
      return endStep(state, CLEANUP_STEP, record, (step) => ({
        ...withoutProgress(step),
        status: record.data.leaked > 0 ? 'failed' : 'done',
      }));
    case 'run.signed-off':
      return { ...state, signOffs: [...state.signOffs, { ...record.data, at: record.at }] };
    case 'follow-up.changed':
      return {
        ...state,
        followUpChanges: [...state.followUpChanges, { ...record.data, at: record.at }],
      };
    case 'lesson.noted':
      return { ...state, lessons: [...state.lessons, { ...record.data, at: record.at }] };
    case 'clock.jumped':
      return {
        ...state,
        clockJumps: [
          ...state.clockJumps,
          {
            at: record.at,
            byMs: record.data.byMs,
            reached: Object.keys(state.milestones) as MilestoneId[],
          },
        ],
      };
  }
}

function intend(
  state: RunState,
  record: JournalRecord,
  activity: string,
  resource: ResourceState['resource'],
): RunState {
  const key = resourceKey(resource);
  if (state.resources.some((one) => resourceKey(one.resource) === key)) return state;
  return {
    ...state,
    resources: [...state.resources, { resource, activity, status: 'intended', at: record.at }],
  };
}

function changeResources(
  state: RunState,
  change: (resource: ResourceState) => ResourceState,
): RunState {
  return { ...state, resources: state.resources.map(change) };
}

function settle(
  state: RunState,
  record: JournalRecord,
  resource: OwnedResource,
  end: Pick<ResourceState, 'status' | 'proof' | 'failure'>,
): RunState {
  const key = resourceKey(resource);
  return changeResources(state, (one) =>
    resourceKey(one.resource) === key ? { ...one, ...end, at: record.at } : one,
  );
}
