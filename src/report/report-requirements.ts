import { formatDuration } from '../core/duration.ts';
import type { RunState } from '../core/run-state.ts';
import type { ReportModel } from './schema.ts';

type Requirement = ReportModel['requirements'][number];

/**
 * What goes into the self-assessment of the FTR (Partner-Hosted): the declared RPO (RES-001) and RTO (RES-002),
 * the date of the test (RES-004) and the reference of the restore test (BAR-002).
 * One restore never satisfies RES-004 alone: it asks for other failure modes too.
 */
export function reportRequirements(
  state: RunState,
  report: Pick<ReportModel, 'reportId' | 'test'> &
    Pick<ReportModel['result'], 'verdict' | 'status'>,
): Requirement[] {
  if (!report.test.real) {
    return ['RES-001', 'RES-002', 'RES-004', 'BAR-002'].map((id) => none(id));
  }
  const { rtoMs, rpoMs } = state.drill.objectives;
  const proven = report.status === 'completed' && report.verdict === 'met';
  const date = state.openedAt.slice(0, 10);
  return [
    { id: 'RES-001', answer: formatDuration(rpoMs), claim: 'declared' },
    { id: 'RES-002', answer: formatDuration(rtoMs), claim: 'declared' },
    proven ? { id: 'RES-004', answer: date, claim: 'partly' } : none('RES-004'),
    proven && report.test.type === 'restore'
      ? { id: 'BAR-002', answer: report.reportId, claim: 'supported' }
      : none('BAR-002'),
  ];
}

function none(id: string): Requirement {
  return { id, answer: null, claim: 'none' };
}
