import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rename,
  rm,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkManifest } from '../../../src/cli/evidence/check-manifest.ts';
import {
  checkManifestSignature,
  isGoodSignature,
} from '../../../src/cli/evidence/check-signature.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import { foldRecords } from '../../../src/core/fold-record.ts';
import { manifestText, readManifest } from '../../../src/evidence/manifest.ts';
import { readJournal } from '../../../src/journal/read-journal.ts';
import { lockRun } from '../../../src/journal/run-lock.ts';
import { SCREEN_PATH } from '../../support/finished-run.ts';
import { sealedRun } from '../../support/sealed-run.ts';

/** Every file of the evidence. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('journal.lock'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** As it was written; for a folder that nobody has signed `none` is not enough. */
async function isWhole(folder: string): Promise<boolean> {
  const { records } = await readJournal(folder).catch(() => ({ records: [] }));
  const state = records.length > 0 ? foldRecords(records) : undefined;
  const manifest = await checkManifest(folder, state);
  const signature = await checkManifestSignature(folder, { keys: [], only: false });
  return manifest.state === 'same' && isGoodSignature(signature);
}

async function manifestOf(folder: string) {
  const read = readManifest(await readFile(join(folder, 'manifest.json'), 'utf8'));
  if (read.state !== 'read') throw new Error(JSON.stringify(read));
  return read.manifest;
}

describe.each([
  ['unsigned', []],
  ['signed', ['evidence']],
])('the manifest of a finished run, %s', { timeout: 60_000 }, (_how, keys) => {
  it('shows every byte that was changed', async () => {
    const { folder } = await sealedRun(...keys);
    expect(await isWhole(folder)).toBe(true);
    for (const path of await filesOf(folder)) {
      const whole = await readFile(path);
      const places = Math.min(whole.length, 24);
      for (let n = 0; n < places; n += 1) {
        // Spread over the file, both ends included.
        const place = Math.round((n * (whole.length - 1)) / (places - 1));
        const spoilt = Buffer.from(whole);
        spoilt[place] = (spoilt[place] ?? 0) ^ (2 ** (n % 8));
        await writeFile(path, spoilt);
        expect(await isWhole(folder), `${path} at ${place}`).toBe(false);
      }
      await writeFile(path, whole);
    }
    expect(await isWhole(folder)).toBe(true);
  });

  it('shows every file that was taken away, renamed, cut off or made longer', async () => {
    const { folder } = await sealedRun(...keys);
    for (const path of await filesOf(folder)) {
      const whole = await readFile(path);
      const changes = {
        renamed: () => rename(path, `${path}.bak`),
        'taken away': () => rm(path),
        'cut off': () => truncate(path, whole.length - 1),
        emptied: () => truncate(path, 0),
        'made longer': () => appendFile(path, '\n'),
      };
      for (const [what, change] of Object.entries(changes)) {
        await change();
        expect(await isWhole(folder), `${path} ${what}`).toBe(false);
        await rm(`${path}.bak`, { force: true });
        await writeFile(path, whole);
      }
    }
    expect(await isWhole(folder)).toBe(true);
  });
});

describe('the manifest of a finished run', { timeout: 60_000 }, () => {
  it('tells whose it is, and lists its files by their paths', async () => {
    const { folder, run } = await sealedRun();
    const manifest = await manifestOf(folder);
    expect(manifest).toMatchObject({
      run,
      tool: expect.stringMatching(/^kunren \d/),
      environment: { kind: 'sandbox' },
      evidence: false,
      signing: null,
    });
    const paths = manifest.files.map(({ path }) => path);
    expect(paths).toEqual([SCREEN_PATH, 'journal.ndjson', 'report.html']);
  });

  it('is the same, byte for byte, when it is written again', async () => {
    const { folder, seal } = await sealedRun();
    const before = await readFile(join(folder, 'manifest.json'));
    await seal();
    expect(await readFile(join(folder, 'manifest.json'))).toEqual(before);
  });

  it('shows what was added, links too, but not what a process needs while it works', async () => {
    const { folder } = await sealedRun();
    const added = ['more.txt', '.hidden', 'files/more.txt', 'journal.torn-1', 'more/inbox'];
    await mkdir(join(folder, 'more'));
    for (const path of added) {
      await writeFile(join(folder, path), '');
      expect(await checkManifest(folder, undefined)).toEqual({
        state: 'differs',
        first: { path, what: 'added' },
        differences: 1,
        stray: path,
      });
      await rm(join(folder, path));
    }
    await symlink('report.html', join(folder, 'index.html'));
    expect(await checkManifest(folder, undefined)).toMatchObject({
      first: { path: 'index.html', what: 'irregular' },
    });
    await rm(join(folder, 'index.html'));
    await mkdir(join(folder, 'inbox'));
    await mkdir(join(folder, '.report-x1'));
    for (const path of ['inbox/1.json', '.report-x1/report.md', SCREEN_PATH.replace('/', '/.')]) {
      await writeFile(join(folder, path), '');
    }
    const lock = await lockRun(folder, { pid: 1, host: 'host-1' }, systemClock);
    expect(await isWhole(folder)).toBe(true);
    lock.release();
  });

  it('names the first difference and counts the others', async () => {
    const { folder } = await sealedRun();
    await appendFile(join(folder, 'report.html'), 'x');
    await rm(join(folder, SCREEN_PATH));
    expect(await checkManifest(folder, undefined)).toEqual({
      state: 'differs',
      first: { path: SCREEN_PATH, what: 'missing' },
      differences: 2,
    });
  });

  it('is found out where it is well-formed and of something else', async () => {
    const { folder } = await sealedRun();
    const manifest = await manifestOf(folder);
    const state = foldRecords((await readJournal(folder)).records);
    const claim = async (change: object) => {
      await writeFile(join(folder, 'manifest.json'), manifestText({ ...manifest, ...change }));
      return await checkManifest(folder, state);
    };
    expect(await claim({ evidence: true })).toEqual({ state: 'contradicts', field: 'evidence' });
    const journal = { ...manifest.journal, records: 1 };
    expect(await claim({ journal })).toEqual({ state: 'contradicts', field: 'journal' });
    expect(await claim({ tool: 'kunren 99.0.0' })).toMatchObject({ state: 'same' });
  });

  it.each(['../outside', '/etc/hostname', 'files/../../outside', ''])(
    'leads nowhere outside of its folder: %j',
    async (path) => {
      const { folder } = await sealedRun();
      const manifest = await manifestOf(folder);
      const files = [...manifest.files, { path, bytes: 1, sha256: '0'.repeat(64) }];
      await writeFile(join(folder, 'manifest.json'), manifestText({ ...manifest, files }));
      expect(await checkManifest(folder, undefined)).toMatchObject({ state: 'malformed' });
    },
  );

  it('of a later format is compared as far as its files go', async () => {
    const { folder } = await sealedRun();
    const manifest = await manifestOf(folder);
    // A format that this version does not know.
    const later = manifestText({ ...manifest, format: 2 } as unknown as typeof manifest);
    await writeFile(join(folder, 'manifest.json'), later);
    expect(await checkManifest(folder, undefined)).toMatchObject({ state: 'newer', files: 3 });
    await appendFile(join(folder, 'report.html'), 'x');
    expect(await checkManifest(folder, undefined)).toMatchObject({ state: 'differs' });
  });
});
