import { describe, expect, test } from 'vitest';
import { durationInJapanese } from '../../src/core/duration-in-japanese.ts';
import { assess } from '../../src/ftr/assess.ts';
import { EDITION_IDS } from '../../src/ftr/edition.ts';
import { tell } from '../../src/ftr/words.ts';
import { ENGLISH } from '../../src/ftr/words-en.ts';
import { JAPANESE } from '../../src/ftr/words-ja.ts';
import { factsWith } from '../support/ftr-facts.ts';

/** Every text that a language has; what takes something gets a stand-in that says its own name. */
function textsOf(value: unknown, path = ''): readonly (readonly [path: string, text: string])[] {
  if (typeof value === 'string') return [[path, value]];
  if (typeof value === 'function') return [[path, String(value(STAND_IN, STAND_IN))]];
  return Object.entries(value ?? {}).flatMap(([key, inner]) => textsOf(inner, `${path}.${key}`));
}

const STAND_IN: unknown = new Proxy(Object.assign([], { join: () => 'x' }), {
  get: (target, key) =>
    key === Symbol.toPrimitive ? () => '1' : (Reflect.get(target, key) ?? STAND_IN),
});

/** Names that are the same in both languages, and what a table says of the stand-in. */
const NAMES =
  /AWS|UTC|RTO|RPO|FTR|API|ID|IAM|Kunren|Met\?|Partner Response|N\/A|drills\/|environments\.yaml|scenario\.kind|reports\/|report\.html|root-recovery|restore|undefined|x|[—→]/g;

describe('the words', () => {
  test('are the same set in both languages', () => {
    const paths = (words: unknown) => textsOf(words).map(([path]) => path);
    expect(paths(JAPANESE)).toEqual(paths(ENGLISH));
  });

  test('leave no English in the Japanese', () => {
    const left = textsOf(JAPANESE)
      .filter(([path]) => path !== '.lang')
      .map(([path, text]) => [path, text.replace(NAMES, '')] as const)
      .filter(([, text]) => /[A-Za-z]{2,}/.test(text));
    expect(left).toEqual([]);
  });

  test('say something for every reason and every next step of every edition', () => {
    for (const edition of EDITION_IDS) {
      for (const { reasons, next } of assess(factsWith({ edition }))) {
        for (const words of [ENGLISH, JAPANESE]) {
          for (const reason of reasons) expect(tell(words.reason, reason)).not.toMatch(/undefined/);
          if (next) expect(tell(words.next, next)).not.toMatch(/undefined/);
        }
      }
    }
  });
});

test.each([
  [850, '850ミリ秒'],
  [4_200, '4.2秒'],
  [300_000, '5分'],
  [725_000, '12分05秒'],
  [14_400_000, '4時間'],
  [11_220_000, '3時間07分'],
  [187_200_000, '2日04時間'],
])('%i ms are %s', (ms, text) => {
  expect(durationInJapanese(ms)).toBe(text);
});
