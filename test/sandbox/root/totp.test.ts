import { expect, test } from 'vitest';
import { fromBase32, toBase32 } from '../../../src/sandbox/root/base32.ts';
import { stepAt, totp } from '../../../src/sandbox/root/totp.ts';

/** RFC 6238, appendix B: seconds, and the codes by SHA-1, SHA-256 and SHA-512. */
const VECTORS = [
  [59, '94287082', '46119246', '90693936'],
  [1_111_111_109, '07081804', '68084774', '25091201'],
  [1_111_111_111, '14050471', '67062674', '99943326'],
  [1_234_567_890, '89005924', '91819424', '93441116'],
  [2_000_000_000, '69279037', '90698825', '38618901'],
  [20_000_000_000, '65353130', '77737706', '47863826'],
] as const;

const seed = (length: number) => Buffer.from('1234567890'.repeat(7).slice(0, length));

test.each(VECTORS)(
  'the codes at %i seconds are those of RFC 6238',
  (seconds, sha1, sha256, sha512) => {
    const step = stepAt(seconds * 1000);
    const digits = 8;
    expect(totp(seed(20), step, { digits })).toBe(sha1);
    expect(totp(seed(32), step, { digits, algorithm: 'sha256' })).toBe(sha256);
    expect(totp(seed(64), step, { digits, algorithm: 'sha512' })).toBe(sha512);
  },
);

/** RFC 4226, appendix D. */
test('six digits are the values of RFC 4226', () => {
  const codes = Array.from({ length: 10 }, (_, counter) => totp(seed(20), counter));
  expect(codes).toEqual([
    '755224',
    '287082',
    '359152',
    '969429',
    '338314',
    '254676',
    '287922',
    '162583',
    '399871',
    '520489',
  ]);
});

/** RFC 4648, section 10. */
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('"%s" is %s in Base32, and back', (text, base32) => {
  expect(toBase32(Buffer.from(text))).toBe(base32);
  expect(Buffer.from(fromBase32(base32)).toString()).toBe(text);
});

test('Base32 is read as people write it, and nothing else is', () => {
  expect(Buffer.from(fromBase32('mzxw 6ytb oi==')).toString()).toBe('foobar');
  expect(() => fromBase32('MZXW1')).toThrow('"1" is no letter of Base32.');
});
