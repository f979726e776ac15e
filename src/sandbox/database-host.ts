import type { Instant } from '../core/ports.ts';

/**
 * Real database servers behind the sandbox's RDS. The API side knows names, settings and states; this side knows
 * processes and files. Everything under one home directory; servers survive a restart of the daemon's code only
 * through `start`.
 */
export interface DatabaseHost {
  /** Makes a data directory with a master user and starts a server on it. */
  create(server: {
    readonly id: string;
    readonly masterUser: string;
    readonly masterPassword: string;
  }): Promise<Endpoint>;
  /** Starts an existing server (after a restart of the sandbox). */
  start(id: string): Promise<Endpoint>;
  stop(id: string): Promise<void>;
  /** Stops the server and removes its files. Automated backups of it go too, unless kept. */
  destroy(id: string): Promise<void>;
  /** Whether the server process is alive and accepts connections. */
  isUp(id: string): Promise<boolean>;
  /** Physical base backup of a running server. */
  takeSnapshot(id: string, snapshot: string): Promise<SnapshotFacts>;
  removeSnapshot(snapshot: string): Promise<void>;
  /** Copies a snapshot into a new data directory, recovers it to the snapshot's end and starts it. */
  restoreSnapshot(snapshot: string, into: string): Promise<Endpoint>;
  /** Restores the newest base backup of `source` older than `target` and replays its archived WAL up to `target`. */
  restoreToTime(source: string, target: Instant, into: string): Promise<Endpoint>;
  /** Newest instant that `restoreToTime` can reach now; `undefined` before the first archived segment. */
  latestRestorableTime(source: string): Promise<Instant | undefined>;
  earliestRestorableTime(source: string): Promise<Instant | undefined>;
  setPassword(id: string, user: string, password: string): Promise<void>;
  /**
   * Makes a hot standby of a running server, from a base backup and then over the wire (streaming replication through
   * a slot of its own). Resolves when it accepts read-only connections.
   * @param synchronous the source acknowledges a commit only when the standby has it on disk; while no synchronous
   *   standby streams, the source goes on alone rather than stop, as a Multi-AZ instance does
   */
  createStandby(
    source: string,
    into: string,
    options: { readonly synchronous: boolean },
  ): Promise<Endpoint>;
  /** Ends replication and opens a standby for writes, on a new timeline. Returns when it accepts writes. */
  promote(id: string): Promise<void>;
  /** What a standby knows of its replication, from its own side. `undefined` when the server is none, or is down. */
  replication(id: string): Promise<ReplicationFacts | undefined>;
  /**
   * Kills every process of the server, as a power cut does, and keeps it down until `start`: it is not brought back
   * by itself.
   */
  kill(id: string): Promise<void>;
}

export interface ReplicationFacts {
  /** Whether it receives from its source at this moment. */
  readonly streaming: boolean;
  /** How old the newest replayed transaction is; 0 when all that was received is replayed and it is streaming. */
  readonly lagMs?: number;
  /** Commit time of the newest replayed transaction. */
  readonly replayedTo?: Instant;
}

export interface Endpoint {
  readonly host: string;
  readonly port: number;
}

export interface SnapshotFacts {
  /** Time of the newest transaction in the snapshot. */
  readonly databaseTime: Instant;
  readonly sizeBytes: number;
}
