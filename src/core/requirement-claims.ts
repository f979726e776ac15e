import { formatDuration } from './duration.ts';
import type { RunEvidence } from './run-evidence.ts';

/** Requirements of the FTR that a run can answer, by the ids that they have since 2023. */
export type ClaimedRequirement = 'RES-001' | 'RES-002' | 'RES-004' | 'BAR-002' | 'ARC-005';

/** How far a run answers a requirement, and why no further. */
export interface RequirementClaim {
  readonly id: ClaimedRequirement;
  /** For the self-assessment; `null`: this run gives none. */
  readonly answer: string | null;
  /** `partly`: the requirement asks for more than this run tested. */
  readonly claim: 'declared' | 'supported' | 'partly' | 'none';
  readonly reason: ClaimReason;
}

export type ClaimReason =
  | 'declared'
  | 'restored'
  | 'one-failure-mode'
  | 'only-data-loss'
  | 'no-restore'
  | 'no-failover'
  | 'no-data'
  | 'no-workload'
  | 'root-rehearsed'
  | 'test-type-unknown'
  | 'not-proven'
  | 'not-aws';

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
export function requirementClaims(evidence: RunEvidence): RequirementClaim[] {
  if (evidence.place !== 'aws') {
    const ids: ClaimedRequirement[] = ['RES-001', 'RES-002', 'RES-004', 'BAR-002'];
    if (evidence.type === 'root-recovery') ids.push('ARC-005');
    return ids.map((id) => none(id, 'not-aws'));
  }
  const { rtoMs, rpoMs } = evidence.objectives;
  return [
    rpoMs === undefined
      ? none('RES-001', 'no-data')
      : { id: 'RES-001', answer: formatDuration(rpoMs), claim: 'declared', reason: 'declared' },
    evidence.type === 'root-recovery'
      ? none('RES-002', 'no-workload')
      : { id: 'RES-002', answer: formatDuration(rtoMs), claim: 'declared', reason: 'declared' },
    ...tests(evidence),
  ];
}

function tests({ type, scenario, openedAt, reportId, result }: RunEvidence): RequirementClaim[] {
  const proven = result === 'passed';
  const part = (reason: ClaimReason): RequirementClaim =>
    proven
      ? { id: 'RES-004', answer: openedAt.slice(0, 10), claim: 'partly', reason }
      : none('RES-004', 'not-proven');
  switch (type) {
    case 'failover':
      return [
        // Data that is lost is lost on the standby too.
        scenario === 'accidental-data-loss'
          ? none('RES-004', 'no-restore')
          : part('one-failure-mode'),
        none('BAR-002', 'no-restore'),
      ];
    case 'restore':
      return [
        scenario === 'accidental-data-loss'
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

function none(id: ClaimedRequirement, reason: ClaimReason): RequirementClaim {
  return { id, answer: null, claim: 'none', reason };
}
