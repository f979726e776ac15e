import { requiredFindings } from '../core/judge-posture.ts';
import type { RunState } from '../core/run-state.ts';
import type { ReportModel } from './schema.ts';
import { ENGLISH } from './words.ts';

type NotTested = ReportModel['notTested'][number];

const BEFORE_RECOVERY = ['T0', 'T1', 'T2', 'T3', 'T4', 'T5'] as const;
/** Of a recovery that concerns no data. */
const WITHOUT_DATA = BEFORE_RECOVERY.filter((id) => id !== 'T4');

/** What was declared and not tested. Skipped is not passed. */
export function reportNotTested(state: RunState, recoveredAt: 'T5' | 'T6'): NotTested[] {
  const why = state.status === 'completed' ? 'way-not-taken' : 'cut-short';
  const done = new Set(state.checks.map(({ id }) => id));
  const findings = state.posture.flatMap((snapshot) => snapshot.findings);
  const titles = new Map(findings.map(({ id, title }) => [id, title]));
  const looked = new Set(
    state.posture
      .filter(({ label }) => label === 'after')
      .flatMap((snapshot) => snapshot.findings.map(({ id }) => id)),
  );
  const recovery = state.drill.objectives.rpoMs === undefined ? WITHOUT_DATA : BEFORE_RECOVERY;
  const awaited = recoveredAt === 'T6' ? [...recovery, 'T6' as const] : recovery;
  return [
    ...awaited
      .filter((id) => !state.milestones[id])
      .map((id) => ({
        kind: 'milestone' as const,
        id,
        title: ENGLISH.milestones[id],
        why: 'not-reached' as const,
      })),
    ...state.drill.checks
      .filter(({ id }) => !done.has(id))
      .map(({ id }) => ({
        kind: 'check' as const,
        id,
        title: null,
        why: 'not-carried-out' as const,
      })),
    ...requiredFindings(state)
      .filter(({ id }) => !looked.has(id))
      .map(({ id }) => ({
        kind: 'finding' as const,
        id,
        title: titles.get(id) ?? null,
        why: 'not-carried-out' as const,
      })),
    ...state.steps
      .filter(({ status }) => status === 'skipped' || status === 'pending')
      .map(({ id, title }) => ({ kind: 'step' as const, id, title, why }) as const),
  ];
}

/** What an auditor asks for and the journal may not hold. The report says so and makes nothing up. */
const ASKED_FOR = [
  'participants',
  'approver',
  'observer',
  'signOff',
  'objectivesDeclaredBy',
  'checklistEdition',
  'dataVolume',
  'clockSkew',
  'cost',
  'lessons',
  'confidentiality',
  'retention',
  'nextTestDue',
] as const;

export type MissingField = (typeof ASKED_FOR)[number] | 'testType' | 'primaryAtEnd';

type Facts = Pick<
  ReportModel,
  | 'test'
  | 'primaryAtEnd'
  | 'people'
  | 'criteria'
  | 'document'
  | 'dataVolume'
  | 'lessons'
  | 'nextTestDue'
>;

/** Every failover has to say who takes writes at the end. */
export function reportMissing(facts: Facts): ReportModel['missing'] {
  const { test, primaryAtEnd } = facts;
  const known = knownFields(facts);
  const { reason, notSaid } = ENGLISH.missing;
  return [
    ...(test.type === 'failover' && primaryAtEnd === null
      ? [{ field: 'primaryAtEnd', reason: notSaid }]
      : []),
    ...(test.type === null ? [{ field: 'testType', reason }] : []),
    ...ASKED_FOR.filter((field) => !known[field]).map((field) => ({
      field,
      reason: reasonOf(field),
    })),
  ];
}

function knownFields(facts: Facts): {
  readonly [field in MissingField]?: boolean;
} {
  const { people, criteria, document, dataVolume, lessons, nextTestDue } = facts;
  const declared = people.participants.filter((one) => one.declared);
  return {
    participants: declared.length > 0,
    approver: people.approvals.length > 0,
    signOff: people.signOffs.length > 0,
    observer: declared.some(({ roles }) => roles.includes('observer')),
    objectivesDeclaredBy: criteria.declared !== null && criteria.declared.by !== null,
    // Where no data is recovered there is none to compare.
    dataVolume: dataVolume === null || dataVolume.productionBytes !== null,
    lessons: lessons.length > 0,
    confidentiality: document.confidentiality !== null,
    retention: document.retention !== null,
    nextTestDue: nextTestDue !== null,
  };
}

/** Who could have said it. */
function reasonOf(field: MissingField): string {
  const { reason, notDeclared, notAdded, notScheduled } = ENGLISH.missing;
  switch (field) {
    case 'participants':
    case 'observer':
    case 'objectivesDeclaredBy':
    case 'dataVolume':
    case 'confidentiality':
    case 'retention':
      return notDeclared;
    case 'approver':
    case 'signOff':
    case 'lessons':
      return notAdded;
    case 'nextTestDue':
      return notScheduled;
    default:
      return reason;
  }
}
