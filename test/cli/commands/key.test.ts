import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { keyList, keyNew, keyRetire } from '../../../src/cli/commands/key.ts';
import { fakeIo } from '../../support/fake-io.ts';

async function team(env: NodeJS.ProcessEnv = {}) {
  const base = await mkdtemp(join(tmpdir(), 'kunren-team-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const root = join(base, 'project');
  await mkdir(join(root, 'drills'), { recursive: true });
  const own = join(base, 'own');
  const { io, out, err } = fakeIo(root, { env: { KUNREN_KEYS: own, ...env } });
  const make = (name = 'evidence', passphrase = false) => keyNew(io, name, { passphrase });
  const list = async () => {
    out.length = 0;
    await keyList(io, { output: 'json' });
    return JSON.parse(out[0] ?? '[]');
  };
  return { base, root, own, io, out, err, make, list };
}

const mine = ({ own }: { own: string }) => readdir(own).catch(() => []);

describe('drill key', () => {
  it('makes a key, half for the project and half for this machine, and shows no secret', async () => {
    const here = await team();
    expect(await here.make()).toBe(0);
    const [file = ''] = await mine(here);
    const secret = await readFile(join(here.own, file), 'utf8');
    expect(secret).toContain('-----BEGIN PRIVATE KEY-----');
    expect([...here.out, ...here.err].join('\n')).not.toContain(secret.split('\n')[1]);
    const shared = await readFile(join(here.root, 'drills/keys/evidence.pem'), 'utf8');
    expect(shared).toContain('-----BEGIN PUBLIC KEY-----');
    expect(await here.list()).toMatchObject([
      { name: 'evidence', isHere: true, algorithm: 'ed25519' },
    ]);
    expect(here.out.join('\n')).not.toContain('retired');
  });

  it('knows a key of which the other half is elsewhere', async () => {
    const here = await team();
    await here.make();
    await rm(here.own, { recursive: true });
    expect(await here.list()).toMatchObject([{ name: 'evidence', isHere: false }]);
    await keyList(here.io, { output: 'text' });
    expect(here.out.join('\n')).toContain('private half not here');
  });

  it('never makes one over another', async () => {
    const here = await team();
    await here.make();
    const before = await readFile(join(here.root, 'drills/keys/evidence.pem'));
    await expect(here.make()).rejects.toMatchObject({ code: 'SIGNING_KEY_EXISTS' });
    expect(await readFile(join(here.root, 'drills/keys/evidence.pem'))).toEqual(before);
    expect(await mine(here)).toHaveLength(1);
  });

  it.each(['', 'Evidence', '../evidence', 'a--b', '1', 'a'.repeat(65)])(
    'takes no name like %j',
    async (name) => {
      const here = await team();
      await expect(here.make(name)).rejects.toMatchObject({ code: 'SIGNING_KEY_NAME_INVALID' });
      expect(await mine(here)).toEqual([]);
    },
  );

  it('leaves no private half without its public one', async () => {
    const here = await team();
    await writeFile(join(here.root, 'drills/keys'), 'in the way');
    await expect(here.make()).rejects.toMatchObject({ code: 'SIGNING_KEY_UNWRITABLE' });
    expect(await mine(here)).toEqual([]);
  });

  it('keeps private keys out of the repository, whose root may be above the project', async () => {
    const here = await team();
    await mkdir(join(here.base, '.git'));
    await expect(here.make()).rejects.toMatchObject({ code: 'SIGNING_KEY_FOLDER' });
    await rm(join(here.base, '.git'), { recursive: true });
    const inside = fakeIo(here.root, { env: { KUNREN_KEYS: 'drills/own' } });
    await expect(keyNew(inside.io, 'evidence', { passphrase: false })).rejects.toMatchObject({
      code: 'SIGNING_KEY_FOLDER',
    });
  });

  it('encrypts the private half where there is a passphrase, and demands one where it is told to', async () => {
    const here = await team({ KUNREN_KEY_PASSPHRASE: 'correct horse' });
    await here.make('evidence', true);
    const [file = ''] = await mine(here);
    const text = await readFile(join(here.own, file), 'utf8');
    expect(text).toContain('-----BEGIN ENCRYPTED PRIVATE KEY-----');
    const key = join(here.own, file);
    const open = (pass: string) =>
      execFileSync('openssl', ['pkey', '-in', key, '-passin', `pass:${pass}`, '-noout'], {
        stdio: 'ignore',
      });
    expect(() => open('correct horse')).not.toThrow();
    expect(() => open('wrong horse')).toThrow();
    const nobody = await team();
    await expect(nobody.make('evidence', true)).rejects.toMatchObject({
      code: 'SIGNING_KEY_LOCKED',
    });
    expect(await mine(nobody)).toEqual([]);
  });

  it('retires a key once, with the moment', async () => {
    const here = await team();
    await here.make();
    expect(await keyRetire(here.io, 'evidence')).toBe(0);
    expect(await here.list()).toMatchObject([{ retired: expect.stringMatching(/^\d{4}-.*Z$/) }]);
    await expect(keyRetire(here.io, 'evidence')).rejects.toMatchObject({
      code: 'SIGNING_KEY_RETIRED',
    });
    await expect(keyRetire(here.io, 'other')).rejects.toMatchObject({
      code: 'SIGNING_KEY_UNKNOWN',
    });
  });

  it('lists the others when one cannot be used', async () => {
    const here = await team();
    await here.make();
    await writeFile(join(here.root, 'drills/keys/old.pem'), 'nothing');
    expect(await keyList(here.io, { output: 'text' })).toBe(2);
    expect(here.out.join('\n')).toContain('evidence');
    expect(here.err.join('\n')).toContain('The key old cannot be used');
  });

  it('says so where there is none', async () => {
    const here = await team();
    expect(await keyList(here.io, { output: 'text' })).toBe(0);
    expect(here.out).toEqual(['The team has no key, so nothing is signed.']);
  });
});
