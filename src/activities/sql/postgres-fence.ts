import { asInstant, quoteName, type Statement } from './postgres-dialect.ts';

/**
 * A new session of the database starts with read-only transactions. Every role is meant; a role or a session that
 * sets it otherwise for itself is not held.
 */
export function closeDatabase(database: string): string {
  return `alter database ${quoteName(database)} set default_transaction_read_only to on`;
}

export function openDatabase(database: string): string {
  return `alter database ${quoteName(database)} reset default_transaction_read_only`;
}

/** Whose fence it is, in the database itself; written in one transaction with the setting. */
export const createFenceTable = `create table if not exists kunren_fence (
  run text primary key,
  at timestamptz not null
)`;

export const dropFenceTable = 'drop table if exists kunren_fence';

export function markFence(run: string): Statement {
  return {
    text: `insert into kunren_fence (run, at) values ($1, clock_timestamp())
           on conflict (run) do nothing`,
    values: [run],
  };
}

/**
 * Counts the marks of a run; fails with 42P01 where nobody ever fenced.
 * @param upTo - an instant; marks that were set later are of another fence than that which has come with the data
 */
export function findFence(run: string, upTo = 'infinity'): Statement {
  return {
    text: 'select count(*) from kunren_fence where run = $1 and at <= $2::timestamptz',
    values: [run, upTo],
  };
}

/** `on` or `off`, as a session of now got it from the database. */
export const sessionDefault: Statement = {
  text: `select current_setting('default_transaction_read_only')`,
  values: [],
};

/** Just after a moment, by the server's clock: nothing that came before it is newer. */
export const momentAfter: Statement = {
  text: `select ${asInstant(`clock_timestamp() + interval '1 millisecond'`)}`,
  values: [],
};

export const inRecovery: Statement = { text: 'select pg_is_in_recovery()::text', values: [] };

/**
 * Who asks, whether of a standby, the database's owner, and whether a fence could be set: PostgreSQL asks for the
 * privileges of the owner, which on RDS `rds_superuser` alone does not have, and for those of `pg_signal_backend`.
 */
export const ownerRights: Statement = {
  text: `select current_user, pg_is_in_recovery(), pg_get_userbyid(datdba),
           pg_has_role(datdba, 'usage'), pg_has_role('pg_signal_backend', 'usage'),
           current_schema(), coalesce(has_schema_privilege(current_schema(), 'create'), false)
         from pg_database where datname = current_database()`,
  values: [],
};

/**
 * Sessions of clients in this database, but for our own, that were begun up to an instant. Replication is none of
 * them. A superuser's sessions (on RDS those of RDS itself) are left out for whoever is none: nobody else can end them.
 */
const OLD_SESSIONS = `from pg_stat_activity as session
  left join pg_roles as role on role.oid = session.usesysid
  where session.datname = current_database()
    and session.pid <> pg_backend_pid()
    and coalesce(session.backend_type, 'client backend') = 'client backend'
    and coalesce(session.backend_start, '-infinity') <= $1::timestamptz
    and (not coalesce(role.rolsuper, false)
      or (select rolsuper from pg_roles where rolname = current_user))`;

export function countSessions(begunUpTo: string): Statement {
  return { text: `select count(*) ${OLD_SESSIONS}`, values: [begunUpTo] };
}

/** @returns how many were told to end. */
export function endSessions(begunUpTo: string): Statement {
  return {
    text: `select count(*) filter (where pg_terminate_backend(session.pid)) ${OLD_SESSIONS}`,
    values: [begunUpTo],
  };
}
