import type { Fact } from '../../core/activity.ts';
import type { ArchitecturePart, ArchitectureSubject } from '../../core/architecture.ts';
import type { Ms } from '../../core/ports.ts';
import { type ReadCall, type Reading, read } from '../account/posture/reading.ts';
import { instantNow } from '../instant-now.ts';
import type { RdsContext } from '../rds/describe-instance.ts';

/** A look for the record may not hold a recovery up. */
const LONGEST_MS: Ms = 10_000;

/**
 * As `read`, and given up after some seconds: what does not answer by then is not known.
 * @throws KunrenError as `read` does.
 */
export async function readSoon<T extends object>(
  context: RdsContext,
  call: ReadCall,
  ask: () => Promise<T>,
): Promise<Reading<T>> {
  const over = new AbortController();
  const late = context.clock.sleep(LONGEST_MS, AbortSignal.any([context.signal, over.signal])).then(
    (): Reading<T> => ({
      answered: false,
      call: call.call,
      at: instantNow(context),
      why: `${call.call} did not answer within ${LONGEST_MS / 1000} s.`,
    }),
  );
  try {
    return await Promise.race([read(context, call, ask), late]);
  } finally {
    late.catch(() => undefined);
    over.abort();
  }
}

/**
 * What a reading says of one aspect; `undefined` facts: there is no such thing.
 * @param otherwise what holds where a fact is not listed. @default 'none'
 */
export function partOf<T>(
  subject: ArchitectureSubject,
  part: string,
  reading: Reading<T>,
  tell: (value: T) => readonly Fact[] | undefined,
  otherwise?: string,
): ArchitecturePart {
  if (!reading.answered) return { subject, part, found: 'unknown', why: reading.why };
  const facts = tell(reading.value);
  if (!facts) return { subject, part, found: 'absent' };
  return { subject, part, found: 'facts', facts, ...(otherwise !== undefined && { otherwise }) };
}

/** Facts of what is told; lists in an order of their own, so that two looks can be compared. */
export function factsFrom(values: {
  readonly [label: string]: string | number | boolean | readonly string[] | undefined;
}): Fact[] {
  return Object.entries(values).flatMap(([label, value]) => {
    const text = wordsFor(value);
    return text === '' ? [] : [{ label, value: text }];
  });
}

function wordsFor(value: string | number | boolean | readonly string[] | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return typeof value === 'object' ? [...value].sort().join(', ') : String(value);
}
