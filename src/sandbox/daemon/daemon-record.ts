import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Failure } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { readJson, writeJson } from '../postgres/json-file.ts';
import type { Login } from '../workload/orders-logins.ts';

/** What the sandbox's process is doing, for people. */
export type DaemonPhase =
  | 'starting'
  | 'creating database'
  | 'seeding'
  | 'first snapshot'
  | 'ready'
  | 'stopping'
  | 'failed';

/** `daemon.json`: where the sandbox's process is, written by itself. It may be dead by now. */
export interface DaemonRecord {
  readonly pid: number;
  readonly port: number;
  readonly version: string;
  readonly startedAt: Instant;
  /** Of this start of the process alone; it answers with it, so nobody else is taken for it. */
  readonly boot: string;
  readonly phase: DaemonPhase;
  /** Why it ended, in the phase `failed`. */
  readonly failure?: Failure;
}

/** `GET /_sandbox/info`, once the sandbox is ready. */
export interface DaemonInfo {
  readonly version: string;
  readonly boot: string;
  readonly region: string;
  readonly otherRegions: readonly string[];
  readonly accountId: string;
  /** `address:port` of its name servers: the zone's own, and one that caches. */
  readonly dns: { readonly authoritative: string; readonly resolver: string };
  /** The production database of the sandbox. */
  readonly database: {
    readonly instance: string;
    readonly database: string;
    readonly readonly: Login;
    readonly admin: Login;
  };
}

/** Exit code of a process that found another one at work in the same home. */
export const EXIT_LOCKED = 75;

export async function writeDaemonRecord(home: string, record: DaemonRecord): Promise<void> {
  await writeJson(path(home), record);
}

/** @returns `undefined` when there is none, or none that can be read. */
export async function readDaemonRecord(home: string): Promise<DaemonRecord | undefined> {
  return readJson<DaemonRecord>(path(home)).catch(() => undefined);
}

export async function removeDaemonRecord(home: string): Promise<void> {
  await rm(path(home), { force: true });
}

function path(home: string): string {
  return join(home, 'daemon.json');
}
