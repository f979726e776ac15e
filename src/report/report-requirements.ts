import { formatDuration } from '../core/duration.ts';
import type { RunState } from '../core/run-state.ts';
import type { ReportModel } from './schema.ts';

type Requirement = ReportModel['requirements'][number];
type Reason = Requirement['reason'];

/**
 * What goes into the self-assessment of the FTR (Partner-Hosted): the declared RPO (RES-001) and RTO (RES-002),
 * the date of the disaster recovery test (RES-004) and the reference of the restore test (BAR-002).
 *
 * The last two are two tests. A failover restores no backup, so it says nothing of BAR-002. A restore moves no
 * service: of RES-004 it covers accidental data loss, and no other of the failure modes asked for there.
 */
export function reportRequirements(
  state: RunState,
  report: Pick<ReportModel, 'reportId' | 'test'> &
    Pick<ReportModel['result'], 'verdict' | 'status'>,
): Requirement[] {
  if (!report.test.real) {
    return ['RES-001', 'RES-002', 'RES-004', 'BAR-002'].map((id) => none(id, 'not-aws'));
  }
  const { rtoMs, rpoMs } = state.drill.objectives;
  return [
    rpoMs === undefined
      ? none('RES-001', 'no-data')
      : { id: 'RES-001', answer: formatDuration(rpoMs), claim: 'declared', reason: 'declared' },
    { id: 'RES-002', answer: formatDuration(rtoMs), claim: 'declared', reason: 'declared' },
    ...tests(state, report),
  ];
}

function tests(
  state: RunState,
  { reportId, test, status, verdict }: Parameters<typeof reportRequirements>[1],
): Requirement[] {
  const proven = status === 'completed' && verdict === 'met';
  const part = (reason: Reason): Requirement =>
    proven
      ? { id: 'RES-004', answer: state.openedAt.slice(0, 10), claim: 'partly', reason }
      : none('RES-004', 'not-proven');
  switch (test.type) {
    case 'failover':
      return [part('one-failure-mode'), none('BAR-002', 'no-restore')];
    case 'restore':
      return [
        test.scenario.kind === 'accidental-data-loss'
          ? part('only-data-loss')
          : none('RES-004', 'no-failover'),
        proven
          ? { id: 'BAR-002', answer: reportId, claim: 'supported', reason: 'restored' }
          : none('BAR-002', 'not-proven'),
      ];
    case null:
      return [none('RES-004', 'test-type-unknown'), none('BAR-002', 'test-type-unknown')];
  }
}

function none(id: string, reason: Reason): Requirement {
  return { id, answer: null, claim: 'none', reason };
}
