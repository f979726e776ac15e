import {
  type ActivityContext,
  AT_THE_RUN,
  type PlannedCall,
  type Probe,
} from '../../core/activity.ts';
import type { CheckOutcome, CheckResult, DataCheck } from '../../core/check.ts';
import { databaseSizeFact } from '../../core/database-size.ts';
import { type Failure, failureOf } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { checkStatement, plannedQuery, type ReadCheck } from './check-statement.ts';
import { checkTitle } from './check-title.ts';
import { type Comparison, type Finding, findOut, momentsOf, needsBaseline } from './data-check.ts';
import { type SqlAccess, type SqlSession, withSession } from './driver.ts';
import {
  createProbeTable,
  DATABASE_SIZE,
  dropProbeTable,
  readProbe,
  writeProbe,
} from './postgres-dialect.ts';
import { sqlFailure } from './sql-failure.ts';
import { noBaseline } from './take-baseline.ts';
import { oneValue, readOnly } from './transaction.ts';
import { unprovenChecks } from './unproven-checks.ts';

export interface VerifyInput extends Comparison {
  /** The recovered database. */
  readonly access: SqlAccess;
  readonly checks: readonly DataCheck[];
  /**
   * How long all checks together may take, at most 6 h; one of them may take half of it. The first reads of a
   * restored instance are slow, since its blocks are fetched only then.
   * @default 3_600_000
   */
  readonly withinMs?: Ms;
}

export interface Verification {
  /** `passed` only when every check passed, and there was one. */
  readonly outcome: CheckOutcome;
  /** T5: when the written row had been read back. Absent when the write probe did not pass. */
  readonly verifiedAt?: Instant;
  /** Newest instant in the recovered data; the oldest of them where there are several such checks. */
  readonly newest?: Instant;
}

const WITHIN_MS: Ms = 60 * 60_000;
/** The most that can be asked for. */
const CEILING_MS: Ms = 6 * 60 * 60_000;
/** Added for the write probe, without which no recovery counts as verified. */
const RESERVE_MS: Ms = 30_000;
/** For the size of the database, which its server adds up file by file. */
const SIZE_WITHIN_MS: Ms = 5_000;

/**
 * Carries out all the drill's checks on the recovered database; none keeps another from being carried out.
 * A connection that breaks or does not come about is a failure to be retried, since it says nothing about the data.
 * A login that is refused for good leaves every check `unproven`.
 */
export const verify: Probe<VerifyInput, Verification, Services> = {
  kind: 'probe',
  name: 'sql.verify',
  waitsOn: 'tool',
  iam: [],
  attemptTimeoutMs: CEILING_MS + RESERVE_MS,
  retry: { attempts: 8, baseMs: 1_000, capMs: 15_000 },
  plan: (input, { run }) => ({
    calls: plannedCalls(input, run),
    output: { outcome: 'passed', verifiedAt: AT_THE_RUN, newest: AT_THE_RUN },
  }),
  async poll(context, input) {
    const { checks, writtenAt, bytes } = await carryOut(context, input);
    const newest = checks.flatMap((check) => check.newest?.instant ?? []).sort()[0];
    return {
      status: 'done',
      output: {
        outcome: outcomeOf(checks),
        ...(writtenAt !== undefined && { verifiedAt: writtenAt }),
        ...(newest !== undefined && { newest }),
      },
      checks,
      facts: [
        ...('unavailable' in input.baseline ? [noBaseline(input.baseline.unavailable)] : []),
        ...(bytes === undefined ? [] : [databaseSizeFact(bytes)]),
      ],
    };
  },
};

function plannedCalls(input: VerifyInput, run: string): readonly PlannedCall[] {
  const { reads, probes } = inOrder(input.checks);
  const compared = !('unavailable' in input.baseline);
  const moments = momentsOf(input);
  return [
    ...reads
      .filter((check) => compared || !needsBaseline(check))
      .map((check) => plannedQuery(check.id, checkStatement(check, moments))),
    plannedQuery(undefined, DATABASE_SIZE),
    ...probes.flatMap(({ id }) => [
      plannedQuery(id, { text: createProbeTable(run), values: [] }, true),
      plannedQuery(id, writeProbe(run), true),
      plannedQuery(id, readProbe(run)),
      plannedQuery(id, { text: dropProbeTable(run), values: [] }, true),
    ]),
  ];
}

/** The write comes last, so that everything before it saw the data as they were recovered. */
function inOrder(checks: readonly DataCheck[]) {
  return {
    reads: checks.filter((check) => check.kind !== 'write-probe'),
    probes: checks.filter((check) => check.kind === 'write-probe'),
  };
}

function outcomeOf(checks: readonly CheckResult[]): CheckOutcome {
  if (checks.some(({ outcome }) => outcome === 'failed')) return 'failed';
  const passed = checks.length > 0 && checks.every(({ outcome }) => outcome === 'passed');
  return passed ? 'passed' : 'unproven';
}

type Context = ActivityContext<Services>;

interface CarriedOut {
  readonly checks: readonly CheckResult[];
  /** When the row of the write probe had been read back. */
  readonly writtenAt?: Instant;
  /** How large the database is; absent where the server does not say. */
  readonly bytes?: number;
}

async function carryOut(context: Context, input: VerifyInput): Promise<CarriedOut> {
  const { access } = input;
  let writtenAt: Instant | undefined;
  let bytes: number | undefined;
  const withinMs = Math.min(input.withinMs ?? WITHIN_MS, CEILING_MS);
  const deadline = context.clock.monotonic() + withinMs;
  // One check must not eat up the time of all that come after it.
  const longestMs = withinMs / 2;
  const { reads, probes } = inOrder(input.checks);
  const results: CheckResult[] = [];
  try {
    await withSession(context, access, async (session) => {
      for (const check of reads) {
        const leftMs = Math.min(deadline - context.clock.monotonic(), longestMs);
        results.push(await timed(context, check, () => readWithin(session, check, input, leftMs)));
      }
      bytes = await databaseSize(session);
      for (const check of probes) {
        const result = await timed(context, check, () => proveWrite(context, session, access));
        if (result.outcome === 'passed') writtenAt = instantNow(context);
        results.push(result);
      }
    });
  } catch (error) {
    const failure = failureOf(error);
    if (failure.retryable || failure.class === 'bug') throw error;
    const left = [...reads, ...probes].slice(results.length);
    results.push(...unprovenChecks(left, `${failure.code}: ${failure.message}`, context.clock));
  }
  return {
    checks: results,
    ...(writtenAt !== undefined && { writtenAt }),
    ...(bytes !== undefined && { bytes }),
  };
}

/** A figure beside the checks: that it cannot be had in time says nothing about the data. */
async function databaseSize(session: SqlSession): Promise<number | undefined> {
  try {
    return Number(await readOnly(session, () => oneValue(session, DATABASE_SIZE), SIZE_WITHIN_MS));
  } catch {
    return undefined;
  }
}

function readWithin(
  session: SqlSession,
  check: ReadCheck,
  comparison: Comparison,
  leftMs: Ms,
): Promise<Finding> {
  if (leftMs <= 0) return Promise.resolve(notLookedAt('the checks before it took all the time'));
  return readOnly(session, () => findOut(session, check, comparison), leftMs);
}

/** A committed row, read back over a new connection. The table goes again: the database may be production's by now. */
async function proveWrite(
  context: Context,
  session: SqlSession,
  access: SqlAccess,
): Promise<Finding> {
  const { run } = context;
  await session.execute(createProbeTable(run));
  const { written, read } = await writeAndRead(context, session, access).catch(async (error) => {
    // Of the two errors the first one explains what happened.
    await session.execute(dropProbeTable(run)).catch(() => {});
    throw error;
  });
  await session.execute(dropProbeTable(run));
  return {
    expected: `the row written at ${written}`,
    observed: `the row written at ${read}`,
    outcome: read === written ? 'passed' : 'failed',
    ...(read !== written && { reason: 'another row was read than the one that was written' }),
  };
}

async function writeAndRead(context: Context, session: SqlSession, access: SqlAccess) {
  const written = await oneValue(session, writeProbe(context.run));
  const read = await withSession(context, access, (fresh) =>
    oneValue(fresh, readProbe(context.run)),
  );
  return { written, read };
}

/** One result per check, whatever the database answers; only what ends the connection passes through. */
async function timed(
  context: Context,
  check: DataCheck,
  work: () => Promise<Finding>,
): Promise<CheckResult> {
  const { clock } = context;
  const startedAt = instantNow(context);
  const started = clock.monotonic();
  const finding = await work().catch((error) => {
    const failed = sqlFailure(error, 'statement');
    if (failed.failure.retryable || failed.failure.class === 'bug') throw failed;
    return refused(check.kind, failed.failure);
  });
  return {
    id: check.id,
    kind: check.kind,
    title: checkTitle(check),
    ...finding,
    startedAt,
    durationMs: clock.monotonic() - started,
  };
}

/** Where the answer itself shows that the data, or the server, are not what they should be. */
function showsDamage(kind: DataCheck['kind'], code: string): boolean {
  if (kind === 'write-probe') return code === 'SQL_READ_ONLY';
  return code === 'SQL_TABLE_NOT_FOUND' || code === 'SQL_COLUMN_NOT_FOUND';
}

function refused(kind: DataCheck['kind'], { code, message }: Failure): Finding {
  if (!showsDamage(kind, code)) return notLookedAt(`${code}: ${message}`);
  return { expected: 'an answer', observed: message, outcome: 'failed', reason: code };
}

function notLookedAt(reason: string): Finding {
  return { expected: 'not compared', observed: 'not looked at', outcome: 'unproven', reason };
}
