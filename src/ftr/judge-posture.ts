import type { PostureFinding } from '../core/posture.ts';
import type { Subject } from './edition.ts';
import type { Facts, KnownRun } from './facts.ts';
import { type Judged, NOTHING, type Reason, type Standing } from './judged.ts';
import { nextRun } from './next-run.ts';
import { newestFirst, showRuns, type WeighedRun, whyNoReading } from './weigh-runs.ts';

interface Readings {
  /** Each has to be good; of alternatives any one, since a member may be read from inside or from outside. */
  readonly needed: readonly (readonly string[])[];
  /** Whether the readings alone settle it; else they support it, and a person finishes. */
  readonly settle: boolean;
}

/** Which readings of an account belong to which requirement. */
const READINGS: { readonly [subject: Subject]: Readings } = {
  // No use in 90 days is not "by exception", and a use may have been an exception.
  'ARC-001': { needed: [['root-last-use'], ['root-events']], settle: false },
  'ARC-003': { needed: [['root-mfa', 'root-audit-mfa']], settle: true },
  'ARC-004': { needed: [['root-access-keys', 'root-audit-access-keys']], settle: true },
  'ACOM-001': {
    needed: ['billing', 'operations', 'security'].flatMap((type) => [
      [`contact-${type}`],
      [`contact-${type}-list`],
    ]),
    settle: true,
  },
  'ACOM-002': {
    needed: [['primary-email'], ['contact-phone'], ['contact-phone-owned']],
    settle: true,
  },
  'CTL-001': {
    needed: [['trail-multi-region'], ['trail-logging'], ['trail-management-events']],
    settle: true,
  },
  'CTL-002': { needed: [['trail-bucket-apart']], settle: true },
  'CTL-003': { needed: [['trail-bucket-protected']], settle: true },
  'CTL-004': { needed: [['trail-validation']], settle: true },
};

/** Whether readings of accounts say anything of a subject. */
export function isRead(subject: Subject): boolean {
  return Object.hasOwn(READINGS, subject);
}

/** Every account has to be in order; what nobody has looked at is not known. */
export function judgePosture(subject: Subject, facts: Facts): Judged {
  const readings = READINGS[subject];
  if (!readings) return NOTHING;
  const looked = newestFirst(facts.runs)
    .filter(({ type, posture }) => type === 'root-recovery' || posture.length > 0)
    .map((run): WeighedRun => {
      const why = whyNoReading(run, facts);
      return { run, ...(why && { why }) };
    });
  const next = nextRun(facts, ({ type }) => type === 'root-recovery', 'root-recovery');
  if (facts.accounts.length === 0) {
    const evidence = showRuns(looked, facts);
    return { standing: 'none', reasons: [{ code: 'no-account' }], evidence, answers: [], next };
  }
  const used = new Set<string>();
  const judged = facts.accounts.map((account) => {
    const run = newestLook(looked, account, readings);
    if (run) used.add(run.run);
    return judgeAccount(account, run, readings);
  });
  const bad = judged.find(({ standing }) => standing === 'failed');
  const standing = worst(judged.map((one) => one.standing));
  return {
    standing,
    reasons: worstFirst(judged.flatMap(({ reasons }) => reasons)),
    // Of runs that count, only the one that was taken for its account.
    evidence: showRuns(
      looked.filter(({ run, why }) => why !== undefined || used.has(run.run)),
      facts,
    ),
    answers: [],
    ...(bad
      ? { next: { code: 'mend-account', account: bad.account } }
      : standing === 'supported'
        ? { next: { code: 'attest' } }
        : standing === 'none' && { next }),
  };
}

/** What has to be mended first, then what is not known. */
function worstFirst(reasons: readonly Reason[]): readonly Reason[] {
  const weight = ({ code }: Reason) => {
    if (code === 'finding-bad') return 0;
    return code === 'finding-good' ? 2 : 1;
  };
  return reasons.toSorted((a, b) => weight(a) - weight(b));
}

/** The newest run that has looked at any of it in that account. */
function newestLook(
  looked: readonly WeighedRun[],
  account: string,
  { needed }: Readings,
): KnownRun | undefined {
  const ids = new Set(needed.flat());
  return looked.find(
    ({ run, why }) => !why && findingsOf(run, account).some(({ id }) => ids.has(id)),
  )?.run;
}

/** A later look of the same run at the same thing counts. */
function findingsOf(run: KnownRun, account: string): readonly PostureFinding[] {
  const all = run.posture
    .filter((snapshot) => snapshot.account === account)
    .flatMap(({ findings }) => findings);
  return [...new Map(all.map((finding) => [finding.id, finding])).values()];
}

interface JudgedAccount {
  readonly account: string;
  readonly standing: Standing;
  readonly reasons: readonly Reason[];
}

function judgeAccount(
  account: string,
  run: KnownRun | undefined,
  { needed, settle }: Readings,
): JudgedAccount {
  if (!run) return { account, standing: 'none', reasons: [{ code: 'account-unseen', account }] };
  const found = findingsOf(run, account);
  const parts = needed.map((ids) => judgeReading(account, ids, found));
  const reasons = parts.map(({ reason }) => reason);
  const standing = worst(parts.map((one) => one.standing));
  if (settle) return { account, standing, reasons };
  // Readings that settle nothing neither prove nor refute.
  const open: Reason =
    standing === 'failed' ? { code: 'root-was-used' } : { code: 'person-finishes' };
  return {
    account,
    standing: standing === 'proven' || standing === 'attested' ? 'supported' : 'none',
    reasons: [...reasons, open],
  };
}

/** Whatever says most stands for the alternatives: a known fault before a known good. */
const TELLING: readonly PostureFinding['outcome'][] = [
  'fail',
  'pass',
  'attested',
  'not-applicable',
  'unknown',
];

function judgeReading(
  account: string,
  ids: readonly string[],
  found: readonly PostureFinding[],
): { readonly standing: Standing; readonly reason: Reason } {
  const finding = TELLING.flatMap((outcome) =>
    found.filter((one) => ids.includes(one.id) && one.outcome === outcome),
  )[0];
  if (!finding) {
    return { standing: 'none', reason: { code: 'finding-missing', account, id: ids[0] ?? '' } };
  }
  const told = { account, title: finding.title, text: finding.reason, at: finding.at };
  switch (finding.outcome) {
    case 'pass':
      return { standing: 'proven', reason: { code: 'finding-good', ...told } };
    case 'attested':
      return { standing: 'attested', reason: { code: 'finding-good', ...told } };
    case 'not-applicable':
      return { standing: 'not-applicable', reason: { code: 'finding-good', ...told } };
    case 'fail':
      return { standing: 'failed', reason: { code: 'finding-bad', ...told } };
    case 'unknown':
      return { standing: 'none', reason: { code: 'finding-open', ...told } };
  }
}

/** A fault stands for all; then whatever is least sure. What does not apply says nothing of the rest. */
function worst(standings: readonly Standing[]): Standing {
  const order: readonly Standing[] = ['failed', 'none', 'supported', 'attested', 'proven'];
  const known = order.find((standing) => standings.includes(standing));
  return known ?? (standings.length > 0 ? 'not-applicable' : 'none');
}
