import type { Ms } from '../core/ports.ts';
import { type Cadence, MONTHS, type Schedule, type ScheduleRule } from '../core/schedule.ts';
import type { ScheduleForm } from './schedule-form.ts';

const DAY_MS: Ms = 86_400_000;

/** How long a rehearsal may be late before it is overdue, where its schedule does not say: less, the more often it is. */
export const GRACE_MS: Readonly<Record<Cadence | 'cron', Ms>> = {
  week: 2 * DAY_MS,
  month: 7 * DAY_MS,
  quarter: 14 * DAY_MS,
  'half-year': 30 * DAY_MS,
  year: 30 * DAY_MS,
  cron: DAY_MS,
};

/** After a long absence a week of nothing but rehearsals helps nobody. */
const MOST_CAUGHT_UP = 5;

/** The schedule that a form without problems declares. */
export function toSchedule(form: ScheduleForm): Schedule {
  return {
    rule: toRule(form),
    zone: form.zone,
    businessDays: {
      ...(form.calendar !== undefined && { calendar: form.calendar }),
      holidays: form.holidays ?? ['public'],
      closed: form.closed ?? [],
    },
    blackouts: (form.blackout ?? []).map(({ dates, reason }) => ({ ...dates, reason })),
    graceMs: form.grace ?? GRACE_MS[form.every ?? 'cron'],
    remindMs: [...new Set(form.remind ?? [])].sort((a, b) => b - a),
    jitterMs: form.jitter ?? 0,
    catchUp: toCatchUp(form),
    ...(form.since !== undefined && { since: form.since }),
  };
}

function toRule({ cron, every, on, at, starting }: ScheduleForm): ScheduleRule {
  if (cron !== undefined) return { kind: 'cron', cron };
  // The rules let nothing through that has neither; a quarter without a day would be one that nobody declared.
  if (every === undefined || on === undefined || at === undefined) {
    throw new TypeError('A schedule passed the rules of the drill file and does not say when.');
  }
  return { kind: 'period', every, starting: MONTHS.indexOf(starting ?? 'January') + 1, on, at };
}

function toCatchUp(form: ScheduleForm): number {
  switch (form['catch-up']) {
    case 'none':
      return 0;
    case 'all':
      return form['catch-up-limit'] ?? MOST_CAUGHT_UP;
    case 'latest':
    case undefined:
      return 1;
  }
}
