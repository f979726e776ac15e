import { isOver } from '../core/day.ts';
import type { SeenBackup } from '../core/run-evidence.ts';
import { untilOf } from './attested.ts';
import type { Facts, KnownRun } from './facts.ts';
import type { Answer, Judged, Reason, Standing } from './judged.ts';
import { nextRun } from './next-run.ts';
import { newestFirst, showRuns, whyNoReading } from './weigh-runs.ts';

/**
 * Automatic backups (BAR-001), by what runs saw of the databases that they recover: they are on, and what could be
 * restored was no older than the RPO allows. It is known of those databases only, and that is said.
 */
export function judgeBackups(facts: Facts): Judged {
  const looked = newestFirst(facts.runs)
    .filter(({ type, backups }) => type === 'restore' || backups.length > 0)
    .map((run) => ({ run, why: whyNoReading(run, facts) }))
    .map(({ run, why }) => (why ? { run, why } : { run }));
  const newest = new Map<string, SeenBackup>();
  const used = new Set<string>();
  for (const { run, why } of looked) {
    if (why) continue;
    for (const seen of run.backups) {
      const key = `${run.account} ${seen.instance}`;
      if (newest.has(key)) continue;
      newest.set(key, seen);
      used.add(run.run);
    }
  }
  const valid = facts.attestations.exclusions.filter((one) => !isOver(untilOf(one), facts.now));
  const judged = [...newest.values()].map((seen) =>
    judgeSeen(seen, (what) => valid.some((one) => one.what === what)),
  );
  const excluded = valid.map((exclusion): Reason => ({ code: 'backup-excluded', exclusion }));
  const expired = facts.attestations.exclusions
    .filter((one) => !valid.includes(one))
    .map((exclusion): Reason => ({ code: 'exclusion-expired', exclusion, on: untilOf(exclusion) }));
  const standing = standingOf(judged.map((one) => one.standing));
  return {
    standing,
    reasons: [
      ...judged.map(({ reason }) => reason),
      ...(judged.length === 0 ? [{ code: 'backup-unseen' } as const] : []),
      ...excluded,
      ...expired,
      ...(standing === 'proven' ? [{ code: 'backup-scope' } as const] : []),
    ],
    evidence: showRuns(
      looked.filter((one) => 'why' in one || used.has(one.run.run)),
      facts,
    ),
    answers: valid.map((exclusion): Answer => ({ code: 'excluded', exclusion })),
    ...(standing === 'failed'
      ? { next: mendOf(looked, used) }
      : standing !== 'proven' && {
          next: nextRun(
            facts,
            ({ type, runbook }) => type === 'restore' && runbook !== 'restore-backup',
            'restore',
          ),
        }),
  };
}

function mendOf(
  looked: readonly { readonly run: KnownRun }[],
  used: ReadonlySet<string>,
): { readonly code: 'mend'; readonly run: string } {
  return { code: 'mend', run: looked.find(({ run }) => used.has(run.run))?.run.run ?? '' };
}

function judgeSeen(
  { instance, retentionDays, latestRestorableAt, seenAt, rpoMs }: SeenBackup,
  isExcluded: (what: string) => boolean,
): { readonly standing: Standing; readonly reason: Reason } {
  const at = seenAt;
  if (retentionDays === 0) {
    return {
      standing: isExcluded(instance) ? 'not-applicable' : 'failed',
      reason: { code: 'backup-off', instance, at },
    };
  }
  if (latestRestorableAt === undefined || rpoMs === undefined) {
    return { standing: 'none', reason: { code: 'backup-open', instance, at } };
  }
  const behindMs = Math.max(0, Date.parse(seenAt) - Date.parse(latestRestorableAt));
  const told = { instance, retentionDays, behindMs, at };
  return behindMs > rpoMs
    ? { standing: 'failed', reason: { code: 'backup-behind', ...told } }
    : { standing: 'proven', reason: { code: 'backup-on', ...told } };
}

function standingOf(standings: readonly Standing[]): Standing {
  if (standings.includes('failed')) return 'failed';
  if (standings.includes('none')) return 'none';
  // Data that is left out on purpose shows nothing of the rest.
  return standings.includes('proven') ? 'proven' : 'none';
}
