import type * as z from 'zod';
import type { Wording } from '../core/translations.ts';
import { type Complain, field, wrongType } from './fields.ts';

const KEYS = ['en', 'ja'];

/** Text as it is, or in each language by itself: `{ en: …, ja: … }`. */
export function wording(
  description: string,
  examples: readonly unknown[] = [],
): z.ZodType<Wording> {
  const line = { type: 'string', minLength: 1 };
  const help = {
    description,
    ...(examples.length > 0 && { examples }),
    anyOf: [
      line,
      {
        type: 'object',
        properties: {
          en: { ...line, description: 'In English.' },
          ja: { ...line, description: 'In Japanese, for Japanese reports.' },
        },
        required: ['en'],
        additionalProperties: false,
      },
    ],
  };
  return field(help, (value, complain) => {
    if (typeof value === 'string') return { text: readText(value, [], complain) };
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return complain(wrongType('text, or a mapping with en and ja', value));
    }
    const { en, ja, ...others } = value as { readonly [key: string]: unknown };
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) {
      return complain({
        code: 'KEY_UNKNOWN',
        message: 'is not a key that is known here.',
        path: [unknown],
        at: 'key',
        known: KEYS,
      });
    }
    if (en === undefined) {
      return complain({
        code: 'KEY_MISSING',
        message: 'has no en. Everything outside of Japanese reports shows the English text.',
      });
    }
    const text = readText(en, ['en'], complain);
    return ja === undefined
      ? { text }
      : { text, translations: { ja: readText(ja, ['ja'], complain) } };
  });
}

function readText(value: unknown, path: readonly string[], complain: Complain): string {
  if (typeof value !== 'string') return complain({ ...wrongType('text', value), path });
  if (value.trim() === '')
    return complain({ code: 'VALUE_MISSING', message: 'is empty text.', path });
  return value.trim();
}
