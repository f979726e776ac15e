import type { DataCheck } from '../core/check.ts';
import type { Drill, Outage, Scenario } from '../core/drill.ts';
import { KunrenError } from '../core/failure.ts';
import type { People } from '../core/people.ts';
import { PLAIN_REPORT, type ReportSettings } from '../core/report-settings.ts';
import type { BoundsForm, CheckForm } from './check-form.ts';
import type { DrillForm } from './drill-form.ts';
import { toSchedule } from './to-schedule.ts';

/** The drill that a form without problems declares. */
export function toDrill(name: string, form: DrillForm): Drill {
  return {
    name,
    title: form.title.text,
    ...(form.title.translations && { titles: form.title.translations }),
    runbook: form.runbook,
    scenario: toScenario(form.scenario),
    objectives: {
      rtoMs: form.objectives.rto,
      ...(form.objectives.rpo !== undefined && { rpoMs: form.objectives.rpo }),
    },
    ...toDeclaration(form.objectives),
    parameters: form.parameters ?? {},
    ...(form.database && {
      database: {
        engine: form.database.engine ?? 'postgres',
        name: form.database.name,
        user: form.database.user,
        ...(form.database['production-size'] !== undefined && {
          productionBytes: form.database['production-size'],
        }),
      },
    }),
    checks: (form.checks ?? []).map(toCheck),
    ...(form.people && { people: toPeople(form.people) }),
    ...(form.schedule && { schedule: toSchedule(form.schedule) }),
    report: toReport(form),
  };
}

function toDeclaration(form: DrillForm['objectives']): Pick<Drill, 'declaration'> {
  const { 'declared-by': by, 'declared-on': on } = form;
  if (by === undefined && on === undefined) return {};
  return { declaration: { ...(by !== undefined && { by }), ...(on !== undefined && { on }) } };
}

function toReport({ report = {}, schedule }: DrillForm): ReportSettings {
  const { confidentiality, retention } = report;
  return {
    lang: report.lang ?? PLAIN_REPORT.lang,
    zone: report.zone ?? schedule?.zone ?? PLAIN_REPORT.zone,
    redact: report.redact ?? PLAIN_REPORT.redact,
    ...(confidentiality && { confidentiality }),
    ...(retention && { retention }),
  };
}

function toScenario(form: DrillForm['scenario']): Scenario {
  return {
    kind: form.kind,
    description: form.description.text,
    ...(form.description.translations && { descriptions: form.description.translations }),
    ...(form.inject !== undefined && { inject: form.inject }),
    ...(form.detect !== undefined && { detect: form.detect }),
    ...(form.outage !== undefined && { outage: toOutage(form.outage) }),
    ...(form.root !== undefined && { root: form.root }),
    ...(form['impact-at'] !== undefined && { impactAt: form['impact-at'] }),
    ...(form['detected-after'] !== undefined && { detectedAfterMs: form['detected-after'] }),
  };
}

/** The form has seen to it that it is two words. */
function toOutage(text: string): Outage {
  const [kind, name = ''] = text.split(' ');
  return { kind: kind === 'az' ? 'az' : 'region', name };
}

function toPeople(form: NonNullable<DrillForm['people']>): People {
  return {
    secondPerson: form['second-person'] ?? false,
    participants: (form.participants ?? []).map(({ name, roles, identities, email }) => ({
      name,
      roles,
      identities,
      ...(email !== undefined && { email }),
    })),
  };
}

function toCheck(form: CheckForm): DataCheck {
  const { id, checksum, newest, expect } = form;
  const asOf = form['as-of'] !== undefined && { asOf: form['as-of'] };
  if (form['row-count'] !== undefined && expect !== undefined) {
    const table = form['row-count'];
    return { kind: 'row-count', id, table, ...asOf, expect: toExpectation(expect) };
  }
  if (checksum && expect !== undefined) {
    return { kind: 'checksum', id, ...checksum, ...asOf, expect: toChecksum(expect) };
  }
  if (form['no-orphans']) return { kind: 'no-orphans', id, ...form['no-orphans'] };
  if (form.sql !== undefined && expect !== undefined && expect !== 'source') {
    return { kind: 'sql', id, sql: form.sql, expect: toBounds(expect) };
  }
  if (newest) {
    return {
      kind: 'newest',
      id,
      table: newest.table,
      column: newest.column,
      everyMs: newest.every,
    };
  }
  if (form['write-probe']) return { kind: 'write-probe', id };
  throw unjudged(id);
}

function toExpectation(expect: BoundsForm | 'source') {
  return expect === 'source' ? expect : toBounds(expect);
}

function toBounds({ equals, min, max }: BoundsForm) {
  return {
    ...(equals !== undefined && { equals }),
    ...(min !== undefined && { min }),
    ...(max !== undefined && { max }),
  };
}

function toChecksum(expect: BoundsForm | 'source') {
  return expect === 'source' ? expect : { equals: String(expect.equals) };
}

/** The rules let nothing of the kind through; if one did, a check must not vanish in silence. */
function unjudged(id: string): KunrenError {
  return new KunrenError({
    code: 'CHECK_UNJUDGED',
    message: `The check "${id}" passed the rules of the drill file but has no meaning.`,
    class: 'bug',
  });
}
