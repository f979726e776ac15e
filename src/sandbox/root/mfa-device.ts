import { randomBytes } from 'node:crypto';
import type { Instant } from '../../core/ports.ts';
import { toBase32 } from './base32.ts';
import type { MfaDevice } from './root-state.ts';

const SECRET_BYTES = 20;

/** A virtual device with a secret of its own. */
export function newMfaDevice(
  account: string,
  name: string,
  holder: MfaDevice['holder'],
  now: Instant,
): MfaDevice {
  const serial = mfaSerial(account, name);
  return { serial, secret: newMfaSecret(), enabledAt: now, holder, usedStep: 0 };
}

/** In Base32. */
export function newMfaSecret(): string {
  return toBase32(randomBytes(SECRET_BYTES));
}

export function mfaSerial(account: string, name: string): string {
  return `arn:aws:iam::${account}:mfa/${name}`;
}
