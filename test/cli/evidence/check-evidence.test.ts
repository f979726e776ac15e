import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyNew } from '../../../src/cli/commands/key.ts';
import { verify } from '../../../src/cli/commands/verify.ts';
import { checkEvidence } from '../../../src/cli/evidence/check-evidence.ts';
import { knownKeys } from '../../../src/cli/evidence/known-keys.ts';
import { writeEvidence } from '../../../src/cli/evidence/write-evidence.ts';
import { writeManifest } from '../../../src/cli/evidence/write-manifest.ts';
import { addToRun } from '../../../src/cli/runs/add-to-run.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import { foldRecords } from '../../../src/core/fold-record.ts';
import { sha256 } from '../../../src/core/hash.ts';
import { manifestText, readManifest } from '../../../src/evidence/manifest.ts';
import { readJournal } from '../../../src/journal/read-journal.ts';
import { lockRun } from '../../../src/journal/run-lock.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { finishedRun } from '../../support/finished-run.ts';

/** The evidence of a run as it is written when the run ends, by a team that has a key, or two. */
async function written(...keys: readonly string[]) {
  const made = await finishedRun();
  const { root, project, folder } = made;
  const { io } = fakeIo(root, { env: { KUNREN_KEYS: join(root, '..', 'own') } });
  await keyNew(io, 'evidence', { passphrase: false });
  await writeEvidence(io, project, folder);
  for (const name of keys) await keyNew(io, name, { passphrase: false });
  const check = async () => await checkEvidence(folder, await knownKeys(io));
  return { ...made, io, check };
}

const BY = { name: 'lead', identity: 'os', host: 'host-1', via: 'command' } as const;

describe('the evidence of a finished run', { timeout: 60_000 }, () => {
  it('is whole and signed when the run has ended, and after something was added', async () => {
    const { check, io, project, run, folder } = await written();
    const before = await check();
    expect(before).toMatchObject({
      good: true,
      manifest: { state: 'same' },
      signature: { state: 'known', name: 'evidence' },
    });
    expect(before.report.every(({ state }) => state === 'same')).toBe(true);
    await addToRun(io, project, { run, folder }, () => [
      { type: 'lesson.noted', data: { by: BY, text: 'Keep the number.' } },
    ]);
    const after = await check();
    expect(after).toMatchObject({ good: true, signature: { state: 'known' } });
    expect(after.signature).not.toEqual(before.signature);
  });

  it('is good only with manifest, signature and report', async () => {
    const { check, io, project, folder } = await written();
    const spoilt = async (name: string) => {
      const path = join(folder, name);
      const whole = await readFile(path);
      await writeFile(path, Buffer.concat([whole, Buffer.from('\n')]));
      const { good, manifest, signature, report } = await check();
      await writeFile(path, whole);
      expect(good).toBe(false);
      return [manifest.state, signature.state, report.some(({ state }) => state === 'differs')];
    };
    expect(await spoilt('manifest.json')).toEqual(['malformed', 'invalid', false]);
    expect(await spoilt('manifest.sig.json')).toEqual(['same', 'invalid', false]);
    expect(await spoilt('report.html')).toEqual(['differs', 'known', true]);
    // Nothing shows what a token is worth, and no byte may be another.
    const signature = join(folder, 'manifest.sig.json');
    const signed = await readFile(signature, 'utf8');
    const stamped = { ...JSON.parse(signed), timestamp: 'AAAA' };
    await writeFile(signature, `${JSON.stringify(stamped, null, 2)}\n`);
    expect(await check()).toMatchObject({ good: false, signature: { state: 'invalid' } });
    await writeFile(signature, signed);
    // Another report under a manifest and a signature of its own.
    await writeFile(join(folder, 'report.html'), 'met');
    const state = foldRecords((await readJournal(folder)).records);
    await writeManifest(io, project, { folder, state, mayAsk: false });
    const forged = await check();
    expect(forged).toMatchObject({ manifest: { state: 'same' }, signature: { state: 'known' } });
    expect(forged.report).toContainEqual({ file: 'report.html', state: 'differs' });
    expect(forged.good).toBe(false);
    // By another version of the tool, the words may differ.
    const path = join(folder, 'manifest.json');
    const read = readManifest(await readFile(path, 'utf8'));
    if (read.state !== 'read') throw new Error('It was just written.');
    await writeFile(path, manifestText({ ...read.manifest, tool: 'kunren 99.0.0', signing: null }));
    await rm(join(folder, 'manifest.sig.json'));
    const other = await check();
    expect(other.report).toContainEqual({ file: 'report.html', state: 'other-version' });
    expect(other.good).toBe(true);
  });

  it('is verified from a copy, by a key that the reviewer has or by comparing its id', async () => {
    const { root, project, folder } = await written('other');
    const away = join(root, '..', 'away');
    await cp(folder, join(away, 'copy'), { recursive: true });
    await cp(project.keys, join(away, 'keys'), { recursive: true });
    const { io, out } = fakeIo(away);
    const ask = async (key?: string) => {
      out.length = 0;
      return await verify(io, 'copy', { output: 'text', ...(key && { key }) });
    };
    expect(await ask()).toBe(0);
    expect(out).toContain(
      'note signature       valid, by a key that is not known here: compare its id',
    );
    expect(Math.max(...out.map((line) => line.length))).toBeLessThanOrEqual(80);
    expect(await ask('keys/evidence.pem')).toBe(0);
    expect(out).toContain('ok   signature       valid, by the key evidence');
    expect(await ask('keys/other.pem')).toBe(3);
    expect(out).toContain('BAD  signature       valid, but by another key than the given one');
  });

  it('is not by the key that a reviewer asks for where there is no signature to check', async () => {
    const { project, folder, root } = await written();
    const path = join(folder, 'manifest.json');
    const read = readManifest(await readFile(path, 'utf8'));
    if (read.state !== 'read') throw new Error('It was just written.');
    const key = join(project.keys, 'evidence.pem');
    const ask = async (wanted?: string) =>
      await verify(fakeIo(root).io, folder, { output: 'text', ...(wanted && { key: wanted }) });
    const later = manifestText(read.manifest).replace('"format": 1', '"format": 2');
    const covered = later.slice(0, later.lastIndexOf('  "sha256"'));
    await writeFile(path, `${covered}  "sha256": "${sha256(covered)}"\n}\n`);
    expect([await ask(), await ask(key)]).toEqual([0, 3]);
    await rm(join(folder, 'manifest.sig.json'));
    await writeFile(path, manifestText({ ...read.manifest, signing: null }));
    expect([await ask(), await ask(key)]).toEqual([0, 3]);
    await rm(path);
    expect(await ask(key)).toBe(3);
    const { out, io: there } = fakeIo(root);
    await verify(there, folder, { output: 'text', key });
    expect(out).toContain('BAD  signature       none by the given key that can be checked');
  });

  it('is written while nobody else adds to the run', async () => {
    const { io, project, folder } = await finishedRun().then((made) => ({
      ...made,
      ...fakeIo(made.root),
    }));
    const lock = await lockRun(folder, { pid: 1, host: 'host-1' }, systemClock);
    await expect(writeEvidence(io, project, folder)).rejects.toMatchObject({ code: 'RUN_LOCKED' });
    lock.release();
  });
});
