import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Drill, Environment } from '../../src/core/drill.ts';
import type { JournalRecord, RecordBody, RunbookIdentity } from '../../src/core/record.ts';
import { newRunId } from '../../src/core/run-id.ts';
import type { Trigger } from '../../src/core/trigger.ts';
import { GENESIS, sealRecord } from '../../src/journal/record-line.ts';
import { type SampleKind, sampleRun } from './sample-run.ts';

export interface StoredRunOptions {
  /** @default 'met' */
  readonly kind?: SampleKind;
  /** When it was opened; every other instant moves along. @default the sample's own */
  readonly at?: string;
  /** @default 'sandbox' */
  readonly environment?: Environment['kind'];
  readonly drill?: Partial<Drill>;
  readonly runbook?: Partial<RunbookIdentity>;
  /** Hash of the success criteria. @default the sample's */
  readonly criteria?: string;
  readonly trigger?: Trigger;
  /** Records after the end, such as a sign-off. */
  readonly more?: readonly RecordBody[];
  /** Leave out this many records at the end. */
  readonly without?: number;
}

/** Writes the folder of a believable run, its journal sealed and chained as the real one. @returns its id */
export function storeRun(reports: string, options: StoredRunOptions = {}): string {
  const { run, lines } = storedLines(options);
  const folder = join(reports, run);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'journal.ndjson'), lines.map((line) => `${line}\n`).join(''));
  return run;
}

function storedLines(options: StoredRunOptions): { run: string; lines: readonly string[] } {
  const { kind = 'met', environment = 'sandbox', drill = {}, without = 0, more = [] } = options;
  const whole = sampleRun(kind, { environment, drill });
  const sample = whole.slice(0, whole.length - without);
  const [first] = sample;
  if (first?.type !== 'run.opened') throw new Error('a sample begins with run.opened');
  const byMs = options.at === undefined ? 0 : Date.parse(options.at) - Date.parse(first.at);
  const openedAt = Date.parse(first.at) + byMs;
  const run = newRunId(first.data.drill.name, { now: () => openedAt }, dice(openedAt));
  const last = sample.at(-1) ?? first;
  const added = more.map(
    (body, index): JournalRecord =>
      ({ ...last, ...body, at: after(last.at, index + 1) }) as JournalRecord,
  );
  let prev = GENESIS;
  const lines = [...sample, ...added].map((record, index) => {
    const moved = moveInstants(record, byMs) as JournalRecord;
    const body = moved.type === 'run.opened' ? openedBody(moved, run, options) : moved;
    const { at, mono } = moved;
    const sealed = sealRecord(body as RecordBody, { seq: index + 1, at, mono, prev });
    prev = sealed.record.hash;
    return sealed.line;
  });
  return { run, lines };
}

function openedBody(
  { data }: JournalRecord & { readonly type: 'run.opened' },
  run: string,
  { runbook, criteria = data.criteria, trigger }: StoredRunOptions,
): RecordBody {
  return {
    type: 'run.opened',
    data: {
      ...data,
      run,
      criteria,
      runbook: { ...data.runbook, ...runbook },
      ...(trigger && { trigger }),
    },
  };
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

function moveInstants(value: unknown, byMs: number): unknown {
  if (byMs === 0) return value;
  if (typeof value === 'string' && INSTANT.test(value)) return after(value, byMs / 1000);
  if (Array.isArray(value)) return value.map((one) => moveInstants(one, byMs));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, moveInstants(inner, byMs)]),
  );
}

function after(instant: string, seconds: number): string {
  return new Date(Date.parse(instant) + seconds * 1000).toISOString();
}

/** The same moment gives the same letters. */
function dice(seed: number): () => number {
  let state = (seed / 1000) % 2147483647 || 1;
  return () => {
    state = (state * 16807) % 2147483647;
    return state / 2147483647;
  };
}
