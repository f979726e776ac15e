import { execFile } from 'node:child_process';
import { chown, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { KunrenError } from '../../core/failure.ts';
import { ADMIN_USER, withAdmin } from './admin-session.ts';
import { type DatabaseFiles, writeOwned } from './database-files.ts';
import { findComplaint, type ServerEnvironment } from './server-process.ts';
import { REPLICATION_USER } from './tend-standbys.ts';

const run = promisify(execFile);

/**
 * Makes an empty data directory. Small log segments keep snapshots and archives small.
 * @throws KunrenError `DATABASE_INIT_FAILED`
 */
export async function initDatabase(
  { binaries, user, password }: ServerEnvironment,
  files: DatabaseFiles,
): Promise<void> {
  // initdb has to read the password as the servers' account, and must own the folder that it fills.
  const passwordFile = join(files.root, 'password');
  await writeOwned(passwordFile, `${password}\n`, user);
  await mkdir(files.data, { mode: 0o700 });
  if (user) await chown(files.data, user.uid, user.gid);
  try {
    await run(
      binaries.initdb,
      [
        `--pgdata=${files.data}`,
        `--username=${ADMIN_USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--wal-segsize=1',
        '--no-sync',
        '--no-instructions',
      ],
      {
        cwd: '/',
        env: { PATH: process.env['PATH'], LC_ALL: 'C' },
        ...(user && { uid: user.uid, gid: user.gid }),
      },
    );
  } catch (cause) {
    const { stderr } = cause as { stderr?: string };
    throw new KunrenError(
      {
        code: 'DATABASE_INIT_FAILED',
        message: `PostgreSQL could not make a data directory in ${files.data}: ${findComplaint(stderr || String(cause))}`,
      },
      { cause },
    );
  } finally {
    await rm(passwordFile, { force: true });
  }
}

/** Makes the master user as RDS does: powerful, but no superuser. And the role that standbys receive with. */
export async function makeMasterUser(
  server: { readonly port: number; readonly password: string },
  master: { readonly user: string; readonly password: string },
): Promise<void> {
  await withAdmin(server, async (client) => {
    const user = client.escapeIdentifier(master.user);
    const password = client.escapeLiteral(master.password);
    const own = client.escapeLiteral(server.password);
    await client.query(`CREATE ROLE ${REPLICATION_USER} LOGIN REPLICATION PASSWORD ${own}`);
    await client.query('CREATE ROLE rds_superuser NOLOGIN');
    await client.query(
      'GRANT pg_monitor, pg_signal_backend, pg_checkpoint, pg_read_all_data TO rds_superuser WITH ADMIN OPTION',
    );
    await client.query(`CREATE ROLE ${user} LOGIN CREATEDB CREATEROLE PASSWORD ${password}`);
    await client.query(`GRANT rds_superuser TO ${user}`);
  });
}

/** @throws KunrenError `ROLE_NOT_FOUND` */
export async function changePassword(
  server: { readonly port: number; readonly password: string },
  login: { readonly user: string; readonly password: string },
): Promise<void> {
  await withAdmin(server, async (client) => {
    const user = client.escapeIdentifier(login.user);
    try {
      await client.query(`ALTER ROLE ${user} PASSWORD ${client.escapeLiteral(login.password)}`);
    } catch (error) {
      if ((error as { code?: string }).code !== '42704') throw error;
      throw new KunrenError({
        code: 'ROLE_NOT_FOUND',
        message: `The database has no user ${login.user}.`,
        class: 'input',
      });
    }
  });
}
