import { execFileSync } from 'node:child_process';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keyRetire } from '../../../src/cli/commands/key.ts';
import { checkManifestSignature } from '../../../src/cli/evidence/check-signature.ts';
import { knownKeys } from '../../../src/cli/evidence/known-keys.ts';
import { isOnPath } from '../../support/command-on-path.ts';
import { sealedRun } from '../../support/sealed-run.ts';

/** A sealed run, and what its signature is worth to the team. */
async function team(...names: readonly string[]) {
  const made = await sealedRun(...names);
  const { folder, io, project } = made;
  const signature = async () => checkManifestSignature(folder, await knownKeys(io));
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  const declare = (signWith: string) =>
    writeFile(
      project.environments,
      `sandbox:\n  kind: sandbox\n  region: ap-northeast-1\n  account: "000000000000"\n  sign-with: ${signWith}\n`,
    );
  return { ...made, signature, read, declare };
}

describe('the manifest of a finished run', { timeout: 60_000 }, () => {
  it('is signed by the team’s only key, without anybody’s doing', async () => {
    const here = await team('evidence');
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'evidence' });
    expect(here.err).toEqual([]);
  });

  it('is not signed, and nothing is said, where the team has no key', async () => {
    const here = await team();
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err).toEqual([]);
  });

  it('keeps its signature while it is true, also where the key is not at hand', async () => {
    const here = await team('evidence');
    const [manifest, signature] = [
      await here.read('manifest.json'),
      await here.read('manifest.sig.json'),
    ];
    await here.seal();
    expect(await here.read('manifest.json')).toBe(manifest);
    expect(await here.read('manifest.sig.json')).toBe(signature);
    await rm(join(here.root, '..', 'own'), { recursive: true });
    await here.seal();
    expect(await here.read('manifest.sig.json')).toBe(signature);
    expect(here.err).toEqual([]);
  });

  it('loses a signature that is not true any more where the key is not at hand', async () => {
    const here = await team('evidence');
    await rm(join(here.root, '..', 'own'), { recursive: true });
    await writeFile(join(here.folder, 'more.txt'), 'more');
    await here.seal();
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err).toEqual([
      expect.stringContaining('the manifest is not signed: No private half of the team’s keys'),
      `  next: drill report ${here.run}   (signs it, where the key is)`,
      '  code: SIGNING_KEY_NOT_HERE',
    ]);
  });

  it('is not signed, and that is said with what to do, where the team’s only key was changed', async () => {
    const here = await team('evidence');
    const path = join(here.project.keys, 'evidence.pem');
    await writeFile(path, (await readFile(path, 'utf8')).replace(/^Id: ....../, 'Id: 000000'));
    await writeFile(join(here.folder, 'more.txt'), 'more');
    await here.seal();
    expect(here.err).toEqual([
      expect.stringContaining('the manifest is not signed: The key evidence is not the one'),
      `  next: drill report ${here.run}   (signs it, where the key is)`,
      '  code: SIGNING_KEY_CHANGED',
    ]);
    expect(await here.signature()).toEqual({ state: 'none' });
  });

  it('is signed by the key that the environment names, of several', async () => {
    const here = await team('first', 'second');
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err.at(-1)).toBe('  code: SIGNING_KEY_AMBIGUOUS');
    await here.declare('second');
    await here.seal();
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'second' });
    await here.declare('first');
    await here.seal();
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'first' });
    await writeFile(join(here.folder, 'more.txt'), 'more');
    await here.declare('third');
    await here.seal();
    expect(await here.signature()).toEqual({ state: 'none' });
    expect(here.err.at(-1)).toBe('  code: SIGNING_KEY_UNKNOWN');
  });

  it('is not signed by a retired key, whose older signatures still count', async () => {
    const here = await team('evidence');
    await keyRetire(here.io, 'evidence');
    expect(await here.signature()).toMatchObject({ state: 'known', name: 'evidence' });
    await writeFile(join(here.folder, 'more.txt'), 'more');
    await here.declare('evidence');
    await here.seal();
    expect(here.err.at(-1)).toBe('  code: SIGNING_KEY_RETIRED');
    expect(await here.signature()).toEqual({ state: 'none' });
  });

  it('does not count when it was signed after its key was retired', async () => {
    const here = await team('evidence');
    const path = join(here.project.keys, 'evidence.pem');
    const text = await readFile(path, 'utf8');
    await writeFile(path, text.replace('-----', 'Retired: 2020-01-01T00:00:00.000Z\n-----'));
    expect(await here.signature()).toMatchObject({ state: 'retired', name: 'evidence' });
  });

  it('has no signature by somebody who brings a key along that calls itself the team’s', async () => {
    const [here, forger] = [await team('evidence'), await team('evidence')];
    for (const name of ['manifest.sig.json', 'manifest.json']) {
      await cp(join(forger.folder, name), join(here.folder, name));
    }
    expect(await here.signature()).toMatchObject({ state: 'unknown' });
  });

  it.runIf(isOnPath('openssl') && isOnPath('sha256sum'))('is checked by hand', async () => {
    const here = await team('evidence');
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
    await writeFile(join(here.folder, 'report.html'), 'other');
    expect(() => sh(files ?? '')).toThrow();
  });
});
