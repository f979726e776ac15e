import { access, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PostgresHost } from '../../../src/sandbox/postgres/postgres-host.ts';
import { ask, createDatabase, discard, makeHome, openHost } from './host-harness.ts';

const CHECKSUM = "SELECT count(*)::int, md5(string_agg(id || word, ',' ORDER BY id)) FROM words";

describe('a snapshot', () => {
  let home: string;
  let host: PostgresHost;

  beforeAll(async () => {
    home = await makeHome();
    host = await openHost(home);
    const source = await createDatabase(host, 'source');
    await ask(
      source,
      'CREATE TABLE words AS SELECT id, md5(id::text) AS word FROM generate_series(1, 20000) AS id',
    );
  });

  afterAll(() => discard(home, host));

  it('restores to exactly the rows that it was taken of, on a new timeline', async () => {
    const source = host.endpoint('source');
    const before = await ask(source, CHECKSUM);

    const facts = await host.takeSnapshot('source', 'rds:source-1');
    await ask(source, "INSERT INTO words VALUES (0, 'later')");
    const restored = await host.restoreSnapshot('rds:source-1', 'restored');

    expect(await ask(restored, CHECKSUM)).toEqual(before);
    expect(await ask(restored, 'SELECT timeline_id FROM pg_control_checkpoint()')).toEqual([[2]]);
    expect(restored.port).not.toBe(source.port);
    expect(facts.sizeBytes).toBeGreaterThan(5_000_000);
  });

  it('says when its newest transaction was committed', async () => {
    const source = host.endpoint('source');
    const [[committed] = []] = await ask(
      source,
      "INSERT INTO words VALUES (-1, 'new') RETURNING date_trunc('milliseconds', now())",
    );

    const { databaseTime } = await host.takeSnapshot('source', 'newest');
    const [[now] = []] = await ask(source, 'SELECT clock_timestamp()');

    expect(Date.parse(databaseTime)).toBeGreaterThanOrEqual((committed as Date).getTime());
    expect(Date.parse(databaseTime)).toBeLessThanOrEqual((now as Date).getTime());
  });

  it('can be restored after its source is gone, also into the same name', async () => {
    const before = await ask(host.endpoint('restored'), CHECKSUM);
    await host.takeSnapshot('restored', 'last');
    await host.destroy('restored');

    const restored = await host.restoreSnapshot('last', 'restored');

    expect(await ask(restored, CHECKSUM)).toEqual(before);
    // The earlier database of this name is another one: its archive is gone, and nothing starts from its snapshot.
    expect(await host.earliestRestorableTime('restored')).toBeUndefined();
  });

  it('is refused under a name that is taken, and of a database that is not there', async () => {
    await host.takeSnapshot('source', 'taken');

    await expect(host.takeSnapshot('source', 'taken')).rejects.toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_EXISTS' }),
    );
    await expect(host.takeSnapshot('nowhere', 'other')).rejects.toThrow(
      expect.objectContaining({ code: 'DATABASE_NOT_FOUND' }),
    );
    await expect(host.restoreSnapshot('other', 'new')).rejects.toThrow(
      expect.objectContaining({ code: 'SNAPSHOT_NOT_FOUND' }),
    );
  });

  it('is gone when it is removed', async () => {
    await host.takeSnapshot('source', 'unwanted');
    await host.removeSnapshot('unwanted');

    expect(await readdir(join(home, 'snapshots'))).not.toContain('unwanted');
    await host.takeSnapshot('source', 'unwanted');
    await access(join(home, 'snapshots', 'unwanted', 'data', 'backup_label'));
  });

  it('does not reach outside its folder', () => {
    expect(() => host.takeSnapshot('source', '../outside')).toThrow('cannot be the name');
    expect(() => host.removeSnapshot('..')).toThrow('cannot be the name');
  });
});
