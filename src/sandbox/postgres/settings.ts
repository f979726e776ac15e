import type { Instant } from '../../core/ports.ts';
import { ARCHIVE_COMMAND, ARCHIVE_TIMEOUT_SECONDS, RESTORE_COMMAND } from './wal-archive.ts';

/** How far a server replays before it opens; `undefined` for an ordinary start. */
export type RecoveryTarget =
  /** To the end of the base backup that it is made of. */
  | { readonly kind: 'backup-end' }
  /** Every transaction committed at or before an instant, and none after it. */
  | { readonly kind: 'time'; readonly time: Instant };

/** The whole postgresql.conf of a server: small enough for a laptop, honest about durability. */
export function serverSettings(port: number, recovery?: RecoveryTarget): string {
  return toConf({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    port,
    password_encryption: 'scram-sha-256',
    max_connections: 50,
    shared_buffers: '32MB',
    max_wal_size: '256MB',
    min_wal_size: '8MB',
    checkpoint_timeout: '2min',
    wal_compression: 'on',
    io_method: 'sync',
    max_parallel_workers_per_gather: 0,
    jit: 'off',
    timezone: 'UTC',
    log_timezone: 'UTC',
    lc_messages: 'C',
    log_checkpoints: 'off',
    // A statement can hold a password; a server log must not.
    log_min_error_statement: 'panic',
    // Before a recovery PostgreSQL would flush every file of the copy to the disk, which is most of the time that
    // a restore takes. Until its next start a restored database may not survive a power cut.
    fsync: recovery ? 'off' : 'on',
    wal_level: 'replica',
    track_commit_timestamp: 'on',
    archive_mode: 'on',
    archive_timeout: ARCHIVE_TIMEOUT_SECONDS,
    archive_command: ARCHIVE_COMMAND,
    ...(recovery && recoverySettings(recovery)),
  });
}

function recoverySettings(target: RecoveryTarget): { [name: string]: string } {
  const always = {
    recovery_target_action: 'promote',
    // Nobody gets in before the recovery has ended, so a connection proves that it has.
    hot_standby: 'off',
  };
  switch (target.kind) {
    case 'backup-end':
      // The backup holds all the WAL it needs; nothing may come from elsewhere.
      return { ...always, restore_command: 'exit 1', recovery_target: 'immediate' };
    case 'time':
      return {
        ...always,
        restore_command: RESTORE_COMMAND,
        // The setting does not take every form of RFC 3339.
        recovery_target_time: new Date(target.time).toISOString().replace('Z', '+00'),
        recovery_target_inclusive: 'on',
      };
  }
}

function toConf(settings: { [name: string]: string | number }): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`)
    .join('');
}
