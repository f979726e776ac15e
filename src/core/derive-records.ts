import type { AnyEventObject } from 'xstate';
import { AT_THE_RUN } from './activity.ts';
import type { JournalRecord, RecordBody, RecordType } from './record.ts';
import type { RunbookStep } from './runbook-step.ts';

/** Records that follow from an earlier record and the runbook alone; a replay must give the same ones. */
export const DERIVED_RECORDS: ReadonlySet<RecordType> = new Set([
  'state.changed',
  'milestone.reached',
  'activity.scheduled',
  'activity.cancelled',
  'timer.armed',
  'timer.cancelled',
]);

/** The event that a record means to the machine; `undefined` for records that do not move it. */
export function machineEvent(record: JournalRecord): AnyEventObject | undefined {
  switch (record.type) {
    case 'activity.succeeded': {
      const { activity, output } = record.data;
      return { type: `xstate.done.actor.${activity}`, output, actorId: activity };
    }
    case 'activity.failed': {
      const { activity, failure } = record.data;
      return { type: `xstate.error.actor.${activity}`, error: failure, actorId: activity };
    }
    case 'timer.fired':
      return { type: record.data.event };
    case 'operator.commanded': {
      const { command, accepted } = record.data;
      if (!accepted || command.type !== 'send') return undefined;
      return { type: command.event, data: command.data };
    }
    default:
      return undefined;
  }
}

/**
 * What the engine journals after a move. Depends on its arguments only, so a replay can compare.
 * @param running activities scheduled and not ended before the trigger's own effect was taken out
 */
export function deriveRecords(
  step: RunbookStep,
  trigger: JournalRecord,
  running: { has(activity: string): boolean },
): RecordBody[] {
  const bodies: RecordBody[] = [];
  const { entered, exited } = step;
  if (entered.length > 0 || exited.length > 0) {
    bodies.push({ type: 'state.changed', data: { entered, exited } });
  }
  for (const effect of step.effects) {
    switch (effect.type) {
      case 'start-activity': {
        const { activity, name, input } = effect;
        bodies.push({ type: 'activity.scheduled', data: { activity, name, input } });
        break;
      }
      case 'stop-activity':
        // The machine also stops activities that have ended already.
        if (running.has(effect.activity)) {
          bodies.push({
            type: 'activity.cancelled',
            data: { activity: effect.activity, reason: 'the runbook left the state' },
          });
        }
        break;
      case 'arm-timer': {
        // What is counted from an instant that only a real run would know never comes at a table.
        if (Number.isNaN(effect.delayMs)) break;
        const deadline = new Date(Date.parse(trigger.at) + effect.delayMs).toISOString();
        const { timer, event } = effect;
        bodies.push({ type: 'timer.armed', data: { timer, event, deadline } });
        break;
      }
      case 'cancel-timer':
        bodies.push({ type: 'timer.cancelled', data: { timer: effect.timer } });
        break;
      case 'mark-milestone': {
        const { id, at, source, errorMs, note } = effect.milestone;
        bodies.push({
          type: 'milestone.reached',
          data: {
            id,
            // At a table nothing happens of which a time could be known.
            instant: at === undefined || at === AT_THE_RUN ? trigger.at : at,
            source: source ?? 'measured',
            errorMs: errorMs ?? pollInterval(trigger),
            ...(note !== undefined && { note }),
          },
        });
        break;
      }
    }
  }
  return bodies;
}

function pollInterval(record: JournalRecord): number {
  return record.type === 'activity.succeeded' ? record.data.pollIntervalMs : 0;
}
