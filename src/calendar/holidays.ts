import { KunrenError } from '../core/failure.ts';
import type { BusinessDays, LocalDate } from '../core/schedule.ts';
import { type HolidaySource, NO_HOLIDAYS } from './business-days.ts';
import { addDays } from './local-day.ts';
import { momentOf } from './local-time.ts';

type Library = typeof import('date-holidays').default;

/**
 * The holidays of a calendar, by the package `date-holidays`: rules of all countries, so it is loaded when first needed.
 *
 * A day counts when the holiday covers its noon: half a day off, as on 24 December in Germany, is no day off.
 * @throws KunrenError `CALENDAR_UNKNOWN`; `details.parts` lists the parts of what is known of it
 */
export async function loadHolidays({ calendar, holidays }: BusinessDays): Promise<HolidaySource> {
  if (calendar === undefined) return NO_HOLIDAYS;
  const key = JSON.stringify([calendar, holidays]);
  const known = LOADED.get(key) ?? load(calendar, holidays);
  LOADED.set(key, known);
  return await known;
}

/** Equinoxes take some time to work out, and the drills of a project mostly share a calendar. */
const LOADED = new Map<string, Promise<HolidaySource>>();

async function load(calendar: string, holidays: BusinessDays['holidays']): Promise<HolidaySource> {
  const { default: Holidays } = await import('date-holidays');
  const parts = calendar.split('-');
  demandKnown(new Holidays(), calendar);
  const [country = '', state = '', region = ''] = parts;
  const source = new Holidays(country, state, region, { types: [...holidays] });
  const [zone = 'UTC'] = source.getTimezones();
  const years = new Map<number, ReadonlyMap<LocalDate, string>>();
  return (year) => {
    const known = years.get(year) ?? holidaysOf(source, year, zone);
    years.set(year, known);
    return known;
  };
}

function holidaysOf(
  source: InstanceType<Library>,
  year: number,
  zone: string,
): ReadonlyMap<LocalDate, string> {
  const days = new Map<LocalDate, string>();
  for (const { date, start, end, name } of source.getHolidays(year, 'en')) {
    for (let day = date.slice(0, 10); ; day = addDays(day, 1)) {
      const noon = momentOf(`${day}T12:00`, zone).ms;
      if (noon >= end.getTime()) break;
      if (noon >= start.getTime() && !days.has(day)) days.set(day, name);
    }
  }
  return days;
}

/** The package takes what it does not know for a calendar without holidays, which nobody would notice. */
function demandKnown(library: InstanceType<Library>, calendar: string): void {
  const [country = '', state, region] = calendar.split('-');
  const levels: readonly (readonly [string | undefined, () => Record<string, string> | null])[] = [
    [country, () => library.getCountries('en')],
    [state, () => library.getStates(country, 'en')],
    [region, () => library.getRegions(country, state ?? '', 'en')],
  ];
  let above = '';
  for (const [code, list] of levels) {
    if (code === undefined) return;
    const known = Object.keys(list() ?? {});
    if (!known.includes(code)) throw unknownCalendar(calendar, above, known);
    above += `${code}-`;
  }
}

function unknownCalendar(calendar: string, above: string, codes: readonly string[]): KunrenError {
  const whole = above.slice(0, -1);
  const none = codes.length === 0 ? ', without parts of its own' : '';
  return new KunrenError({
    code: 'CALENDAR_UNKNOWN',
    message: `There is no holiday calendar "${calendar}".${whole === '' ? '' : ` ${whole} is known${none}.`}`,
    class: 'input',
    details: { calendar, parts: whole === '' ? [] : codes.map((code) => above + code) },
  });
}
