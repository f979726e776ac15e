import type * as z from 'zod';
import type { DateSpan } from '../core/schedule.ts';
import { nearest } from './did-you-mean.ts';
import { type Complaint, field, wrongType } from './fields.ts';
import { text } from './plain-fields.ts';
import { showValue } from './show-value.ts';

/** Time of a day, `HH:MM`. */
export function timeOfDay(description: string): z.ZodType<string> {
  const help = {
    type: 'string',
    pattern: '^([01]?\\d|2[0-3]):[0-5]\\d$',
    description,
    examples: ['10:00'],
  };
  return field(help, (value, complain) => {
    if (typeof value !== 'string')
      return complain(wrongType('text: a time such as "10:00"', value));
    const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(value.trim()) ?? [];
    if (hour !== undefined && minute !== undefined) return `${hour.padStart(2, '0')}:${minute}`;
    return complain({
      code: 'TIME_INVALID',
      message: `${showValue(value)} is not a time of day.`,
      hint: /^24:00$/.test(value)
        ? 'Midnight begins a day: write "00:00", on the day after.'
        : 'Write hours and minutes, from "00:00" to "23:59".',
    });
  });
}

/** A time zone by the name of a place in it. */
export function zone(description: string): z.ZodType<string> {
  const help = { type: 'string', description, examples: ['Asia/Tokyo', 'Europe/Berlin', 'UTC'] };
  return field(help, (value, complain) => {
    if (typeof value !== 'string') return complain(wrongType('text: a time zone', value));
    const name = value.trim();
    const known = canonicalZone(name);
    if (known === undefined) return complain(unknownZone(name));
    if (known !== 'UTC' && !name.includes('/')) return complain(abbreviatedZone(name));
    return known.toLowerCase() === name.toLowerCase() ? known : name;
  });
}

/** The name under which the platform knows a zone; `undefined` where it knows none. */
function canonicalZone(name: string): string | undefined {
  if (!/^[A-Za-z]/.test(name)) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

function unknownZone(name: string): Complaint {
  const meant = nearest(name, Intl.supportedValuesOf('timeZone'));
  return {
    code: 'ZONE_UNKNOWN',
    message: `There is no time zone ${showValue(name)}.`,
    hint:
      meant === undefined
        ? 'Write continent and place, e.g. Asia/Tokyo or Europe/Berlin, or UTC.'
        : `Did you mean "${meant}"?`,
  };
}

/** `EST` is Panama's time to a computer, and New York's winter to a person. */
function abbreviatedZone(name: string): Complaint {
  return {
    code: 'ZONE_AMBIGUOUS',
    message: `${showValue(name)} does not say whose summer time counts.`,
    hint: 'Write continent and place, e.g. Asia/Tokyo or America/New_York, or UTC.',
  };
}

/** Whose holidays count. Whether there is such a calendar is known to what has the holidays. */
export function calendarCode(description: string): z.ZodType<string> {
  return text(description, ['JP', 'US-CA'], {
    pattern: /^[A-Z]{2}(-[A-Z0-9]+){0,2}$/,
    complaint: 'is not a country or a part of one',
    hint: 'Write the code of a country, e.g. JP, or of a part of one, e.g. US-CA or DE-BY.',
  });
}

/** One day, `YYYY-MM-DD`. */
export function date(description: string): z.ZodType<string> {
  const help = { type: 'string', format: 'date', description, examples: ['2026-12-01'] };
  return field(help, (value, complain) => {
    if (typeof value !== 'string') return complain(wrongType('text: a date', value));
    const day = value.trim();
    if (/^\d{4}-/.test(day) && isDay(day)) return day;
    return complain({
      code: 'DATE_INVALID',
      message: `${showValue(value)} is not a day.`,
      hint: 'Write year, month and day: 2026-12-01.',
    });
  });
}

const SPAN_FORMS = '12-20 to 01-05 (every year), 2026-12-20 to 2027-01-05 (once), or a single day';

/** A day or a span of days: `MM-DD` of every year, or `YYYY-MM-DD`, and `to` between first and last. */
export function dateSpan(description: string): z.ZodType<DateSpan> {
  const day = '(\\d{4}-)?\\d{2}-\\d{2}';
  const help = {
    type: 'string',
    pattern: `^${day}( to ${day})?$`,
    description,
    examples: ['12-20 to 01-05', '2026-12-20 to 2027-01-05', '12-29'],
  };
  return field(help, (value, complain) => {
    if (typeof value !== 'string') return complain(wrongType('text: a day or days', value));
    const [from = '', to = from, ...rest] = value.trim().split(/\s+to\s+/);
    const wrong = [from, to].find((one) => !isDay(one));
    if (rest.length > 0 || wrong !== undefined) {
      return complain({
        code: 'DATE_INVALID',
        message: `${showValue(wrong ?? value)} is not a day.`,
        hint: `Write ${SPAN_FORMS}.`,
      });
    }
    if (from.length !== to.length) {
      return complain({
        code: 'SPAN_MIXED',
        message: `${showValue(value)} has a year on one side only.`,
        hint: `Write ${SPAN_FORMS}.`,
      });
    }
    // Without a year the end may lie in the next one; with a year nothing is left between them.
    if (from.length === 10 && to < from) {
      return complain({
        code: 'SPAN_EMPTY',
        message: `${showValue(value)} ends before it begins, so no day is in it.`,
        hint: `Write the earlier day first: ${to} to ${from}.`,
      });
    }
    return { from, to };
  });
}

/** Whether there is such a day; 29 February is one of every year that has it. */
function isDay(text: string): boolean {
  if (!/^(\d{4}-)?\d{2}-\d{2}$/.test(text)) return false;
  const whole = text.length === 5 ? `2028-${text}` : text;
  const ms = Date.parse(`${whole}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().slice(0, 10) === whole;
}
