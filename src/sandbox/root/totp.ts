import { createHmac } from 'node:crypto';
import type { Ms } from '../../core/ports.ts';

/** One code is good for so long. */
export const STEP_MS: Ms = 30_000;

export interface TotpOptions {
  /** @default 6 */
  readonly digits?: number;
  /** @default sha1, which is what authenticators know */
  readonly algorithm?: 'sha1' | 'sha256' | 'sha512';
}

/** The number of the time step that an instant lies in. @param now ms since the epoch */
export function stepAt(now: number): number {
  return Math.floor(now / STEP_MS);
}

/** The code of a time step (RFC 6238; RFC 4226 with the step as its counter). */
export function totp(secret: Uint8Array, step: number, options: TotpOptions = {}): string {
  const { digits = 6, algorithm = 'sha1' } = options;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac(algorithm, secret).update(counter).digest();
  const offset = (mac.at(-1) ?? 0) & 0xf;
  const number = mac.readUInt32BE(offset) & 0x7fff_ffff;
  return String(number % 10 ** digits).padStart(digits, '0');
}
