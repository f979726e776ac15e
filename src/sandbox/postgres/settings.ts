import type { Instant } from '../../core/ports.ts';
import { ARCHIVE_COMMAND, ARCHIVE_TIMEOUT_SECONDS, RESTORE_COMMAND } from './wal-archive.ts';

/** How far a server replays before it opens. */
export type RecoveryTarget =
  /** To the end of the base backup that it is made of. */
  | { readonly kind: 'backup-end' }
  /** Every transaction committed at or before an instant, and none after it. */
  | { readonly kind: 'time'; readonly time: Instant };

/** Replays for ever what another server sends, and lets readers in. */
export interface StandbyRole {
  readonly kind: 'standby';
  /** How it reaches its source; empty when there is none any more. */
  readonly sourceConninfo: string;
  /** Keeps the logs that it has not received at its source, and is its name there. */
  readonly slot: string;
  /** Its data directory was copied a moment ago. @default false */
  readonly isNew?: boolean;
}

/**
 * The whole postgresql.conf of a server: small enough for a laptop, honest about durability.
 * @param role - what it does before it takes writes; without, it takes them from the start
 */
export function serverSettings(port: number, role?: RecoveryTarget | StandbyRole): string {
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
    fsync: role && (role.kind !== 'standby' || role.isNew) ? 'off' : 'on',
    wal_level: 'replica',
    max_wal_senders: 20,
    max_replication_slots: 20,
    // A standby that stays away may fill the disk of its source so far, and is lost then.
    max_slot_wal_keep_size: '256MB',
    // A killed server closes its connections; these are for one that hangs.
    wal_sender_timeout: '10s',
    wal_receiver_timeout: '10s',
    // How soon a standby finds its source again that was away.
    wal_retrieve_retry_interval: '1s',
    track_commit_timestamp: 'on',
    archive_mode: 'on',
    archive_timeout: ARCHIVE_TIMEOUT_SECONDS,
    archive_command: ARCHIVE_COMMAND,
    ...(role && roleSettings(role)),
  });
}

function roleSettings(role: RecoveryTarget | StandbyRole): { [name: string]: string } {
  const recovery = {
    recovery_target_action: 'promote',
    // Nobody gets in before the recovery has ended, so a connection proves that it has.
    hot_standby: 'off',
  };
  switch (role.kind) {
    case 'backup-end':
      // The backup holds all the WAL it needs; nothing may come from elsewhere.
      return { ...recovery, restore_command: 'exit 1', recovery_target: 'immediate' };
    case 'time':
      return {
        ...recovery,
        restore_command: RESTORE_COMMAND,
        // The setting does not take every form of RFC 3339.
        recovery_target_time: new Date(role.time).toISOString().replace('Z', '+00'),
        recovery_target_inclusive: 'on',
      };
    case 'standby':
      return {
        hot_standby: 'on',
        primary_conninfo: role.sourceConninfo,
        primary_slot_name: role.slot,
      };
  }
}

function toConf(settings: { [name: string]: string | number }): string {
  return Object.entries(settings)
    .map(([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`)
    .join('');
}
