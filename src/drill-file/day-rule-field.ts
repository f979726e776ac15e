import type * as z from 'zod';
import { type DayRule, MONTHS, type Nth, WEEKDAYS, type Weekday } from '../core/schedule.ts';
import { nearest } from './did-you-mean.ts';
import { type Complaint, field, wrongType } from './fields.ts';
import { showValue } from './show-value.ts';

const ORDINALS = ['first', 'second', 'third', 'fourth', 'fifth'];
const FORMS =
  'first business day, last business day, 2nd Tuesday, last Friday, day 15, last day, ' +
  'Monday (of a week) or 15 March (of a year)';

/** Which day of a period, in words. */
export const dayRuleField: z.ZodType<DayRule> = field(
  {
    type: 'string',
    description:
      'Which day of the period: its first, 2nd, … or last business day, weekday or day; day 15; ' +
      'of a week also a weekday alone, of a year also a date. Where a period has no such day, its last one of the kind.',
    examples: [
      'first business day',
      'last business day',
      '2nd Tuesday',
      'last Friday',
      'day 15',
      'Monday',
      '15 March',
    ],
  },
  (value, complain) => {
    if (typeof value !== 'string')
      return complain(wrongType('text such as first business day', value));
    const rule = parseDayRule(value.trim().toLowerCase().replace(/\s+/g, ' '));
    return 'code' in rule ? complain(rule) : rule;
  },
);

function parseDayRule(words: string): DayRule | Complaint {
  const [, day] = /^day (\d{1,3})$/.exec(words) ?? [];
  if (day !== undefined)
    return Number(day) > 0 ? { kind: 'day', nth: Number(day) } : unknown(words);
  const [, dayOfMonth, monthName = ''] = /^(\d{1,2}) ([a-z]+)$/.exec(words) ?? [];
  if (dayOfMonth !== undefined) return parseDate(Number(dayOfMonth), monthName, words);
  const weekday = weekdayCalled(words);
  if (weekday !== undefined) return { kind: 'weekday', nth: 1, weekday };
  const [, ordinal = '', what = ''] = /^(\S+) (.+)$/.exec(words) ?? [];
  const nth = parseNth(ordinal);
  if (nth === undefined) return unknown(words);
  if (what === 'business day') return { kind: 'business-day', nth };
  if (what === 'day') return { kind: 'day', nth };
  const named = weekdayCalled(what);
  return named === undefined
    ? unknown(words, ordinal, what)
    : { kind: 'weekday', nth, weekday: named };
}

function parseNth(word: string): Nth | undefined {
  if (word === 'last') return 'last';
  const index = ORDINALS.indexOf(word);
  if (index >= 0) return index + 1;
  const [, digits] = /^(\d{1,3})(?:st|nd|rd|th)$/.exec(word) ?? [];
  return digits === undefined || Number(digits) === 0 ? undefined : Number(digits);
}

function parseDate(day: number, monthName: string, words: string): DayRule | Complaint {
  const month = MONTHS.findIndex((name) => name.toLowerCase() === monthName) + 1;
  if (month === 0) return unknown(words);
  const longest = new Date(Date.UTC(2028, month, 0)).getUTCDate();
  if (day >= 1 && day <= longest) return { kind: 'date', month, day };
  return {
    code: 'DATE_INVALID',
    message: `${MONTHS[month - 1]} never has a day ${day}.`,
    hint: `Its last one is ${longest} ${MONTHS[month - 1]}.`,
  };
}

function weekdayCalled(word: string): Weekday | undefined {
  const index = WEEKDAYS.findIndex((name) => name.toLowerCase() === word);
  return index < 0 ? undefined : ((index + 1) as Weekday);
}

function unknown(words: string, ordinal = '', what = words): Complaint {
  const meant =
    what === 'weekday' || what === 'working day'
      ? 'business day'
      : nearest(what, ['business day', 'day', ...WEEKDAYS]);
  return {
    code: 'DAY_UNKNOWN',
    message: `${showValue(words)} does not say which day.`,
    hint:
      meant === undefined ? `Write ${FORMS}.` : `Did you mean "${`${ordinal} ${meant}`.trim()}"?`,
  };
}
