import {
  appendFile,
  cp,
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
import { checkEvidence } from '../../src/cli/check-evidence.ts';
import { checkManifest } from '../../src/cli/check-manifest.ts';
import { checkManifestSignature, isGoodSignature } from '../../src/cli/check-signature.ts';
import { keyNew } from '../../src/cli/commands/key.ts';
import { systemClock } from '../../src/cli/system-clock.ts';
import { writeEvidence } from '../../src/cli/write-evidence.ts';
import { manifestText, readManifest } from '../../src/evidence/manifest.ts';
import { lockRun } from '../../src/journal/run-lock.ts';
import { fakeIo } from '../support/fake-io.ts';
import { finishedRun, SCREEN_PATH } from '../support/finished-run.ts';

const NOBODY = { keys: [], only: false };

/** @param how `signed`: by a key that the team has made on this machine. */
async function written(how: 'unsigned' | 'signed' = 'unsigned') {
  const made = await finishedRun();
  const { io, err } = fakeIo(made.root, { env: { KUNREN_KEYS: join(made.root, '..', 'keys') } });
  if (how === 'signed') await keyNew(io, 'evidence', { passphrase: false });
  const rewrite = () => writeEvidence(io, made.project, made.folder);
  await rewrite();
  return { ...made, rewrite, io, err };
}

/** Every file of the evidence. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith('journal.lock'))
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Not as it was written. Whether the report is what the journal gives need not be asked where that is known before. */
async function isFound(folder: string): Promise<boolean> {
  const { state } = await checkManifest(folder, undefined);
  if (state !== 'same' && state !== 'none' && state !== 'newer') return true;
  if (!isGoodSignature(await checkManifestSignature(folder, NOBODY))) return true;
  return await checkEvidence(folder, NOBODY).then(
    ({ good }) => !good,
    () => true,
  );
}

describe('the evidence of a finished run', { timeout: 120_000 }, () => {
  it('is as its manifest says, file by file, wherever it was copied to', async () => {
    const { folder, root } = await written();
    const check = await checkEvidence(folder, NOBODY);
    expect(check).toMatchObject({ good: true, manifest: { state: 'same' } });
    const copy = join(root, 'elsewhere');
    await cp(folder, copy, { recursive: true });
    await rm(join(copy, 'journal.lock'));
    expect(await checkEvidence(copy, NOBODY)).toEqual(check);
  });

  it('has the same manifest, byte for byte, when it is written again', async () => {
    const { folder, rewrite } = await written();
    const before = await readFile(join(folder, 'manifest.json'));
    await rewrite();
    expect(await readFile(join(folder, 'manifest.json'))).toEqual(before);
  });

  it('has a manifest that tells whose it is', async () => {
    const { folder, run } = await written();
    const read = readManifest(await readFile(join(folder, 'manifest.json'), 'utf8'));
    expect(read).toMatchObject({
      state: 'read',
      manifest: {
        run,
        tool: expect.stringMatching(/^kunren \d/),
        environment: { kind: 'sandbox' },
        evidence: false,
        signing: null,
      },
    });
    const paths = read.state === 'read' ? read.manifest.files.map(({ path }) => path) : [];
    expect(paths).toEqual(paths.toSorted());
    expect(paths).toEqual(expect.arrayContaining(['journal.ndjson', 'report.html', SCREEN_PATH]));
  });

  it.each(['unsigned', 'signed'] as const)('shows every byte that was changed, %s', async (how) => {
    const { folder } = await written(how);
    for (const path of await filesOf(folder)) {
      const whole = await readFile(path);
      for (let n = 0; n < 12; n += 1) {
        // Spread over the file, both ends included.
        const place = Math.round((n * (whole.length - 1)) / 11);
        const spoilt = Buffer.from(whole);
        spoilt[place] = (spoilt[place] ?? 0) ^ (n % 2 ? 1 : 32);
        await writeFile(path, spoilt);
        expect(await isFound(folder), `${path} at ${place}`).toBe(true);
      }
      await writeFile(path, whole);
    }
    expect(await checkEvidence(folder, NOBODY)).toMatchObject({ good: true });
  });

  it.each(['unsigned', 'signed'] as const)(
    'shows every file that was taken away, renamed, cut off or made longer, %s',
    async (how) => {
      const { folder } = await written(how);
      // Without its manifest a folder that nobody has signed is one of before there were any.
      const mayGo = how === 'signed' ? '' : join(folder, 'manifest.json');
      for (const path of await filesOf(folder)) {
        const whole = await readFile(path);
        await rename(path, `${path}.bak`);
        expect(await isFound(folder), `${path} renamed`).toBe(path !== mayGo);
        await rm(`${path}.bak`);
        expect(await isFound(folder), `${path} taken away`).toBe(path !== mayGo);
        await writeFile(path, whole);
        await truncate(path, whole.length - 1);
        expect(await isFound(folder), `${path} cut off`).toBe(true);
        await writeFile(path, '');
        expect(await isFound(folder), `${path} emptied`).toBe(true);
        await writeFile(path, whole);
        await appendFile(path, '\n');
        expect(await isFound(folder), `${path} made longer`).toBe(true);
        await writeFile(path, whole);
      }
      expect(await checkEvidence(folder, NOBODY)).toMatchObject({ good: true });
    },
  );

  it('shows what was added, links too, but not what a process needs while it works', async () => {
    const { folder } = await written();
    const added = ['more.txt', '.hidden', 'files/more.txt', 'journal.torn-1', 'more/inbox'];
    await mkdir(join(folder, 'more'));
    for (const path of added) {
      await writeFile(join(folder, path), '');
      expect((await checkEvidence(folder, NOBODY)).manifest).toMatchObject({
        state: 'differs',
        first: { path, what: 'added' },
        differences: 1,
      });
      await rm(join(folder, path));
    }
    await symlink('report.html', join(folder, 'index.html'));
    expect((await checkEvidence(folder, NOBODY)).manifest).toMatchObject({
      first: { path: 'index.html', what: 'irregular' },
    });
    await rm(join(folder, 'index.html'));
    await mkdir(join(folder, 'inbox'));
    await writeFile(join(folder, 'inbox', '1.json'), '');
    const lock = await lockRun(folder, { pid: 1, host: 'host-1' }, systemClock);
    expect(await checkEvidence(folder, NOBODY)).toMatchObject({ good: true });
    lock.release();
  });

  it('shows a manifest that is well-formed and that of something else', async () => {
    const { folder } = await written();
    const path = join(folder, 'manifest.json');
    const read = readManifest(await readFile(path, 'utf8'));
    if (read.state !== 'read') throw new Error('It was read before.');
    const { manifest } = read;
    await writeFile(path, manifestText({ ...manifest, evidence: true }));
    expect(await checkEvidence(folder, NOBODY)).toMatchObject({
      good: false,
      manifest: { state: 'contradicts', field: 'evidence' },
    });
    await writeFile(path, manifestText({ ...manifest, tool: 'kunren 99.0.0' }));
    expect(await checkEvidence(folder, NOBODY)).toMatchObject({ good: true });
  });

  it('is written while nobody else adds to the run', async () => {
    const { folder, rewrite } = await written();
    const lock = await lockRun(folder, { pid: 1, host: 'host-1' }, systemClock);
    await expect(rewrite()).rejects.toMatchObject({ code: 'RUN_LOCKED' });
    lock.release();
  });
});
