import { KunrenError } from '../core/failure.ts';

/**
 * Makes sure that a text is a day, e.g. `2027-01-31`. 31 February is a date for `Date`, which makes 3 March of it.
 * @throws KunrenError `DATE_INVALID`
 */
export function demandDate(day: string): void {
  const ms = Date.parse(`${day}T00:00:00Z`);
  const isDate =
    /^\d{4}-\d\d-\d\d$/.test(day) &&
    !Number.isNaN(ms) &&
    new Date(ms).toISOString().startsWith(day);
  if (isDate) return;
  throw new KunrenError({
    code: 'DATE_INVALID',
    message: `"${day}" is not a date. Write e.g. 2027-01-31.`,
    class: 'input',
  });
}
