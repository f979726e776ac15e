import type * as z from 'zod';
import { parseDuration } from '../core/duration.ts';
import type { Instant, Ms } from '../core/ports.ts';
import { type Complaint, type FieldOptions, field, wrongType } from './fields.ts';
import { showValue } from './show-value.ts';

/** A length of time with its unit; read as milliseconds. */
export function duration(
  description: string,
  examples: readonly string[],
  judge: (ms: Ms) => Complaint | undefined = () => undefined,
  options: FieldOptions = {},
): z.ZodType<Ms> {
  const help = {
    type: 'string',
    pattern: '^(\\d+(\\.\\d+)?(ms|s|m|h|d))+$',
    description,
    examples,
  };
  return field(
    help,
    (value, complain) => {
      if (typeof value === 'number' || isDigits(value)) return complain(withoutUnit(value));
      if (typeof value !== 'string') return complain(wrongType('a duration such as 4h', value));
      const ms = parseDuration(value);
      if (ms === undefined) return complain(notADuration(value));
      if (!Number.isSafeInteger(Math.ceil(ms))) {
        return complain({ code: 'DURATION_INVALID', message: `${showValue(value)} is too long.` });
      }
      const complaint = judge(ms);
      return complaint ? complain(complaint) : ms;
    },
    options,
  );
}

function isDigits(value: unknown): value is string {
  return typeof value === 'string' && /^\s*[+-]?\d+(\.\d+)?\s*$/.test(value);
}

function withoutUnit(value: number | string): Complaint {
  const amount = String(value).trim();
  if (!/^\d+(\.\d+)?$/.test(amount)) {
    return {
      code: 'DURATION_INVALID',
      message: `${amount} is not a length of time.`,
      hint: `Write ${FORMS}.`,
    };
  }
  return {
    code: 'DURATION_WITHOUT_UNIT',
    message: `${amount} has no unit.`,
    hint: `Write ${amount}s, ${amount}m or ${amount}h.`,
  };
}

const FORMS = 'a number with a unit: 90s, 5m, 4h, 1h30m or 2d';

function notADuration(value: string): Complaint {
  const short = shorten(value);
  return {
    code: 'DURATION_INVALID',
    message: `${showValue(value)} is not a duration.`,
    hint: `Write ${parseDuration(short) === undefined ? FORMS : short}.`,
  };
}

/** `4 hours`, `PT4H` and `1 h 30 min` in the form that is understood. */
function shorten(value: string): string {
  return value
    .toLowerCase()
    .replace(/^pt?(?=\d)/, '')
    .replace(/[\s,]+|and/g, '')
    .replace(/milliseconds?|msecs?/g, 'ms')
    .replace(/minutes?|mins?/g, 'm')
    .replace(/seconds?|secs?/g, 's')
    .replace(/hours?|hrs?/g, 'h')
    .replace(/days?/g, 'd')
    .replace(/(?<=\d[dhms])t(?=\d)/, '');
}

/** A moment with its offset from UTC; read as UTC with milliseconds. */
export function instant(description: string): z.ZodType<Instant> {
  const help = {
    type: 'string',
    format: 'date-time',
    description,
    examples: ['2026-11-24T10:00:00+09:00', '2026-11-24T01:00:00Z'],
  };
  return field(help, (value, complain) => {
    if (typeof value !== 'string') return complain(wrongType('text: a date and time', value));
    const ms = parseInstant(value);
    if (ms !== undefined) return new Date(ms).toISOString();
    return complain({
      code: 'INSTANT_INVALID',
      message: `${showValue(value)} is not a moment in time.`,
      hint: 'Write date, time and offset: 2026-11-24T10:00:00+09:00, or …T01:00:00Z for UTC.',
    });
  });
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})(?:\.\d{1,9})?(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;

/** `Date.parse` takes 30 February for 2 March; the date must come back as it went in. */
function parseInstant(value: string): Ms | undefined {
  const [, date, time] = INSTANT.exec(value) ?? [];
  const local = Date.parse(`${date}T${time}Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== date) return undefined;
  const ms = Date.parse(value);
  return Number.isNaN(ms) ? undefined : ms;
}
