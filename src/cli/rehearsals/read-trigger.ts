import { KunrenError } from '../../core/failure.ts';
import type { Trigger } from '../../core/trigger.ts';

export interface TriggerOptions {
  readonly trigger?: Trigger['kind'];
  readonly occurrence?: string;
  readonly reference?: string;
}

/**
 * Why a run is started, as the command line says it. Absent: an operator just wants it.
 * @throws KunrenError `TRIGGER_INCOMPLETE`
 */
export function readTrigger({
  trigger,
  occurrence,
  reference,
}: TriggerOptions): Trigger | undefined {
  if (trigger === undefined) {
    if (occurrence === undefined && reference === undefined) return undefined;
    throw incomplete('Why the run is started is said by --trigger schedule, change or approval.');
  }
  if (trigger !== 'schedule') {
    if (reference?.trim()) return { kind: trigger, reference: reference.trim() };
    throw incomplete(`--trigger ${trigger} needs --reference, e.g. --reference "PLAT-123".`);
  }
  const at = occurrence === undefined ? Number.NaN : Date.parse(occurrence);
  if (Number.isNaN(at)) {
    throw incomplete(
      '--trigger schedule needs --occurrence with the moment of the schedule, e.g. --occurrence 2027-01-04T01:00:00Z.',
    );
  }
  return { kind: 'schedule', occurrence: new Date(at).toISOString() };
}

function incomplete(message: string): KunrenError {
  return new KunrenError({ code: 'TRIGGER_INCOMPLETE', message, class: 'input' });
}
