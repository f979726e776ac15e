import type { Probe } from '../../core/activity.ts';
import type { LostWrites } from '../../core/outage.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import { type SqlAccess, type SqlSession, withSession } from '../sql/driver.ts';
import { quoteName, quoteTable } from '../sql/postgres-dialect.ts';
import { readOnly } from '../sql/transaction.ts';
import { type ClientLogInput, type LogEntry, readClientLog } from './client-log.ts';

export interface CountLostWritesInput extends ClientLogInput {
  /** The recovered database. */
  readonly access: SqlAccess;
  /** Where the keys of a client's writes are, e.g. `client_orders` and `key`. */
  readonly table: string;
  readonly column: string;
  /** T0 */
  readonly impactAt: Instant;
  /**
   * How long before T0 the writes that are looked for begin.
   * @default 60_000
   */
  readonly windowMs?: Ms;
  /**
   * Look for what was acknowledged after T0 instead, up to now. That is no part of the RPO.
   * @default false
   */
  readonly sinceImpact?: boolean;
}

export type CountedWrites =
  | { readonly counted: false; readonly reason: string }
  | { readonly counted: true; readonly acknowledged: number; readonly lost: number };

type Write = Required<LogEntry>;

const ATTEMPT_MS: Ms = 2 * 60_000;
const BATCH = 1_000;

/**
 * Looks in the recovered database for writes that were acknowledged to a client, by its own log, and counts those that
 * are gone. A log that cannot be read fails nothing; then nothing is counted.
 */
export const countLostWrites: Probe<CountLostWritesInput, CountedWrites, Services> = {
  kind: 'probe',
  name: 'traffic.count-lost-writes',
  waitsOn: 'tool',
  iam: [],
  attemptTimeoutMs: ATTEMPT_MS,
  plan: ({ log, table, column }) => ({
    calls: [
      { service: 'log', operation: 'Read', parameters: { Log: log }, mutating: false },
      {
        service: 'postgres',
        operation: 'Query',
        parameters: { query: statement(table, column) },
        mutating: false,
      },
    ],
    output: { counted: false, reason: 'nothing has run' },
  }),
  async poll(context, input) {
    const { log, source = log, impactAt, sinceImpact = false } = input;
    const windowMs = sinceImpact ? 0 : (input.windowMs ?? 60_000);
    const from = new Date(Date.parse(impactAt) - windowMs).toISOString();
    const read = await readClientLog(context, input, from);
    if ('unreadable' in read) {
      const reason = `the log ${log} cannot be read: ${read.unreadable}`;
      const label = sinceImpact ? 'Lost writes since T0' : 'Lost writes';
      const facts = [{ label, value: `not counted: ${reason}` }];
      return { status: 'done', output: { counted: false, reason }, facts };
    }
    const until = new Date(Date.parse(impactAt)).toISOString();
    const writes = read.entries.filter(
      (entry): entry is Write =>
        entry.ok && entry.key !== undefined && (sinceImpact || entry.at <= until),
    );
    const lost = await findLost(
      writes,
      (work) => withSession(context, input.access, work, ATTEMPT_MS),
      input,
    );
    const [first] = lost;
    const lostWrites: LostWrites = {
      source,
      acknowledged: writes.length,
      lost: lost.length,
      ...(first && { first: { key: first.key, at: first.at } }),
      everyMs: read.everyMs,
    };
    return {
      status: 'done',
      output: { counted: true, acknowledged: writes.length, lost: lost.length },
      ...(sinceImpact ? { lostSinceImpact: lostWrites } : { lostWrites }),
      facts: [
        {
          label: sinceImpact ? 'Acknowledged writes since T0' : 'Acknowledged writes',
          value: `${writes.length} ${sinceImpact ? `since ${from}` : `from ${from} to ${until}`}, ${lost.length} of them lost${sinceImpact && first ? `, the first ${first.key} of ${first.at}` : ''}`,
        },
      ],
    };
  },
};

type Session = <T>(work: (session: SqlSession) => Promise<T>) => Promise<T>;

/** Those that are not in the table, in the order in which they were sent. */
async function findLost(
  writes: readonly Write[],
  session: Session,
  { table, column }: CountLostWritesInput,
): Promise<readonly Write[]> {
  if (writes.length === 0) return [];
  const found = new Set<string>();
  const text = statement(table, column);
  await session((open) =>
    readOnly(open, async () => {
      for (let start = 0; start < writes.length; start += BATCH) {
        const keys = writes.slice(start, start + BATCH).map(({ key }) => key);
        const { rows } = await open.query(text, [arrayOf(keys)]);
        for (const [key] of rows) if (typeof key === 'string') found.add(key);
      }
    }),
  );
  return writes.filter(({ key }) => !found.has(key));
}

/** The parameter takes the type of the column, so that its index can be used. */
function statement(table: string, column: string): string {
  const key = quoteName(column);
  return `select ${key}::text from ${quoteTable(table)} where ${key} = any($1)`;
}

/** As PostgreSQL reads an array from a text. */
function arrayOf(values: readonly string[]): string {
  return `{${values.map((value) => `"${value.replace(/[\\"]/g, '\\$&')}"`).join(',')}}`;
}
