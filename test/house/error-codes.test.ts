import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from './lint-probes.ts';

/** Written like codes, but names of something else: variables, files, errors of Node, tokens of YAML. */
const OTHER_NAMES =
  /^(?:EAI|ERR|KUNREN|LC|PG|QUOTE)_|^(?:DRILL_(?:ADMIN|SOURCE)_PASSWORD|MISSING_CHAR|SLACK_WEBHOOK_URL|SMTP_PASSWORD)$/;

/** What AWS says of a thing, in its own words: kinds, states, choices. */
const WORDS_OF_AWS =
  /_KMS_KEY$|^AWS_KMS$|^ECC_NIST_|^ECDSA_SHA_|^ED25519_SHA_|_SERVICE_PRINCIPAL$|_VALUE_EXCEEDED$|_WITHIN_WINDOW$|^(?:BACKUP_VAULT|ENCRYPT_DECRYPT|HIDDEN_DUE_TO_SECURITY_REASONS|INPUT_REQUIRED|INSUFFICIENT_DATA|INVALID_NEXT_TOKEN|NOT_REDRIVABLE|PENDING_REDRIVE|SIGN_VERIFY|SYMMETRIC_DEFAULT)$/;

/** Codes of AWS itself follow the rule at the top of the reference. */
const BY_RULE = /^DB_|^RESOURCE_NOT_FOUND$/;

function codesInSource(): Set<string> {
  const codes = new Set<string>();
  for (const folder of ['src', 'runbooks']) {
    for (const path of readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' })) {
      if (!/\.tsx?$/.test(path)) continue;
      // An error that AWS has answered with is known by the rule at the top of the reference.
      const text = readFileSync(join(ROOT, folder, path), 'utf8').replaceAll(
        /env\['\w+'\]|failedWith\(error, '\w+'\)/g,
        '',
      );
      const found = text.matchAll(
        /(?:\bcode: |passing\(|lasting\()'([A-Z_]+)'|'([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)'/g,
      );
      for (const [, word, words] of found) codes.add(word ?? words ?? '');
    }
  }
  return new Set(
    [...codes]
      .filter((code) => [OTHER_NAMES, WORDS_OF_AWS, BY_RULE].every((other) => !other.test(code)))
      .sort(),
  );
}

function codesInReference(): string[] {
  const reference = readFileSync(join(ROOT, 'docs/error-codes.md'), 'utf8');
  return [...reference.matchAll(/^\| `([A-Z][A-Z0-9_]*)` \|/gm)].map(([, code]) => code ?? '');
}

test('the reference explains every code that the source names', () => {
  const explained = new Set(codesInReference());
  expect([...codesInSource()].filter((code) => !explained.has(code))).toEqual([]);
});

test('the reference explains no code that the source does not name', () => {
  const named = codesInSource();
  expect(codesInReference().filter((code) => !named.has(code))).toEqual([]);
});

test('the reference explains each code once', () => {
  const codes = codesInReference();
  expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
});
