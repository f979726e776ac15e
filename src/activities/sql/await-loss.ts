import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { type SqlAccess, withSession } from './driver.ts';
import { oneValue, readOnly } from './transaction.ts';

export interface AwaitLossInput {
  readonly access: SqlAccess;
  /** SQL with one number; not zero means that the loss is noticed. */
  readonly query: string;
}

/** T1: looks, as monitoring would, until the loss shows. */
export const awaitLoss: Probe<AwaitLossInput, { readonly detectedAt: Instant }, Services> = {
  kind: 'probe',
  name: 'sql.await-loss',
  waitsOn: 'tool',
  iam: [],
  pollEvery: { initialMs: 100, maxMs: 1_000, factor: 1.5 },
  plan: ({ query }) => ({
    calls: [{ service: 'postgres', operation: 'Query', parameters: { query }, mutating: false }],
    output: { detectedAt: AT_THE_RUN },
  }),
  async poll(context, { access, query }) {
    const value = await withSession(context, access, (session) =>
      readOnly(session, () => oneValue(session, { text: query, values: [] })),
    );
    const number = Number(value);
    if (Number.isNaN(number)) {
      throw new KunrenError({
        code: 'SQL_NOT_A_NUMBER',
        message: `The query that detects the loss returned "${value}" instead of a number.`,
        class: 'input',
      });
    }
    if (number === 0) return { status: 'pending', progress: { message: 'no loss seen yet' } };
    const detectedAt = instantNow(context);
    return {
      status: 'done',
      output: { detectedAt },
      facts: [{ label: 'Loss detected', value: `the query returned ${value}` }],
    };
  },
};
