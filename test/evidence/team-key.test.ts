import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { identifyKey } from '../../src/core/key-identity.ts';
import { parseTeamKey, type TeamKey, teamKeyText } from '../../src/evidence/team-key.ts';
import { isOnPath } from '../support/command-on-path.ts';

function newKey(type: 'ed25519' | 'p256' = 'ed25519'): TeamKey {
  const { publicKey } =
    type === 'ed25519'
      ? generateKeyPairSync('ed25519')
      : generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
  const identity = identifyKey(publicKey);
  if (!identity) throw new Error('Both are signed with.');
  return { name: 'evidence', ...identity };
}

const SINCE = '2026-11-24T01:00:00.000Z';
const RETIRED = '2027-11-24T01:00:00.000Z';

describe('the file of a public key', () => {
  it.each(['ed25519', 'p256'] as const)('is read as it was written, of %s', (type) => {
    const key = newKey(type);
    for (const one of [key, { ...key, since: SINCE }, { ...key, since: SINCE, retired: RETIRED }]) {
      expect(parseTeamKey('evidence', teamKeyText(one))).toEqual(one);
    }
  });

  it('may be nothing but a key in PEM', () => {
    const key = newKey();
    expect(parseTeamKey('evidence', key.publicKey)).toEqual(key);
  });

  it.runIf(isOnPath('openssl'))(
    'is read by OpenSSL as it stands, and has the id of its DER',
    () => {
      const key = newKey();
      const input = teamKeyText({ ...key, since: SINCE, retired: RETIRED });
      const der = execFileSync('openssl', ['pkey', '-pubin', '-outform', 'DER'], { input });
      const digest = execFileSync('openssl', ['dgst', '-sha256', '-r'], { input: der }).toString();
      expect(digest.slice(0, 64)).toBe(key.keyId);
    },
  );

  it('is refused when it names another key than it holds', () => {
    const text = teamKeyText(newKey());
    const swapped = text.slice(0, text.indexOf('-----')) + newKey().publicKey;
    expect(() => parseTeamKey('evidence', swapped)).toThrow(/not the one that its file names/);
  });

  it.each([
    ['a line that is not understood', 'Retierd: 2027-11-24T01:00:00.000Z\n'],
    ['a time that is none', 'Retired: yesterday\n'],
    ['a time that says two things', 'Retired: 2027-11-24\n'],
    ['two times', `Retired: ${RETIRED}\nRetired: ${SINCE}\n`],
  ])('is refused with %s, which may have said that the key is retired', (_what, line) => {
    expect(() => parseTeamKey('evidence', line + newKey().publicKey)).toThrow(
      expect.objectContaining({ code: 'SIGNING_KEY_UNFIT' }),
    );
  });

  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'secp384r1' });
  it.each([
    ['nothing', ''],
    ['no key', '-----BEGIN PUBLIC KEY-----\nnone\n-----END PUBLIC KEY-----\n'],
    ['a key of another kind', publicKey.export({ type: 'spki', format: 'pem' }).toString()],
    ['a private key', privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()],
  ])('is refused when it holds %s', (_what, text) => {
    expect(() => parseTeamKey('evidence', text)).toThrow(
      expect.objectContaining({ code: 'SIGNING_KEY_UNFIT' }),
    );
  });
});
