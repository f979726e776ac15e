import { LANGUAGES } from '../core/translations.ts';
import { zone } from './calendar-fields.ts';
import { mapping } from './fields.ts';
import { choice, flag } from './plain-fields.ts';
import { wording } from './wording-field.ts';

/** How the report is written, and what it says of itself. */
export const reportForm = mapping('How the report is written, and what it says of itself.', {
  lang: choice(
    'Language of the report. `drill report --lang` writes it in others too. Default: en.',
    LANGUAGES,
  ).optional(),
  zone: zone(
    'Time zone in which instants are shown beside UTC. Default: that of the schedule, else UTC.',
  ).optional(),
  redact: flag(
    'Write a redacted copy too, with account ids and e-mail addresses masked. Default: false.',
  ).optional(),
  confidentiality: wording('Who may read the report; stands on its first page.', [
    'Internal: objectives are not for publication',
  ]).optional(),
  retention: wording('How long the report is kept; stands in it.', [
    '7 years, by the records policy',
  ]).optional(),
});
