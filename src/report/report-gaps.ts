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

/** What an auditor asks for and the journal does not hold. The report says so and makes nothing up. */
const NOT_RECORDED = [
  'participants',
  'approver',
  'observer',
  'signOff',
  'objectivesDeclaredBy',
  'trigger',
  'checklistEdition',
  'dataVolume',
  'cost',
  'lessons',
  'confidentiality',
  'retention',
  'nextTestDue',
] as const;

export type MissingField = (typeof NOT_RECORDED)[number] | 'testType' | 'primaryAtEnd';

/**
 * @param primary who takes writes at the end; every failover has to say it
 * @param known what this run does say
 */
export function reportMissing(
  test: ReportModel['test'],
  primary: string | null,
  known: { readonly [Field in MissingField]?: boolean },
): ReportModel['missing'] {
  const open = NOT_RECORDED.filter((field) => known[field] !== true);
  const fields: readonly MissingField[] = test.type === null ? ['testType', ...open] : open;
  const { reason, notSaid } = ENGLISH.missing;
  return [
    ...(test.type === 'failover' && primary === null
      ? [{ field: 'primaryAtEnd', reason: notSaid }]
      : []),
    ...fields.map((field) => ({ field, reason })),
  ];
}
