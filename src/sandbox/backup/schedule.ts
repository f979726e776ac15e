import type { Ms } from '../../core/ports.ts';
import { invalidValue } from './backup-error.ts';

/** A time table, as a cron expression of AWS spells it: `cron(minute hour day month weekday year)`, in UTC. */
export interface Schedule {
  /** Whether a time of the table lies after the first instant and not after the second, both in ms. */
  isDue(after: Ms, until: Ms): boolean;
}

interface Field {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  /** Names of the values, from the first one on. */
  readonly words?: readonly string[];
  of(date: Date): number;
}

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const WEEKDAYS = 'SUN MON TUE WED THU FRI SAT'.split(' ');

const FIELDS: readonly Field[] = [
  { name: 'minute', from: 0, to: 59, of: (date) => date.getUTCMinutes() },
  { name: 'hour', from: 0, to: 23, of: (date) => date.getUTCHours() },
  { name: 'day of the month', from: 1, to: 31, of: (date) => date.getUTCDate() },
  { name: 'month', from: 1, to: 12, words: MONTHS, of: (date) => date.getUTCMonth() + 1 },
  { name: 'day of the week', from: 1, to: 7, words: WEEKDAYS, of: (date) => date.getUTCDay() + 1 },
  { name: 'year', from: 1970, to: 2199, of: (date) => date.getUTCFullYear() },
];

const MINUTE_MS: Ms = 60_000;
/** A longer time than this without a look counts as this long. */
const LONGEST_LOOK_BACK_MS: Ms = 25 * 3_600_000;

/** @throws ServiceError `InvalidParameterValueException` for what is no such expression. */
export function parseSchedule(expression: string): Schedule {
  const parts = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/) ?? [];
  if (parts.length !== FIELDS.length) throw badExpression(expression);
  const allowed = FIELDS.map((field, index) => {
    const values = valuesOf(field, parts[index] ?? '', expression);
    return (date: Date) => values.has(field.of(date));
  });
  return {
    isDue: (after, until) => {
      const first = Math.max(after, until - LONGEST_LOOK_BACK_MS);
      let minute = Math.floor(first / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
      for (; minute <= until; minute += MINUTE_MS) {
        const date = new Date(minute);
        if (allowed.every((fits) => fits(date))) return true;
      }
      return false;
    },
  };
}

function valuesOf(field: Field, text: string, expression: string): Set<number> {
  const values = new Set<number>();
  for (const part of text.toUpperCase().split(',')) {
    const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
    const [first = '', last] = range.split('-');
    const isAll = first === '*' || first === '?';
    const from = isAll ? field.from : numberOf(field, first);
    const stepped = isAll || part.includes('/');
    const to = last === undefined ? (stepped ? field.to : from) : numberOf(field, last);
    if (!(from >= field.from && to <= field.to && from <= to && Number(step) > 0)) {
      throw badExpression(expression, field.name);
    }
    for (let value = from; value <= to; value += Number(step)) values.add(value);
  }
  return values;
}

function numberOf({ from, words = [] }: Field, text: string): number {
  const word = words.indexOf(text);
  if (word >= 0) return from + word;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

function badExpression(expression: string, field?: string) {
  const where = field === undefined ? '' : `; the sandbox cannot read its ${field}`;
  return invalidValue(`Invalid cron expression: ${expression}${where}.`);
}
