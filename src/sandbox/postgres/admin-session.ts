import pg from 'pg';

interface AdminOptions {
  readonly queryTimeoutMs?: number;
  /** Commits of this session wait for no standby. @default false */
  readonly alone?: boolean;
}

/** The superuser that the sandbox keeps for itself, named as on RDS. */
export const ADMIN_USER = 'rdsadmin';

/**
 * A short session of the sandbox's own superuser.
 * @throws whatever the server or the network says; nothing is translated here.
 */
export async function withAdmin<Result>(
  server: { readonly port: number; readonly password: string },
  work: (client: pg.Client) => Promise<Result>,
  options: AdminOptions = {},
): Promise<Result> {
  const client = await openAdmin(server, options);
  try {
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export async function openAdmin(
  server: { readonly port: number; readonly password: string },
  options: AdminOptions = {},
): Promise<pg.Client> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port: server.port,
    user: ADMIN_USER,
    password: server.password,
    database: 'postgres',
    application_name: 'kunren sandbox',
    connectionTimeoutMillis: 5000,
    ...(options.queryTimeoutMs !== undefined && { query_timeout: options.queryTimeoutMs }),
    ...(options.alone && { options: '-c synchronous_commit=local' }),
  });
  // A server that goes away is noticed by the next query; without a listener it would end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return client;
}
