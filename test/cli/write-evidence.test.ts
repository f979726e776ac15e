import { execFileSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { addToRun } from '../../src/cli/add-to-run.ts';
import { checkEvidence } from '../../src/cli/check-evidence.ts';
import { keyNew, keyRetire } from '../../src/cli/commands/key.ts';
import { verify } from '../../src/cli/commands/verify.ts';
import { knownKeys } from '../../src/cli/known-keys.ts';
import { writeEvidence } from '../../src/cli/write-evidence.ts';
import { isOnPath } from '../support/command-on-path.ts';
import { fakeIo } from '../support/fake-io.ts';
import { finishedRun } from '../support/finished-run.ts';

/** A finished run in the project of a team, with the keys that it has made, whose evidence is not yet written. */
async function team(...names: readonly string[]) {
  const made = await finishedRun();
  const { root, project, folder } = made;
  const { io, out, err } = fakeIo(root, { env: { KUNREN_KEYS: join(root, '..', 'own') } });
  for (const name of names) await keyNew(io, name, { passphrase: false });
  out.length = 0;
  err.length = 0;
  const write = () => writeEvidence(io, project, folder);
  const signature = async () => (await checkEvidence(folder, await knownKeys(io))).signature;
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const declare = (signWith: string) =>
    writeFile(
      project.environments,
      `sandbox:\n  kind: sandbox\n  region: ap-northeast-1\n  account: "000000000000"\n  sign-with: ${signWith}\n`,
    );
  return { ...made, io, out, err, write, signature, read, declare };
}

const BY = { name: 'lead', identity: 'os', host: 'host-1', via: 'command' } as const;

describe('the evidence of a finished run', { timeout: 60_000 }, () => {
  it('is signed by the team’s only key, without anybody’s doing', async () => {
    const here = await team('evidence');
    await here.write();
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'evidence' });
    expect(here.err).toEqual([]);
  });

  it('is not signed, and nothing is said, where the team has no key', async () => {
    const here = await team();
    await here.write();
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err).toEqual([]);
  });

  it('keeps its signature while it is true, also where the key is not at hand', async () => {
    const here = await team('evidence');
    await here.write();
    const [manifest, signature] = [
      await here.read('manifest.json'),
      await here.read('manifest.sig.json'),
    ];
    await here.write();
    expect(await here.read('manifest.json')).toBe(manifest);
    expect(await here.read('manifest.sig.json')).toBe(signature);
    await rm(join(here.root, '..', 'own'), { recursive: true });
    await here.write();
    expect(await here.read('manifest.sig.json')).toBe(signature);
    expect(here.err).toEqual([]);
  });

  it('is signed anew with what is added', async () => {
    const here = await team('evidence');
    await here.write();
    const before = await here.signature();
    const { io, project, run, folder } = here;
    await addToRun(io, project, { run, folder }, () => [
      { type: 'lesson.noted', data: { by: BY, text: 'Keep the number.' } },
    ]);
    const after = await checkEvidence(folder, await knownKeys(io));
    expect(after).toMatchObject({ good: true, signature: { state: 'known' } });
    expect(after.signature).not.toEqual(before);
  });

  it('loses a signature that is not true any more where the key is not at hand', async () => {
    const here = await team('evidence');
    await here.write();
    await rm(join(here.root, '..', 'own'), { recursive: true });
    await writeFile(join(here.folder, 'more.txt'), 'more');
    await here.write();
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err).toEqual([
      expect.stringContaining('the manifest is not signed: No private half of the team’s keys'),
      `  next: drill report ${here.run}   (signs it, where the key is)`,
      '  code: SIGNING_KEY_NOT_HERE',
    ]);
  });

  it('is signed by the key that the environment names, of several', async () => {
    const here = await team('first', 'second');
    await here.write();
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err.at(-1)).toBe('  code: SIGNING_KEY_AMBIGUOUS');
    await here.declare('second');
    await here.write();
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'second' });
    await here.declare('first');
    await here.write();
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'first' });
    await writeFile(join(here.folder, 'more.txt'), 'more');
    await here.declare('third');
    await here.write();
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err.at(-1)).toBe('  code: SIGNING_KEY_UNKNOWN');
  });

  it('is not signed by a retired key, whose older signatures still count', async () => {
    const here = await team('evidence');
    await here.write();
    await keyRetire(here.io, 'evidence');
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'evidence' });
    await writeFile(join(here.folder, 'more.txt'), 'more');
    await here.declare('evidence');
    await here.write();
    expect(here.err.at(-1)).toBe('  code: SIGNING_KEY_RETIRED');
    expect(await here.signature()).toEqual({ state: 'none' });
  });

  it('does not count when it was signed after its key was retired', async () => {
    const here = await team('evidence');
    await here.write();
    const path = join(here.project.keys, 'evidence.pem');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('-----', 'Retired: 2020-01-01T00:00:00.000Z\n-----'));
    const check = await checkEvidence(here.folder, await knownKeys(here.io));
    expect(check).toMatchObject({ good: false, signature: { state: 'retired' } });
  });

  it('is verified without a project by a key that the reviewer has, or by comparing its id', async () => {
    const here = await team('evidence', 'other');
    await here.declare('evidence');
    await here.write();
    const away = join(here.root, '..', 'away');
    await cp(here.folder, join(away, 'copy'), { recursive: true });
    await cp(here.project.keys, join(away, 'keys'), { recursive: true });
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

  it('has no signature by somebody who brings a key along that calls itself the team’s', async () => {
    const [here, forger] = [await team('evidence'), await team('evidence')];
    await here.write();
    await forger.write();
    for (const name of ['manifest.sig.json', 'manifest.json']) {
      await cp(join(forger.folder, name), join(here.folder, name));
    }
    const check = await checkEvidence(here.folder, await knownKeys(here.io));
    expect(check.signature).toMatchObject({ state: 'unknown' });
    expect(check.good).toBe(false);
  });

  it.runIf(isOnPath('openssl') && isOnPath('sha256sum'))('is checked by hand', async () => {
    const here = await team('evidence');
    await here.write();
    const sh = (script: string) =>
      execFileSync('sh', ['-c', script], { cwd: here.folder }).toString();
    const guide = await readFile('docs/verification.md', 'utf8');
    const [files, seal, signature] = [...guide.matchAll(/```sh\n(.*?)```/gs)].map(
      ([, text]) => text,
    );
    expect(sh(files ?? '')).toMatch(/^journal\.ndjson: OK$/m);
    expect(
      new Set(
        sh(seal ?? '')
          .trim()
          .split('\n'),
      ).size,
    ).toBe(1);
    expect(sh(signature ?? '')).toContain('Signature Verified Successfully');
    await writeFile(join(here.folder, 'report.md'), 'other');
    expect(() => sh(files ?? '')).toThrow();
  });
});
