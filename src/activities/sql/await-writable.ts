import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import { failureOf } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { plannedQuery } from './check-statement.ts';
import { type SqlAccess, within, withSession } from './driver.ts';
import { createProbeTable, writeProbe } from './postgres-dialect.ts';
import { takesWrites } from './try-write.ts';

export interface AwaitWritableInput {
  readonly access: SqlAccess;
}

/** One look takes no longer, or the error of the instant would be as large as a connection's time-out. */
const LOOK_MS: Ms = 5_000;

/**
 * Looks until a new session can write; what it writes is rolled back.
 * A server that cannot be reached, is starting or takes no writes is waited for; anything else, such as a refused
 * login, is a failure.
 */
export const awaitWritable: Probe<AwaitWritableInput, { readonly writableAt: Instant }, Services> =
  {
    kind: 'probe',
    name: 'sql.await-writable',
    waitsOn: 'tool',
    iam: [],
    pollEvery: { initialMs: 100, maxMs: 1_000, factor: 1.5 },
    plan: (_input, { run }) => ({
      calls: [
        plannedQuery(undefined, { text: createProbeTable(run), values: [] }, true),
        plannedQuery(undefined, writeProbe(run), true),
      ],
      output: { writableAt: AT_THE_RUN },
    }),
    async poll(context, { access }) {
      const pending = (message: string) => ({ status: 'pending' as const, progress: { message } });
      try {
        const writable = await within(context, LOOK_MS, (short) =>
          withSession(short, access, (session) => takesWrites(session, context.run), LOOK_MS),
        );
        if (!writable) return pending('it takes no writes yet');
      } catch (error) {
        context.signal.throwIfAborted();
        const { code, retryable } = failureOf(error);
        if (!retryable && code !== 'SQL_STATEMENT_TIMEOUT') throw error;
        return pending(`no write yet: ${code}`);
      }
      const writableAt = instantNow(context);
      return {
        status: 'done',
        output: { writableAt },
        facts: [
          { label: 'Takes writes', value: `${access.host}:${access.port}, at ${writableAt}` },
        ],
      };
    },
  };
