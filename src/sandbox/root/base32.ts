const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** RFC 4648, without padding. */
export function toBase32(bytes: Uint8Array): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups.map((group) => ALPHABET[Number.parseInt(group.padEnd(5, '0'), 2)]).join('');
}

/** Reads what `toBase32` writes; spaces, padding and lower case are taken too. @throws RangeError for anything else. */
export function fromBase32(text: string): Uint8Array {
  const bits = [...text.replace(/[\s=]/g, '').toUpperCase()].map((letter) => {
    const value = ALPHABET.indexOf(letter);
    if (value < 0) throw new RangeError(`"${letter}" is no letter of Base32.`);
    return value.toString(2).padStart(5, '0');
  });
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Uint8Array.from(bytes, (byte) => Number.parseInt(byte, 2));
}
