import { KunrenError } from '../../core/failure.ts';

/** A statement and its parameters. */
export interface Statement {
  readonly text: string;
  readonly values: readonly string[];
}

/** How many bytes the database takes on its server. */
export const DATABASE_SIZE: Statement = {
  text: 'select pg_database_size(current_database())::text',
  values: [],
};

/** Quotes one name for PostgreSQL, exactly as written: case counts. */
export function quoteName(name: string): string {
  if (name === '' || name.includes('\0')) {
    throw invalidName(name, 'it is empty or holds a NUL');
  }
  return `"${name.replaceAll('"', '""')}"`;
}

/**
 * Splits `table` or `schema.table` at its dots. A part that holds a dot itself stands in double quotes.
 * @throws KunrenError `SQL_NAME_INVALID` (class `input`).
 */
export function splitName(name: string): readonly string[] {
  const parts = name.match(/("([^"]|"")+"|[^".]+)(\.|$)/g) ?? [];
  if (name === '' || parts.join('') !== name || name.endsWith('.')) {
    throw invalidName(name, 'it is not `table` or `schema.table`');
  }
  return parts.map((part) => {
    const bare = part.replace(/\.$/, '');
    return bare.startsWith('"') ? bare.slice(1, -1).replaceAll('""', '"') : bare;
  });
}

/** `sales.orders` → `"sales"."orders"` */
export function quoteTable(name: string): string {
  return splitName(name).map(quoteName).join('.');
}

function invalidName(name: string, why: string): KunrenError {
  return new KunrenError({
    code: 'SQL_NAME_INVALID',
    message: `"${name}" cannot be used as a name: ${why}.`,
    class: 'input',
  });
}

/** Writes a timestamp as an instant. Cut, not rounded: a newest row must not look newer than it is. */
export function asInstant(expression: string): string {
  const utc = `date_trunc('milliseconds', (${expression})::timestamptz) at time zone 'UTC'`;
  return `to_char(${utc}, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
}

/** `asOf` is a column; rows newer than `instant` in it are left out. */
interface Rows {
  readonly table: string;
  readonly asOf?: string | undefined;
  readonly instant?: string | undefined;
}

function fromRows({ table, asOf, instant }: Rows): Statement {
  if (asOf === undefined || instant === undefined) {
    return { text: `from ${quoteTable(table)}`, values: [] };
  }
  const text = `from ${quoteTable(table)} where ${quoteName(asOf)} <= $1::timestamptz`;
  return { text, values: [instant] };
}

export const serverClock: Statement = {
  text: `select ${asInstant('clock_timestamp()')}`,
  values: [],
};

export function countRows(rows: Rows): Statement {
  const from = fromRows(rows);
  return { text: `select count(*) ${from.text}`, values: from.values };
}

/**
 * A number per row, added up: the order of rows does not matter, duplicates count, and nothing is held in memory.
 * A row's number is the first 64 bits of the SHA-256 of its text, which tells NULL from an empty string.
 */
export function checksumRows(rows: Rows & { readonly columns: readonly string[] }): Statement {
  if (rows.columns.length === 0) throw invalidName('', 'a checksum needs at least one column');
  const from = fromRows(rows);
  const row = `row(${rows.columns.map((column) => `${quoteName(column)}::text`).join(', ')})::text`;
  const hash = `sha256(convert_to(${row}, 'UTF8'))`;
  const number = `('x' || encode(substr(${hash}, 1, 8), 'hex'))::bit(64)::bigint`;
  return {
    text: `select count(*), coalesce(sum(${number}), 0) ${from.text}`,
    values: from.values,
  };
}

/** Rows that refer to something, and those of them whose target is not there. */
export function countOrphans(table: string, column: string, references: string): Statement {
  const target = splitName(references);
  const targetColumn = target.at(-1);
  const targetTable = target.slice(0, -1).map(quoteName).join('.');
  if (targetColumn === undefined || targetTable === '') {
    throw invalidName(references, 'it is not `table.column`');
  }
  const child = `child.${quoteName(column)}`;
  const found = `exists (select 1 from ${targetTable} as parent where parent.${quoteName(targetColumn)} = ${child})`;
  return {
    text: `select count(*), count(*) filter (where not ${found})
           from ${quoteTable(table)} as child where ${child} is not null`,
    values: [],
  };
}

/** The newest timestamp that is not newer than an instant. */
export function newestRow(table: string, column: string, instant: string): Statement {
  const from = fromRows({ table, asOf: column, instant });
  return {
    text: `select ${asInstant(`max(${quoteName(column)})`)} ${from.text}`,
    values: from.values,
  };
}

/** A table for each run: it can be dropped without a doubt about who made it. PostgreSQL cuts names after 63 bytes. */
function probeTable(run: string): string {
  return quoteName(`kunren_probe_${run.slice(-50)}`);
}

export function createProbeTable(run: string): string {
  return `create table if not exists ${probeTable(run)} (
  run text primary key,
  written_at timestamptz not null
)`;
}

export function dropProbeTable(run: string): string {
  return `drop table if exists ${probeTable(run)}`;
}

export function writeProbe(run: string): Statement {
  return {
    text: `insert into ${probeTable(run)} (run, written_at) values ($1, clock_timestamp())
           on conflict (run) do update set written_at = excluded.written_at
           returning written_at`,
    values: [run],
  };
}

export function readProbe(run: string): Statement {
  return { text: `select written_at from ${probeTable(run)} where run = $1`, values: [run] };
}

export const createImpactTable = `create table if not exists kunren_impact (
  run text primary key,
  at timestamptz not null,
  rows bigint not null
)`;

export function markImpact(run: string, at: string, rows: number): Statement {
  return {
    text: 'insert into kunren_impact (run, at, rows) values ($1, $2, $3)',
    values: [run, at, String(rows)],
  };
}

export function findImpact(run: string): Statement {
  return {
    text: `select ${asInstant('at')}, rows from kunren_impact where run = $1`,
    values: [run],
  };
}

/** How far a server that takes writes has written its log. */
export const writtenUpTo: Statement = { text: 'select pg_current_wal_lsn()', values: [] };

/** Whether a standby has replayed the log up to a position. */
export function hasReplayed(position: string): Statement {
  return {
    text: 'select coalesce(pg_last_wal_replay_lsn() >= $1::pg_lsn, false)',
    values: [position],
  };
}
