import { createECDH, type KeyObject, randomBytes } from 'node:crypto';

/** Order of the group of P-256. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** ECDSA on P-256 over a digest. Node signs messages only, and would hash the digest once more. @returns DER */
export function signDigest(digest: Uint8Array, key: KeyObject): Buffer {
  const d = numberOf(Buffer.from(key.export({ format: 'jwk' }).d ?? '', 'base64url'));
  for (;;) {
    const k = numberOf(randomBytes(32)) % N;
    if (k === 0n) continue;
    const point = createECDH('prime256v1');
    point.setPrivateKey(bytesOf(k));
    const r = numberOf(point.getPublicKey().subarray(1, 33)) % N;
    const s = (inverse(k) * (numberOf(digest) + r * d)) % N;
    if (r !== 0n && s !== 0n) return derOf([r, s]);
  }
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

function bytesOf(number: bigint): Buffer {
  return Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
}

/** By Fermat: the order is prime. */
function inverse(of: bigint): bigint {
  let result = 1n;
  let base = of;
  for (let exponent = N - 2n; exponent > 0n; exponent >>= 1n) {
    if (exponent & 1n) result = (result * base) % N;
    base = (base * base) % N;
  }
  return result;
}

/** A SEQUENCE of INTEGERs. */
function derOf(numbers: readonly bigint[]): Buffer {
  const integers = numbers.map((number) => {
    const hex = number.toString(16);
    const bytes = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
    // A first bit that is set would make it negative.
    const positive = (bytes[0] ?? 0) < 0x80 ? bytes : Buffer.concat([Buffer.alloc(1), bytes]);
    return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
  });
  const content = Buffer.concat(integers);
  return Buffer.concat([Buffer.from([0x30, content.length]), content]);
}
