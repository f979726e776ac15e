import type { Json } from '../core/failure.ts';
import type { SecretVault } from '../core/ports.ts';

/** What stands in the place of a secret. */
export const REDACTED = '[redacted]';

/** Shorter values are too common to be searched for. */
const SHORTEST_SECRET = 4;

/** Shorter pieces of base64 would hit ordinary text. */
const SHORTEST_BASE64_PIECE = 8;

/** Names whose value is a secret, whatever it is; compared in lower case, letters and digits only. */
const SECRET_NAME =
  /(password|passwd|secretaccesskey|sessiontoken|securitytoken|authorization|secretstring|privatekey|apikey)$/;

/** Holds the secrets of one process, and takes them out of whatever goes to the journal. */
export interface Redactor {
  readonly vault: SecretVault;
  /**
   * Replaces every registered secret of at least 4 characters in any string, and every value that
   * stands under the name of a secret. The fields of a record's own `data` keep their names.
   */
  redact(value: Json): Json;
}

export function createRedactor(): Redactor {
  const secrets = new Map<string, string>();
  /** Grows only: a value stays secret when its name gets another one. */
  const needles = new Set<string>();

  const clean = (text: string): string => {
    const hits: [start: number, end: number][] = [];
    for (const needle of needles) {
      for (let at = text.indexOf(needle); at !== -1; at = text.indexOf(needle, at + 1)) {
        hits.push([at, at + needle.length]);
      }
    }
    return hits.length === 0 ? text : cut(text, hits);
  };

  const walk = (value: Json, depth: number): Json => {
    if (typeof value === 'string') return clean(value);
    if (typeof value !== 'object' || value === null) return value;
    if (isList(value)) return value.map((inner) => walk(inner, depth + 1));
    const entries = Object.entries(value).flatMap(([name, inner]): [string, Json][] => {
      if (inner === undefined) return [];
      // The outermost names are the record's schema; a secret that is an ordinary word must not break it.
      const shown = depth === 0 ? name : clean(name);
      return [[shown, namesSecret(name) ? conceal(inner) : walk(inner, depth + 1)]];
    });
    return Object.fromEntries(entries);
  };

  return {
    vault: {
      put(name, value) {
        secrets.set(name, value);
        if (value.length < SHORTEST_SECRET) return;
        for (const form of formsOf(value)) needles.add(form);
      },
      get: (name) => secrets.get(name),
    },
    redact: (value) => walk(value, 0),
  };
}

/** Every way in which a secret may be written inside a string. */
function formsOf(secret: string): readonly string[] {
  const escaped = JSON.stringify(secret).slice(1, -1);
  const wellFormed = secret.toWellFormed();
  const percent = encodeURIComponent(wellFormed);
  const form = new URLSearchParams({ s: wellFormed }).toString().slice(2);
  const lowerCase = (text: string) => text.replace(/%[0-9A-F]{2}/g, (code) => code.toLowerCase());
  return [
    secret,
    escaped,
    // Inside JSON that itself is a string of JSON.
    JSON.stringify(escaped).slice(1, -1),
    percent,
    lowerCase(percent),
    encodeURI(wellFormed),
    form,
    lowerCase(form),
    ...base64FormsOf(secret),
  ];
}

/**
 * Base64 of the secret alone, and the digits that stand for it inside a longer value such as
 * `user:secret`: those differ with the number of bytes before, modulo 3.
 */
function base64FormsOf(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const pieces = [0, 1, 2]
    .map((before) => {
      const digits = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
      const first = Math.ceil((before * 8) / 6);
      return digits.slice(first, Math.floor(((before + bytes.length) * 8) / 6));
    })
    .filter((piece) => piece.length >= SHORTEST_BASE64_PIECE);
  const whole = bytes.toString('base64');
  return [whole, whole.replace(/=+$/, ''), ...pieces].flatMap((digits) => [
    digits,
    digits.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
}

/** Replaces places that may overlap, each run of them by one mark. */
function cut(text: string, hits: [start: number, end: number][]): string {
  let result = '';
  let covered = 0;
  for (const [start, end] of hits.sort(([a], [b]) => a - b)) {
    if (start >= covered) result += text.slice(covered, start) + REDACTED;
    covered = Math.max(covered, end);
  }
  return result + text.slice(covered);
}

function namesSecret(name: string): boolean {
  return SECRET_NAME.test(name.toLowerCase().replace(/[^a-z0-9]/g, ''));
}

/** Whether something is set may be seen; what it is may not. */
function conceal(value: Json): Json {
  return value === null || typeof value === 'boolean' ? value : REDACTED;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
