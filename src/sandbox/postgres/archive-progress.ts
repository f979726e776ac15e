import type pg from 'pg';
import type { Instant } from '../../core/ports.ts';
import type { DatabaseFiles } from './database-files.ts';
import { readJson, writeJson } from './json-file.ts';
import { isArchived } from './wal-archive.ts';

interface Mark {
  readonly at: Instant;
  readonly segment: string;
}

/**
 * Knows up to which instant a database can be restored from its archived logs.
 *
 * A restore to an instant stops at the first commit that is later, so it needs such a commit in the archive.
 * Each mark makes one, notes the time just before it and the segment that it landed in. When that segment is in
 * the archive, the noted time is restorable, and everything committed before it is there. An idle database
 * moves on too.
 */
export class ArchiveProgress {
  readonly #files: DatabaseFiles;
  /** Oldest first, at most one a segment. */
  #pending: Mark[] = [];
  #settling: Promise<Instant | undefined> | undefined;

  constructor(files: DatabaseFiles) {
    this.#files = files;
  }

  async mark(client: pg.Client): Promise<void> {
    // Asking for a transaction id is enough to make PostgreSQL log the commit.
    const before = await client.query<{ at: Date }>(
      "SELECT date_trunc('milliseconds', clock_timestamp()) AS at, pg_current_xact_id()",
    );
    const after = await client.query<{ segment: string }>(
      'SELECT pg_walfile_name(pg_current_wal_insert_lsn()) AS segment',
    );
    const at = before.rows[0]?.at;
    const segment = after.rows[0]?.segment;
    if (!at || !segment) return;
    this.#pending = this.#pending.filter((mark) => mark.segment !== segment);
    this.#pending.push({ at: at.toISOString(), segment });
  }

  /** Forgets what is not archived yet: a server that crashed may have lost it. */
  forget(): void {
    this.#pending = [];
  }

  /** Newest instant known to be restorable; kept on disk, so it is known of a stopped server too. */
  newest(): Promise<Instant | undefined> {
    this.#settling ??= this.#settle().finally(() => {
      this.#settling = undefined;
    });
    return this.#settling;
  }

  async #settle(): Promise<Instant | undefined> {
    let settled: Mark | undefined;
    for (const mark of [...this.#pending]) {
      if (!(await isArchived(this.#files.archive, mark.segment))) break;
      settled = mark;
    }
    if (!settled) return (await readJson<{ at: Instant }>(this.#files.restorable))?.at;
    const { at } = settled;
    await writeJson(this.#files.restorable, { at });
    this.#pending = this.#pending.filter((mark) => mark.at > at);
    return at;
  }
}
