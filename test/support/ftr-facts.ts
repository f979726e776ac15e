import { type Attestation, NO_ATTESTATIONS } from '../../src/core/attestation.ts';
import type { PostureOutcome } from '../../src/core/posture.ts';
import type { AssessedRequirement } from '../../src/ftr/assess.ts';
import { assess } from '../../src/ftr/assess.ts';
import type { EditionId } from '../../src/ftr/edition.ts';
import { EDITIONS } from '../../src/ftr/editions.ts';
import type { DeclaredDrill, Facts, KnownRun } from '../../src/ftr/facts.ts';
import { postureFinding } from './posture-finding.ts';

const NOW = '2026-11-30T09:00:00.000Z';
const ACCOUNT = '111122223333';
const DAY = 86_400_000;
const HOUR = 3_600_000;

export function daysAgo(days: number): string {
  return new Date(Date.parse(NOW) - days * DAY).toISOString();
}

const VERSION = '1.0.0';

/** A restore that passed in an AWS account ten days ago, but for what is told otherwise. */
export function restoreRun(more: Partial<KnownRun> = {}): KnownRun {
  const openedAt = more.openedAt ?? daysAgo(10);
  const drill = more.drill ?? 'restore-orders';
  const result = more.result ?? 'passed';
  const run = more.run ?? `${drill}-${openedAt.slice(0, 10)}`;
  return {
    run,
    reportId: `${run}/0123456789ab`,
    drill,
    runbook: { id: 'restore-rds', version: VERSION, hash: 'h' },
    openedAt,
    environment: 'production',
    account: ACCOUNT,
    place: 'aws',
    mode: 'rehearsal',
    type: 'restore',
    scenario: 'accidental-data-loss',
    objectives: { rtoMs: 4 * HOUR, rpoMs: 300_000 },
    result,
    status: result === 'failed' ? 'failed' : 'completed',
    rto: { objectiveMs: 4 * HOUR, actualMs: HOUR, result: 'met', method: 'T5 − T0' },
    rpo: { objectiveMs: 300_000, actualMs: 4_000, result: 'met', method: 'T0 − newest' },
    posture: [],
    backups: [],
    verified: true,
    ...more,
  };
}

export function failoverRun(more: Partial<KnownRun> = {}): KnownRun {
  return restoreRun({
    drill: 'failover-zone',
    runbook: { id: 'failover-az', version: VERSION, hash: 'h' },
    type: 'failover',
    scenario: 'az-failure',
    mode: 'live',
    ...more,
  });
}

export function rootRun(more: Partial<KnownRun> = {}): KnownRun {
  const { rpo: _, ...rest } = restoreRun({
    drill: 'recover-root',
    runbook: { id: 'recover-root-compromised', version: VERSION, hash: 'h' },
    type: 'root-recovery',
    scenario: 'root-compromise',
    objectives: { rtoMs: 4 * HOUR },
    ...more,
  });
  return rest;
}

/** A root rehearsal that has found this of the account; one word for each finding. */
export function lookRun(
  outcomes: { readonly [id: string]: PostureOutcome },
  more: Partial<KnownRun> = {},
): KnownRun {
  const at = more.openedAt ?? daysAgo(10);
  const findings = Object.entries(outcomes).map(([id, outcome]) =>
    postureFinding(id, outcome, { subject: ACCOUNT, at }),
  );
  return rootRun({ posture: [{ label: 'after', account: ACCOUNT, findings }], ...more });
}

export function declaredDrill(more: Partial<DeclaredDrill> = {}): DeclaredDrill {
  const name = more.name ?? 'restore-orders';
  return {
    name,
    file: `drills/${name}.yaml`,
    runbook: 'restore-rds',
    type: 'restore',
    environment: 'production',
    place: 'aws',
    objectives: { rtoMs: 4 * HOUR, rpoMs: 300_000 },
    scenario: 'accidental-data-loss',
    live: false,
    scheduled: true,
    ...more,
  };
}

export function said(
  requirement: string,
  met: Attestation['met'],
  more: Partial<Attestation> = {},
): Attestation {
  return {
    requirement,
    met,
    owner: 'Security lead',
    date: daysAgo(30).slice(0, 10),
    reason: 'Because it is so.',
    ...more,
  };
}

export interface FactsOptions extends Partial<Omit<Facts, 'edition' | 'attestations'>> {
  /** @default '2026-02' */
  readonly edition?: EditionId;
  readonly said?: readonly Attestation[];
  readonly exclusions?: Facts['attestations']['exclusions'];
}

export function factsWith({
  edition = '2026-02',
  said: requirements = [],
  exclusions = [],
  ...more
}: FactsOptions = {}): Facts {
  return {
    edition: EDITIONS[edition],
    now: NOW,
    runs: [],
    drills: [],
    awsEnvironments: ['production'],
    accounts: [ACCOUNT],
    runbooks: new Map([
      ['restore-rds', VERSION],
      ['failover-az', VERSION],
      ['failover-region', VERSION],
      ['recover-root-compromised', VERSION],
      ['recover-root-lost-mfa', VERSION],
    ]),
    attestations: { ...NO_ATTESTATIONS, requirements, exclusions },
    attestedIn: EDITIONS[edition],
    ...more,
  };
}

/** One requirement of an assessment, by what it is about. */
export function assessed(subject: string, options: FactsOptions = {}): AssessedRequirement {
  const found = assess(factsWith(options)).find((one) => one.requirement.subject === subject);
  if (!found) throw new Error(`the edition has nothing about ${subject}`);
  return found;
}
