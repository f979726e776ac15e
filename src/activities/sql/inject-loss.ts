import { type ActivityContext, AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import { failureOf, KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import { type SqlAccess, type SqlSession, withSession } from './driver.ts';
import { createImpactTable, findImpact, markImpact, serverClock } from './postgres-dialect.ts';
import { inTransaction, oneValue } from './transaction.ts';

export interface InjectLossInput {
  readonly access: SqlAccess;
  /** SQL that does the damage. */
  readonly statement: string;
}

export interface Impact {
  /** T0: the server's clock just before the damage. */
  readonly impactAt: Instant;
  /** Rows changed or deleted. */
  readonly rows: number;
}

type ImpactReceipt = { readonly impactAt: Instant; readonly rows: number };

/**
 * Does the damage that the drill recovers from, to the sandbox's production database and to no other.
 * Exactly once: the damage and its marker are one transaction.
 * Fails with `INJECTION_REFUSED` (class `safety`) outside the sandbox.
 */
export const injectLoss: Mutation<InjectLossInput, ImpactReceipt, Impact, Services> = {
  kind: 'mutation',
  name: 'sql.inject-loss',
  waitsOn: 'tool',
  iam: [],
  plan: ({ statement }) => ({
    calls: [
      { service: 'postgres', operation: 'Execute', parameters: { statement }, mutating: true },
    ],
    output: { impactAt: AT_THE_RUN, rows: 0 },
  }),
  async start(context, { access, statement }) {
    demandSandbox(context, access);
    return withSession(context, access, (session) =>
      inTransaction(session, 'begin', async () => {
        await session.execute(createImpactTable);
        const done = await find(session, context.run);
        if (done) return done;
        const impactAt = await oneValue(session, serverClock);
        const rows = await session.execute(statement);
        const { text, values } = markImpact(context.run, impactAt, rows);
        await session.query(text, values);
        return { impactAt, rows };
      }),
    );
  },
  poll: async (_context, _input, receipt) => ({
    status: 'done',
    output: receipt,
    facts: [
      { label: 'Injected loss', value: `${receipt.rows} rows changed at ${receipt.impactAt}` },
    ],
  }),
  async adopt(context, { access }) {
    demandSandbox(context, access);
    try {
      return await withSession(context, access, (session) => find(session, context.run));
    } catch (error) {
      if (failureOf(error).code === 'SQL_TABLE_NOT_FOUND') return undefined;
      throw error;
    }
  },
};

function demandSandbox(context: ActivityContext<Services>, access: SqlAccess): void {
  const local = ['127.0.0.1', 'localhost', '::1'].includes(access.host);
  if (context.environment === 'sandbox' && local) return;
  throw new KunrenError({
    code: 'INJECTION_REFUSED',
    message: `Damage is done in the sandbox only, not to ${access.host} (environment: ${context.environment}).`,
    class: 'safety',
  });
}

async function find(session: SqlSession, run: string): Promise<ImpactReceipt | undefined> {
  const { text, values } = findImpact(run);
  const [impactAt, rows] = (await session.query(text, values)).rows[0] ?? [];
  return typeof impactAt === 'string' ? { impactAt, rows: Number(rows) } : undefined;
}
