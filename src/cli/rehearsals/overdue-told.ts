import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Project } from '../project.ts';
import { writeWhole } from '../write-whole.ts';

/** Beside the runs, so that whatever keeps them keeps it too. */
const TOLD_FILE = 'overdue-told.json';

/** A notice that nobody took is sent again, but not for ever: its channel may be gone. */
const RETRY_EVERY_MS: Ms = 3_600_000;
const MOST_TRIES = 24;

const entry = z.object({
  /** The newest moment that was told. */
  at: z.string(),
  triedAt: z.string(),
  /** How often it was told to nobody; absent: somebody took it. */
  undelivered: z.int().optional(),
});

/** What people were told of, by drill and environment. */
export type Told = { readonly [of: string]: z.infer<typeof entry> };

/** Of what, and of which moment of its schedule, people are told. */
export interface Telling {
  readonly of: string;
  readonly at: Instant;
}

/** Whether there is nothing to be done about it now. */
export function isTold(told: Told, { of, at }: Telling, now: Ms): boolean {
  const last = told[of];
  // What was told of a time that has not come was told by a wrong clock.
  if (!last || last.at < at || Date.parse(last.at) > now) return false;
  const { undelivered, triedAt } = last;
  if (undelivered === undefined || undelivered >= MOST_TRIES) return true;
  const sinceMs = now - Date.parse(triedAt);
  return sinceMs >= 0 && sinceMs < RETRY_EVERY_MS;
}

/** With one more that people were told of, or were to be. */
export function withTold(
  told: Told,
  { of, at }: Telling,
  { isTaken, now }: { readonly isTaken: boolean; readonly now: Ms },
): Told {
  const last = told[of];
  const tries = (last?.at === at ? (last.undelivered ?? 0) : 0) + 1;
  const triedAt = new Date(now).toISOString();
  return { ...told, [of]: { at, triedAt, ...(!isTaken && { undelivered: tries }) } };
}

/** Where it cannot be read it is told once more, which is better than never. */
export function readTold({ reports }: Project): Told {
  try {
    return z
      .record(z.string(), entry)
      .parse(JSON.parse(readFileSync(join(reports, TOLD_FILE), 'utf8')));
  } catch {
    return {};
  }
}

/** @throws KunrenError `FILE_UNWRITABLE` */
export async function writeTold({ reports }: Project, told: Told): Promise<void> {
  const text = `${JSON.stringify(told, null, 2)}\n`;
  await writeWhole(join(reports, TOLD_FILE), Buffer.from(text), true);
}
