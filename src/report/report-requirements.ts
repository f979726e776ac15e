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
 *
 * The recovery of a root user concerns no workload, so it answers none of the four. It is a rehearsal of a part of the
 * incident response plan (ARC-005).
 */
export function reportRequirements(
  state: RunState,
  report: Pick<ReportModel, 'reportId' | 'test'> &
    Pick<ReportModel['result'], 'verdict' | 'status'>,
): Requirement[] {
  if (!report.test.real) {
    const ids = ['RES-001', 'RES-002', 'RES-004', 'BAR-002'];
    if (report.test.type === 'root-recovery') ids.push('ARC-005');
    return ids.map((id) => none(id, 'not-aws'));
  }
  const { rtoMs, rpoMs } = state.drill.objectives;
  return [
    rpoMs === undefined
      ? none('RES-001', 'no-data')
      : { id: 'RES-001', answer: formatDuration(rpoMs), claim: 'declared', reason: 'declared' },
    report.test.type === 'root-recovery'
      ? none('RES-002', 'no-workload')
      : { id: 'RES-002', answer: formatDuration(rtoMs), claim: 'declared', reason: 'declared' },
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
    case 'root-recovery':
      return [
        none('RES-004', 'no-workload'),
        none('BAR-002', 'no-data'),
        proven
          ? { id: 'ARC-005', answer: reportId, claim: 'partly', reason: 'root-rehearsed' }
          : none('ARC-005', 'not-proven'),
      ];
    case null:
      return [none('RES-004', 'test-type-unknown'), none('BAR-002', 'test-type-unknown')];
  }
}

function none(id: string, reason: Reason): Requirement {
  return { id, answer: null, claim: 'none', reason };
}
