import { activities } from '../../src/activities/index.ts';
import type { SqlAccess } from '../../src/activities/sql/driver.ts';
import type { Poll } from '../../src/core/activity.ts';
import type { CheckResult } from '../../src/core/check.ts';
import { KunrenError } from '../../src/core/failure.ts';
import type { Instant, Ms } from '../../src/core/ports.ts';
import type { Runbook } from '../../src/core/runbook.ts';
import type { IdleClock } from './idle-clock.ts';
import type { ModelDatabases } from './model-databases.ts';
import type { ModelShop, RegionName } from './model-shop.ts';

interface Model {
  readonly clock: IdleClock;
  readonly shop: ModelShop;
  readonly databases: ModelDatabases;
}

/** A runbook's activities, of which those that ask for data, names or pages ask the model. */
export function modelActivities(
  runbook: Runbook,
  { clock, shop, databases }: Model,
): Runbook['activities'] {
  const instant = () => new Date(clock.now()).toISOString();
  const done = <Output>(output: Output): Poll<Output> => ({ status: 'done', output });
  const pending = (message: string) => ({ status: 'pending' as const, progress: { message } });
  const serverAt = ({ port }: SqlAccess): string => {
    const server = shop.serverAt(port);
    if (server !== undefined && databases.servers.get(server)?.up) return server;
    const message = `Nobody answers at port ${port}.`;
    throw new KunrenError({ code: 'SQL_UNREACHABLE', message, retryable: true });
  };
  return {
    ...runbook.activities,
    'sql.take-baseline': {
      ...activities['sql.take-baseline'],
      poll: async (_: unknown, { access }: { readonly access: SqlAccess }) => {
        serverAt(access);
        return done({ takenAt: instant(), asOf: instant(), values: {} });
      },
    },
    'sql.verify': {
      ...activities['sql.verify'],
      poll: async (_: unknown, input: VerifyInput) => {
        const writes = databases.takesWrites(serverAt(input.access));
        const newest = new Date(Date.parse(input.impactAt) - 900).toISOString();
        return {
          ...done({
            outcome: writes ? 'passed' : 'failed',
            ...(writes && { verifiedAt: instant() }),
            newest,
          }),
          checks: judged(input, writes, instant(), newest),
        };
      },
    },
    'dns.confirm-answer': {
      ...activities['dns.confirm-answer'],
      poll: async (_: unknown, input: AnswerInput) => {
        const { record, expected, since, withinMs = Number.POSITIVE_INFINITY } = input;
        const found = shop.answer(record);
        if (found.join() === expected.join()) return done({ agreed: [], at: instant() });
        const message = `${record} is ${found.join() || 'not there'}`;
        if (clock.now() < Date.parse(since) + withinMs) return pending(message);
        throw new KunrenError({ code: 'ANSWER_NOT_SWITCHED', message });
      },
    },
    'traffic.confirm-requests': {
      ...activities['traffic.confirm-requests'],
      poll: async (_: unknown, { host, region, path = '/healthz' }: RequestsInput) => {
        const found = shop.regionOf(host);
        const answers =
          found && (path === '/healthz' ? shop.isServing(found) : shop.isReading(found));
        if (!answers) return pending(`${found ?? 'nobody'} does not answer`);
        if (region !== undefined && found !== region) return pending(`${found} answers`);
        return done({ firstAt: instant(), lastAt: instant(), addresses: shop.answer(host) });
      },
    },
  };
}

interface VerifyInput {
  readonly access: SqlAccess;
  readonly checks: readonly { id: string; kind: CheckResult['kind'] }[];
  readonly impactAt: Instant;
}

interface AnswerInput {
  readonly record: string;
  readonly expected: readonly string[];
  readonly since: Instant;
  readonly withinMs?: Ms;
}

interface RequestsInput {
  readonly host: string;
  readonly region?: RegionName;
  readonly path?: string;
}

function judged(
  { checks }: VerifyInput,
  writes: boolean,
  startedAt: Instant,
  newest: Instant,
): CheckResult[] {
  return checks.map(({ id, kind }) => ({
    id,
    kind,
    title: id,
    expected: 'sound',
    observed: 'sound',
    outcome: kind === 'write-probe' && !writes ? 'failed' : 'passed',
    startedAt,
    durationMs: 1,
    ...(kind === 'newest' && { newest: { instant: newest, errorMs: 1000 } }),
  }));
}
