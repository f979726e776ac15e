import { generateKeyPairSync, verify } from 'node:crypto';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  findPrivateKey,
  makePrivateKey,
  openPrivateKey,
  type PrivateKeyFile,
} from '../../src/evidence/private-key.ts';

async function made(passphrase?: string) {
  const base = await mkdtemp(join(tmpdir(), 'kunren-keys-'));
  onTestFinished(() => rm(base, { recursive: true, force: true }));
  const folder = join(base, 'config', 'keys');
  const { path, ...identity } = await makePrivateKey(folder, passphrase);
  const file = await findPrivateKey(folder, identity.keyId);
  if (!file) throw new Error('It was written.');
  return { folder, path, identity, file };
}

const MESSAGE = Buffer.from('what was done');

async function failureOf(
  { file, identity }: Pick<Awaited<ReturnType<typeof made>>, 'file' | 'identity'>,
  passphrase?: string,
) {
  return await openPrivateKey(file, identity, passphrase).then(
    () => undefined,
    ({ code }) => code,
  );
}

describe('a private key on this machine', () => {
  it('is its owner’s alone, and signs for its public half', async () => {
    const { folder, file, identity } = await made();
    expect((await stat(file.path)).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    const signer = await openPrivateKey(file, identity);
    const signature = await signer.sign(MESSAGE);
    expect(verify(null, MESSAGE, identity.publicKey, signature)).toBe(true);
    expect(signer).toMatchObject(identity);
  });

  it('is only found by its own id', async () => {
    const { folder } = await made();
    expect(await findPrivateKey(folder, '0'.repeat(64))).toBeUndefined();
    expect(await findPrivateKey(join(folder, 'none'), '0'.repeat(64))).toBeUndefined();
  });

  it('is opened with its passphrase only, where it has one', async () => {
    const one = await made('correct horse');
    expect(one.file.isEncrypted).toBe(true);
    expect(await failureOf(one, 'correct horse')).toBeUndefined();
    expect(await failureOf(one, 'wrong horse')).toBe('SIGNING_KEY_PASSPHRASE_WRONG');
    expect(await failureOf(one)).toBe('SIGNING_KEY_LOCKED');
  });

  it('needs no passphrase that it does not have', async () => {
    expect(await failureOf(await made(), 'for another key')).toBeUndefined();
  });

  it.each([0o640, 0o604, 0o620])('is refused where others may use it, %o', async (mode) => {
    const one = await made();
    await chmod(one.file.path, mode);
    expect(await failureOf(one)).toBe('SIGNING_KEY_EXPOSED');
  });

  it('is refused when it is another one', async () => {
    const [one, other] = [await made(), await made()];
    await writeFile(one.file.path, await readFile(other.file.path));
    expect(await failureOf(one)).toBe('SIGNING_KEY_CHANGED');
  });

  it.each([
    ['no key', 'hello'],
    [
      'a key of another kind',
      generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
        .privateKey.export({ type: 'pkcs8', format: 'pem' })
        .toString(),
    ],
  ])('is refused when it is %s', async (_what, text) => {
    const one = await made();
    await writeFile(one.file.path, text);
    const file: PrivateKeyFile = { ...one.file };
    expect(await failureOf({ ...one, file })).toBe('SIGNING_KEY_UNFIT');
  });

  it('says where it could not be written, and leaves nothing behind', async () => {
    const { path } = await made();
    await expect(makePrivateKey(join(path, 'below-a-file'))).rejects.toMatchObject({
      code: 'SIGNING_KEY_UNWRITABLE',
    });
    expect(await readdir(join(path, '..'))).toHaveLength(1);
  });
});
