import { createHash } from 'node:crypto';

/** Lower-case hex SHA-256 of bytes, of a text's in UTF-8. */
export function sha256(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

/**
 * SHA-256 of a value, independent of the order of keys. Functions count by their source text, and by what they carry: an
 * `assign` of xstate has the same text whatever it assigns.
 */
export function contentHash(value: unknown): string {
  return sha256(canonical(value));
}

function canonical(value: unknown): string {
  if (typeof value === 'function') {
    // How xstate does what an action says is xstate's own.
    const carried = { ...value, resolve: undefined, execute: undefined };
    return JSON.stringify(textOf(value)) + canonical(carried);
  }
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value !== null && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, inner]) => inner !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`);
    return `{${entries.join(',')}}`;
  }
  return JSON.stringify(value) ?? 'null';
}

/** A bundler tells two of one name apart by a number that depends on all that it bundles. */
function textOf(value: unknown): string {
  return String(value)
    .replace(/\s+/g, ' ')
    .replace(/(?<=\w)\$\d+\b/g, '');
}
