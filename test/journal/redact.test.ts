import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/core/failure.ts';
import { continueChain } from '../../src/journal/chain.ts';
import { EMPTY_CHAIN } from '../../src/journal/record-line.ts';
import { createRedactor, REDACTED } from '../../src/journal/redact.ts';
import { FakeClock } from '../support/fake-clock.ts';
import { note } from './journal-parts.ts';
import { anyContent } from './support.ts';

function redactorOf(...secrets: readonly string[]) {
  const redactor = createRedactor();
  for (const [n, secret] of secrets.entries()) redactor.vault.put(`secret-${n}`, secret);
  return redactor;
}

/** Every string in a value, names included. */
function stringsIn(value: Json | undefined): readonly string[] {
  if (typeof value === 'string') return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...stringsIn(inner)]);
}

const secretText = fc.string({ unit: 'binary', minLength: 4, maxLength: 40 });

describe('a registered secret', () => {
  const secret = 'p"a/s+s w=ö';
  const hide = (text: string) => redactorOf(secret).redact({ text });

  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify({ x: secret }).slice(6, -2)],
    ['in JSON inside JSON', JSON.stringify(JSON.stringify(secret)).slice(3, -3)],
    ['percent-encoded', encodeURIComponent(secret)],
    ['percent-encoded in lower case', encodeURIComponent(secret).toLowerCase()],
    ['in a form', new URLSearchParams({ a: secret }).toString().slice(2)],
    ['in base64', Buffer.from(secret).toString('base64')],
    ['in base64url', Buffer.from(secret).toString('base64url')],
  ])('is replaced %s', (_, written) => {
    expect(hide(`before ${written} after`)).toEqual({ text: `before ${REDACTED} after` });
  });

  it.each(['u:', 'us:', 'use:'])('is replaced inside base64 of a longer value (%s…)', (before) => {
    const whole = Buffer.from(`${before}${secret}:tail`).toString('base64');
    const { text } = hide(`Basic ${whole}`) as { readonly text: string };
    expect(text).toContain(REDACTED);
    const left = text.replace('Basic ', '').split(REDACTED);
    for (const piece of left) {
      expect(Buffer.from(piece, 'base64').toString('utf8')).not.toContain('a/s');
    }
  });

  it('is replaced in a name, but not in the names of the record itself', () => {
    const redactor = redactorOf('activity');
    expect(redactor.redact({ activity: { activity: 'an activity' } })).toEqual({
      activity: { [REDACTED]: `an ${REDACTED}` },
    });
  });

  it('leaves no part of two secrets that overlap', () => {
    expect(redactorOf('abcdef', 'defghi').redact({ text: '-abcdefghi-' })).toEqual({
      text: `-${REDACTED}-`,
    });
    expect(redactorOf('abcdefgh', 'cdef').redact({ text: '-abcdefgh-' })).toEqual({
      text: `-${REDACTED}-`,
    });
  });

  it('stays one after its name has got another value', () => {
    const { vault, redact } = createRedactor();
    vault.put('password', 'first-value');
    vault.put('password', 'second-value');
    expect(vault.get('password')).toBe('second-value');
    expect(redact({ text: 'first-value second-value' })).toEqual({
      text: `${REDACTED} ${REDACTED}`,
    });
  });

  it('of less than four characters is not searched for, or every record would be full of holes', () => {
    expect(redactorOf('abc', '').redact({ text: 'abcabc' })).toEqual({ text: 'abcabc' });
  });

  it('never stands in the bytes of the file, whatever the record', () => {
    const wordy = fc.string({ unit: 'grapheme', minLength: 8, maxLength: 40 });
    fc.assert(
      fc.property(wordy, anyContent, anyContent, (secret, content, around) => {
        const lineOf = (...parts: readonly Json[]) => {
          const { redact } = redactorOf(secret);
          return continueChain(EMPTY_CHAIN, { clock: new FakeClock(), redact }).add(note(parts))
            .line;
        };
        // What a record spells by itself, by its field names or its own escapes, is no leak.
        fc.pre(!lineOf(content, around, REDACTED).includes(secret));
        const text = JSON.stringify(around);
        const line = lineOf(content, secret, { [secret]: around }, `${text}${secret}${text}`);
        expect(line).not.toContain(secret);
        expect(line).not.toContain(JSON.stringify(secret).slice(1, -1));
      }),
    );
  });

  it('never remains in any string, whatever the record', () => {
    const records = fc.tuple(secretText, secretText, anyContent, fc.string(), fc.string());
    fc.assert(
      fc.property(records, ([secret, other, content, before, after]) => {
        // A mark that stands for one secret may itself spell another.
        fc.pre([...`${before}${after}`, REDACTED].every((text) => !text.includes(secret)));
        const value: Json = {
          content,
          text: `${before}${secret}${after}`,
          list: [{ [`${secret}${before}`]: secret }, `${other}${secret}`],
          json: JSON.stringify({ a: `${secret}${after}` }),
          url: `postgres://user:${encodeURIComponent(secret.toWellFormed())}@host/db`,
          basic: Buffer.from(secret, 'utf8').toString('base64'),
        };
        const shown = stringsIn(redactorOf(secret, other).redact(value));
        const pieces = shown.flatMap((text) => text.split(REDACTED));
        expect(pieces.filter((text) => text.includes(secret))).toEqual([]);
      }),
    );
  });
});

describe('a value under the name of a secret', () => {
  it.each([
    'password',
    'masterUserPassword',
    'MasterUserPassword',
    'SecretAccessKey',
    'sessionToken',
    'X-Amz-Security-Token',
    'Authorization',
    'PGPASSWORD',
  ])('%s is always hidden', (name) => {
    const { redact } = createRedactor();
    expect(redact({ input: { [name]: 'x1' } })).toEqual({ input: { [name]: REDACTED } });
    expect(redact({ input: { [name]: { deep: ['x1'] } } })).toEqual({
      input: { [name]: REDACTED },
    });
    expect(redact({ input: { [name]: 12345678 } })).toEqual({ input: { [name]: REDACTED } });
  });

  it.each(['sourcePasswordEnv', 'idempotencyToken', 'ClientRequestToken', 'nextToken', 'name'])(
    '%s is not one',
    (name) => {
      expect(createRedactor().redact({ [name]: 'visible' })).toEqual({ [name]: 'visible' });
    },
  );

  it('may show that it is set or not', () => {
    const value = { manageMasterUserPassword: true, password: null };
    expect(createRedactor().redact(value)).toEqual(value);
  });
});

describe('redact', () => {
  it('changes nothing else', () => {
    fc.assert(
      fc.property(anyContent, (content) => {
        const named = /passw|secret|token|authorization|key/i;
        fc.pre(!stringsIn(content).some((text) => named.test(text)));
        expect(createRedactor().redact({ content })).toEqual({ content });
      }),
    );
  });

  it('gives the same again when it is given its own result', () => {
    fc.assert(
      fc.property(secretText, anyContent, (secret, content) => {
        fc.pre(!REDACTED.includes(secret) && !secret.includes('redacted'));
        const { redact } = redactorOf(secret);
        const once = redact({ content, text: `x${secret}` });
        expect(redact(once)).toEqual(once);
      }),
    );
  });
});
