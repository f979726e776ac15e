import { KunrenError } from '../../core/failure.ts';

/** `+`, the country's code without leading zeros, digits only: what AWS can call. */
const CALLABLE = /^\+[1-9]\d{6,14}$/;

export function isCallable(phone: string): boolean {
  return CALLABLE.test(phone);
}

/** @throws KunrenError `PHONE_INVALID` (class `input`). */
export function demandCallable(phone: string): void {
  if (isCallable(phone)) return;
  throw new KunrenError({
    code: 'PHONE_INVALID',
    message: `"${phone}" is not a phone number that AWS can call: + and country code without leading zeros, then digits without spaces, e.g. +81312345678.`,
    class: 'input',
  });
}
