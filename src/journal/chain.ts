import { type Json, KunrenError } from '../core/failure.ts';
import type { Clock } from '../core/ports.ts';
import type { JournalRecord, RecordBody } from '../core/record.ts';
import { type ChainHead, sealRecord } from './record-line.ts';

/** Gives records their number, time and hash, one after the other. */
export interface Chain {
  /** @throws KunrenError `RECORD_INVALID` for a number that JSON cannot hold. */
  add(body: RecordBody): { readonly record: JournalRecord; readonly line: string };
}

/** Continues a chain after `head`. Secrets are redacted here, before anything is hashed. */
export function continueChain(
  head: ChainHead,
  options: { readonly clock: Clock; readonly redact: (value: Json) => Json },
): Chain {
  const { clock, redact } = options;
  let { seq, hash } = head;
  return {
    add(body) {
      const data = redact(body.data as Json);
      refuseLossyNumbers(data, body.type);
      const sealed = sealRecord({ type: body.type, data } as unknown as RecordBody, {
        seq: seq + 1,
        at: new Date(clock.now()).toISOString(),
        mono: Math.round(clock.monotonic() * 1000) / 1000,
        prev: hash,
      });
      seq = sealed.record.seq;
      hash = sealed.record.hash;
      return sealed;
    },
  };
}

/** JSON would write them as `null`, and a replay would then see something else than the run did. */
function refuseLossyNumbers(value: Json | undefined, path: string): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new KunrenError({
      code: 'RECORD_INVALID',
      message: `A record must hold plain JSON, but ${path} is ${value}.`,
      class: 'bug',
    });
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) refuseLossyNumbers(inner, `${path}.${key}`);
}
