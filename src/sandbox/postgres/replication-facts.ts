import type pg from 'pg';
import type { ReplicationFacts } from '../database-host.ts';

interface Row {
  readonly recovering: boolean;
  readonly streaming: boolean;
  readonly complete: boolean;
  readonly replayed: Date | null;
  readonly now: Date;
}

// A standby may be shut down or promoted at any moment; the functions then answer NULL. A receiver calls itself
// streaming before its source has agreed to it; both times of its last message are its own until one has come.
const LOOK = `
  SELECT pg_is_in_recovery() AS recovering,
         EXISTS (SELECT FROM pg_stat_wal_receiver WHERE status = 'streaming'
                 AND last_msg_send_time <> last_msg_receipt_time) AS streaming,
         coalesce(pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn(), false) AS complete,
         pg_last_xact_replay_timestamp() AS replayed,
         clock_timestamp() AS now`;

/** What a standby knows of its replication; `undefined` of a server that takes writes. */
export async function readReplication(standby: pg.Client): Promise<ReplicationFacts | undefined> {
  const { rows } = await standby.query<Row>(LOOK);
  const row = rows[0];
  if (!row?.recovering) return undefined;
  const { streaming, replayed } = row;
  const lagMs =
    streaming && row.complete ? 0 : replayed && Math.max(0, row.now.getTime() - replayed.getTime());
  return {
    streaming,
    ...(lagMs !== null && { lagMs }),
    ...(replayed && { replayedTo: replayed.toISOString() }),
  };
}
