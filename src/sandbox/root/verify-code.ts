import { fromBase32 } from './base32.ts';
import type { MfaDevice } from './root-state.ts';
import { stepAt, totp } from './totp.ts';

/** Clocks differ: the code before and the one after are taken too. */
const DRIFT = 1;

/** The step, near now, whose code this is; `undefined` when it is no such code. */
function stepOfCode(secret: string, code: string, now: number): number | undefined {
  const key = fromBase32(secret);
  const current = stepAt(now);
  for (let step = current - DRIFT; step <= current + DRIFT; step += 1) {
    if (totp(key, step) === code) return step;
  }
  return undefined;
}

/** Whether the code is one of the device's, and newer than the last one that was used; it is used from now on. */
export function useCode(device: MfaDevice, code: string, now: number): boolean {
  const step = stepOfCode(device.secret, code, now);
  if (step === undefined || step <= device.usedStep) return false;
  device.usedStep = step;
  return true;
}

/** Whether these are two codes in a row: what a device is registered with. @returns the step of the second one */
export function stepOfPair(
  secret: string,
  first: string,
  second: string,
  now: number,
): number | undefined {
  const key = fromBase32(secret);
  const current = stepAt(now);
  // A person types for a while: the first code may be old by now.
  for (let step = current - DRIFT - 2; step < current + DRIFT; step += 1) {
    if (totp(key, step) === first && totp(key, step + 1) === second) return step + 1;
  }
  return undefined;
}
