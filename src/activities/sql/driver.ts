import type { ActivityContext } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Clock, Ms } from '../../core/ports.ts';
import { sqlFailure } from './sql-failure.ts';

/** How to reach a database. The password stands in the vault, not here: this is journaled. */
export interface SqlAccess {
  readonly host: string;
  readonly port: number;
  readonly database: string;
  readonly user: string;
  /** The password's name in the secret vault. */
  readonly secret: string;
  /**
   * Encrypted, with the server's certificate checked. For RDS, `NODE_EXTRA_CA_CERTS` must name its certificate bundle.
   * @default false
   */
  readonly tls?: boolean;
}

export interface SqlResult {
  readonly columns: readonly string[];
  /** Every value as the database writes it, so that what is compared does not depend on a parser. */
  readonly rows: readonly (readonly (string | null)[])[];
}

export interface SqlSession {
  /** One statement, with parameters `$1`, `$2`, …; more than one is refused. */
  query(text: string, values?: readonly string[]): Promise<SqlResult>;
  /** One statement or several, as written. Returns the number of rows changed. */
  execute(script: string): Promise<number>;
  close(): Promise<void>;
}

export interface SqlConnectOptions {
  readonly signal: AbortSignal;
  /** A statement that takes longer is ended by the server. */
  readonly statementTimeoutMs: Ms;
}

/** One kind of database. Errors come as they are; `withSession` gives them our form. */
export interface SqlDriver {
  connect(access: SqlAccess, password: string, options: SqlConnectOptions): Promise<SqlSession>;
}

/** Within the 30 s that an attempt has by default. */
const SHORT_STATEMENT_MS: Ms = 20_000;

type SqlContext = Pick<
  ActivityContext<{ readonly sql: SqlDriver }>,
  'secrets' | 'services' | 'signal'
>;

/**
 * Opens a session, works with it and closes it, whatever happens.
 * @throws KunrenError `SQL_ADDRESS_MISSING`, `SECRET_MISSING`, or what `sqlFailure` makes of the error.
 */
export async function withSession<T>(
  context: SqlContext,
  access: SqlAccess,
  work: (session: SqlSession) => Promise<T>,
  statementTimeoutMs: Ms = SHORT_STATEMENT_MS,
): Promise<T> {
  if (access.host === '' || access.port <= 0) {
    // The driver would fill in a server on this machine.
    throw new KunrenError({
      code: 'SQL_ADDRESS_MISSING',
      message: `It is not known where the database ${access.database} can be reached.`,
      class: 'input',
    });
  }
  const password = context.secrets.get(access.secret);
  if (password === undefined) {
    throw new KunrenError({
      code: 'SECRET_MISSING',
      message: `There is no password under the name "${access.secret}" for ${access.user} at ${access.host}.`,
      class: 'input',
    });
  }
  const options = { signal: context.signal, statementTimeoutMs };
  const session = await context.services.sql
    .connect(access, password, options)
    .catch((error) => Promise.reject(sqlFailure(error, 'connect', access)));
  try {
    return await work(session);
  } catch (error) {
    throw sqlFailure(error, 'statement', access);
  } finally {
    await session.close();
  }
}

/**
 * Gives work a context that ends after a time, so that a server that does not answer is given up early.
 * @returns what `work` returns; it has to pass on the signal.
 */
export async function within<
  Context extends { readonly signal: AbortSignal; readonly clock: Clock },
  T,
>(context: Context, ms: Ms, work: (context: Context) => Promise<T>): Promise<T> {
  const late = new AbortController();
  const answered = new AbortController();
  const timer = context.clock.sleep(ms, answered.signal).then(
    () => late.abort(new Error(`connection terminated: no answer within ${ms} ms`)),
    () => undefined,
  );
  try {
    return await work({ ...context, signal: AbortSignal.any([context.signal, late.signal]) });
  } finally {
    answered.abort();
    await timer;
  }
}
