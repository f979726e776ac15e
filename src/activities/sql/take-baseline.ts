import { AT_THE_RUN, type Fact, type Probe } from '../../core/activity.ts';
import type { DataCheck } from '../../core/check.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import { plannedQuery, type TableCheck, tableStatement } from './check-statement.ts';
import { type SqlAccess, type SqlSession, withSession } from './driver.ts';
import { serverClock } from './postgres-dialect.ts';
import { tableValue } from './table-value.ts';
import { oneValue, readOnly } from './transaction.ts';

export interface TakeBaselineInput {
  readonly access: SqlAccess;
  readonly checks: readonly DataCheck[];
  /** Rows newer than this are left out, because transactions that write such rows may still be open. */
  readonly settleMs: Ms;
  /**
   * The instant to compare at, where it is given by the recovery point (the database time of a snapshot).
   * @default the server's clock minus `settleMs`
   */
  readonly asOf?: Instant;
}

/** What the source held, to compare the recovered data with. */
export type Baseline =
  | {
      readonly takenAt: Instant;
      /** Rows up to this instant are compared. */
      readonly asOf: Instant;
      /** By the check's id. */
      readonly values: { readonly [check: string]: string | number };
    }
  | { readonly unavailable: string };

const ATTEMPT_MS: Ms = 5 * 60_000;

/**
 * Reads, in one snapshot of the source, what the checks that compare with it will need.
 * Without a password there is no baseline, and the checks that need it cannot pass.
 * Fails with `TLS_CERTIFICATE_UNTRUSTED` (class `input`), which the recovered database would meet as well.
 */
export const takeBaseline: Probe<TakeBaselineInput, Baseline, Services> = {
  kind: 'probe',
  name: 'sql.take-baseline',
  waitsOn: 'tool',
  iam: [],
  attemptTimeoutMs: ATTEMPT_MS,
  retry: { attempts: 4, baseMs: 500, capMs: 5_000 },
  plan: ({ checks, asOf = AT_THE_RUN }) => {
    const queries = checks
      .filter(comparesWithSource)
      .map((check) => plannedQuery(check.id, tableStatement(check, asOf)));
    return {
      calls: queries.length > 0 ? [plannedQuery(undefined, serverClock), ...queries] : [],
      output: { takenAt: AT_THE_RUN, asOf, values: {} },
    };
  },
  async poll(context, input) {
    const { access, asOf, settleMs } = input;
    const checks = input.checks.filter(comparesWithSource);
    if (checks.length === 0) return unavailable('no check compares with the source');
    if (context.secrets.get(access.secret) === undefined) {
      return unavailable(`there is no password for ${access.user} at ${access.host}`);
    }
    const baseline = await withSession(
      context,
      access,
      (session) =>
        readOnly(session, async () => {
          const takenAt = await oneValue(session, serverClock);
          const settled = new Date(Date.parse(takenAt) - settleMs).toISOString();
          const instant = asOf ?? settled;
          const values: { [check: string]: string | number } = {};
          for (const check of checks) values[check.id] = await readValue(session, check, instant);
          return { takenAt, asOf: instant, values };
        }),
      ATTEMPT_MS,
    );
    return {
      status: 'done',
      output: baseline,
      facts: [{ label: 'Baseline', value: `rows up to ${baseline.asOf}` }],
    };
  },
};

function comparesWithSource(check: DataCheck): check is TableCheck {
  return (check.kind === 'row-count' || check.kind === 'checksum') && check.expect === 'source';
}

async function readValue(
  session: SqlSession,
  check: TableCheck,
  instant: Instant,
): Promise<string | number> {
  const { value, rows } = await tableValue(session, check, instant);
  return check.kind === 'row-count' ? rows : value;
}

/** Why the checks against the source will prove nothing, for the report. */
export function noBaseline(reason: string): Fact {
  return { label: 'Baseline', value: `not taken: ${reason}` };
}

function unavailable(reason: string) {
  return {
    status: 'done' as const,
    output: { unavailable: reason },
    facts: [noBaseline(reason)],
  };
}
