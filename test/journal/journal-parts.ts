import type { Json } from '../../src/core/failure.ts';
import type { RecordBody } from '../../src/core/record.ts';

/** A record with free content. */
export function note(content: Json): RecordBody {
  return {
    type: 'activity.scheduled',
    data: { activity: 'note', name: 'test.note', input: content },
  };
}

export function redactNothing(value: Json): Json {
  return value;
}
