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
