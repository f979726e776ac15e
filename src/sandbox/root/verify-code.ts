import { fromBase32 } from './base32.ts';
import type { MfaDevice } from './root-state.ts';
import { stepAt, totp } from './totp.ts';

/** Clocks differ: the code before and the one after are taken too. */
const DRIFT = 1;
/** How far a device may be off for a resynchronization: an hour to either side. */
const RESYNC_STEPS = 120;

/** The step, near the device's now, whose code this is; `undefined` when it is no such code. */
function stepOfCode(device: MfaDevice, code: string, now: number): number | undefined {
  const key = fromBase32(device.secret);
  const current = stepAt(now) - (device.stepsAllowed ?? 0);
  for (let step = current - DRIFT; step <= current + DRIFT; step += 1) {
    if (totp(key, step) === code) return step;
  }
  return undefined;
}

/** Whether the code is one of the device's, and newer than the last one that was used; it is used from now on. */
export function useCode(device: MfaDevice, code: string, now: number): boolean {
  const step = stepOfCode(device, code, now);
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
  const current = stepAt(now);
  // A person types for a while: the first code may be old by now.
  return pairBetween(secret, [first, second], current - DRIFT - 2, current + DRIFT);
}

/**
 * Finds with two codes in a row how far the device's clock is off, and allows for it from now on.
 * @returns whether they are two codes of this device, neither of them used before
 */
export function resync(device: MfaDevice, first: string, second: string, now: number): boolean {
  const current = stepAt(now);
  const bounds = [current - RESYNC_STEPS, current + RESYNC_STEPS] as const;
  const step = pairBetween(device.secret, [first, second], ...bounds);
  if (step === undefined || step - 1 <= device.usedStep) return false;
  device.stepsAllowed = current - step;
  device.usedStep = step;
  return true;
}

/** @returns the step of the second code */
function pairBetween(
  secret: string,
  [first, second]: readonly [string, string],
  from: number,
  to: number,
): number | undefined {
  const key = fromBase32(secret);
  for (let step = from; step < to; step += 1) {
    if (totp(key, step) === first && totp(key, step + 1) === second) return step + 1;
  }
  return undefined;
}
