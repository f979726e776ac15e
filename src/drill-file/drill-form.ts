import type * as z from 'zod';
import { ROOT_TROUBLES, type Scenario } from '../core/drill.ts';
import { KunrenError } from '../core/failure.ts';
import { checkObjectives } from '../core/objectives.ts';
import type { Ms } from '../core/ports.ts';
import { date } from './calendar-fields.ts';
import { checkForm } from './check-form.ts';
import { type Complaint, list, mapping } from './fields.ts';
import { parametersField } from './parameters-field.ts';
import { peopleForm } from './people-form.ts';
import { choice, dataSize, query, slug, text } from './plain-fields.ts';
import { reportForm } from './report-form.ts';
import { scheduleForm } from './schedule-form.ts';
import { duration, instant } from './time-fields.ts';
import { wording } from './wording-field.ts';

/** The environment of a drill that names none. */
export const DEFAULT_ENVIRONMENT = 'sandbox';

const SCENARIOS = [
  'accidental-data-loss',
  'instance-failure',
  'az-failure',
  'region-failure',
  'root-access-loss',
  'root-compromise',
] as const satisfies readonly Scenario['kind'][];

const scenarioForm = mapping('The failure that the drill exercises.', {
  kind: choice('What kind of failure it is.', SCENARIOS),
  description: wording('What happens, in a sentence or two; stands in the report.'),
  inject: text(
    'SQL that does the damage to the production database of the sandbox. ' +
      'Several statements, separated by semicolons, run as one transaction. Never run on AWS.',
  ).optional(),
  detect: query(
    'Query with one number: 0 while all is well, anything else once the damage shows. Sandbox only.',
    ['SELECT count(*) FROM orders WHERE total_cents IS NULL'],
  ).optional(),
  outage: text(
    'What of the sandbox goes down at T0: `region` or `az`, and its name. Its servers are killed. Never done on AWS.',
    ['region ap-northeast-1', 'az ap-northeast-1a'],
    {
      pattern: /^(region|az) [a-z0-9-]+$/,
      complaint: 'does not say what goes down',
      hint: 'Write e.g. region ap-northeast-1, or az ap-northeast-1a.',
    },
  ).optional(),
  root: choice(
    'What happens to the root user of an account of the sandbox at T0. Never done on AWS.',
    ROOT_TROUBLES,
  ).optional(),
  'impact-at': instant(
    'When the failure happened, where the run does not cause it; the RTO clock starts here.',
  ).optional(),
  'detected-after': duration(
    'Time from the failure to its detection, where it is declared and not measured.',
    ['5m'],
  ).optional(),
});

const objectivesForm = mapping('What the recovery must keep to. The run is judged by it.', {
  rto: duration(
    'Recovery time objective: longest time from the failure to the verified service. At most 24h.',
    ['4h', '1h30m'],
    (rtoMs) => judgeObjectives({ rtoMs, rpoMs: 0 }),
    {
      missing: {
        code: 'RTO_MISSING',
        message: 'is missing; a recovery without an RTO cannot be judged. Add e.g. rto: 4h.',
      },
    },
  ),
  rpo: duration(
    'Recovery point objective: how much of the newest data may be lost, as time before the failure. Needed wherever data is recovered.',
    ['5m', '24h'],
    (rpoMs) => judgeObjectives({ rtoMs: 1, rpoMs }),
  ).optional(),
  'declared-by': text('Who has declared them: a person or a role; stands in the report.', [
    'Head of platform',
  ]).optional(),
  'declared-on': date('When they were declared; stands in the report.').optional(),
});

/** The rule itself belongs to the core; here it gets its words for an editor. */
function judgeObjectives(declared: { rtoMs: Ms; rpoMs: Ms }): Complaint | undefined {
  try {
    checkObjectives(declared);
    return undefined;
  } catch (error) {
    if (!(error instanceof KunrenError)) throw error;
    const { code, message } = error.failure;
    const hint = code === 'RTO_TOO_LONG' ? RTO_RULE : 'Write a duration such as 4h or 5m.';
    return { code, message, hint };
  }
}

const RTO_RULE =
  'FTR RES-002 (Partner-Hosted, 2021): an RTO "should never exceed 24 hours". Write 24h or less.';

const databaseForm = mapping(
  'How the data is reached, for the baseline and the checks. Needed wherever data is recovered.',
  {
    engine: choice('The kind of database.', ['postgres']).optional(),
    name: text('Name of the database.', ['orders']),
    user: text('User that reads the data; it needs no more than SELECT.', ['drill_readonly']),
    'production-size': dataSize(
      'How large the production database is, where the source is another one; stands in the report beside what was measured.',
    ).optional(),
  },
);

/** A drill as it stands in its file; keys are written in kebab-case. */
export const drillForm = mapping(
  'A drill: a runbook with its parameters, the objectives it is judged by, and the checks that prove it.',
  {
    title: wording('One line for people: what is exercised, and on what.', [
      'Restore orders-prod after accidental data loss',
    ]),
    runbook: slug('Id of the runbook to run: the name of a folder in runbooks/.', ['restore-rds']),
    environment: slug(
      `Name of an environment in drills/environments.yaml. Default: ${DEFAULT_ENVIRONMENT}.`,
      [DEFAULT_ENVIRONMENT],
    ).optional(),
    scenario: scenarioForm,
    objectives: objectivesForm,
    parameters: parametersField.optional(),
    database: databaseForm.optional(),
    schedule: scheduleForm.optional(),
    people: peopleForm.optional(),
    report: reportForm.optional(),
    checks: list(
      'What proves that the recovered data is right. Needed wherever data is recovered.',
      checkForm,
      'Without a check nothing shows that the recovered data is right.',
    ).optional(),
  },
);

export type DrillForm = z.output<typeof drillForm>;
