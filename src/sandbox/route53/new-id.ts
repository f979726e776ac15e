import { randomInt } from 'node:crypto';
import type { Random } from '../../core/ports.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const STEPS = 2 ** 47;

/** An id as Route 53 gives them, e.g. `Z0123456789ABCDEFGHIJ`. */
export function newId(first: 'C' | 'Z'): string {
  return `${first}0${Array.from({ length: 19 }, () => ALPHABET[randomInt(ALPHABET.length)]).join('')}`;
}

/** Four name servers, as a new zone gets them. */
export function newNameServers(): string[] {
  return ['com', 'net', 'org', 'co.uk'].map((top, index) => {
    const server = index * 512 + randomInt(512);
    return `ns-${server}.awsdns-${String(server % 64).padStart(2, '0')}.${top}`;
  });
}

/** The dice of the name servers. */
export const systemRandom: Random = () => randomInt(STEPS) / STEPS;
