import { Socket } from 'node:net';
import type { ClientConfig } from 'pg';
import type { Ms } from '../../core/ports.ts';
import type { SqlDriver } from './driver.ts';

const CONNECT_TIMEOUT_MS: Ms = 10_000;
const KEEP_ALIVE_MS: Ms = 30_000;

// Values and their texts must not depend on how a server or a role is set up.
const SETTINGS = `
  set timezone to 'UTC';
  set datestyle to 'ISO, YMD';
  set intervalstyle to 'postgres';
  set extra_float_digits to 1;
  set bytea_output to 'hex';
  set standard_conforming_strings to on`;

const CHANGES_ROWS = new Set(['INSERT', 'UPDATE', 'DELETE', 'MERGE']);

/** Everything as the text that the server sends. */
const AS_TEXT = { getTypeParser: () => (text: string) => text };

/** PostgreSQL, by node-postgres. */
export const postgresDriver: SqlDriver = {
  async connect(access, password, { signal, statementTimeoutMs }) {
    const { default: pg } = await import('pg');
    signal.throwIfAborted();
    // The socket is ours so that an abort ends whatever is going on, a handshake included.
    const socket = new Socket();
    const onAbort = () => socket.destroy(new Error('connection terminated: aborted'));
    signal.addEventListener('abort', onAbort);
    const client = new pg.Client({
      host: access.host,
      port: access.port,
      database: access.database,
      user: access.user,
      password,
      ssl: access.tls ?? false,
      stream: () => socket,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
      // A statement may take an hour; a server that is gone meanwhile must not be waited for as long.
      keepAlive: true,
      keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
      application_name: 'kunren',
    } satisfies ClientConfig);
    // An idle connection that breaks reports it here; the next statement fails anyway.
    client.on('error', () => {});
    const close = async () => {
      await client.end().catch(() => {});
      signal.removeEventListener('abort', onAbort);
    };

    try {
      await client.connect();
      await client.query(`${SETTINGS}; set statement_timeout to ${Math.ceil(statementTimeoutMs)}`);
    } catch (error) {
      await close();
      throw error;
    }
    return {
      async query(text, values = []) {
        // The extended protocol takes one statement only, so nothing can be smuggled in behind it.
        const query = { text, values: [...values], types: AS_TEXT, queryMode: 'extended' };
        const result = await client.query<(string | null)[]>({ ...query, rowMode: 'array' });
        return { columns: result.fields.map((field) => field.name), rows: result.rows };
      },
      async execute(script) {
        // A script of several statements answers with several results.
        const results = [await client.query(script)].flat();
        const changes = results.filter(({ command }) => CHANGES_ROWS.has(command));
        return changes.reduce((rows, { rowCount }) => rows + (rowCount ?? 0), 0);
      },
      close,
    };
  },
};
