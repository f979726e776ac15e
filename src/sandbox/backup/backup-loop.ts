import type { Ms } from '../../core/ports.ts';
import { parseArn } from '../rds/arn.ts';
import type { Rds } from '../rds/rds.ts';
import type { InstanceRecord } from '../rds/rds-state.ts';
import type { Backup } from './backup.ts';
import type { BackupContext } from './backup-context.ts';
import type {
  BackupJobRecord,
  PlanRecord,
  RecoveryPointRecord,
  RuleRecord,
} from './backup-state.ts';
import { startRestoreTests } from './restore-testing.ts';
import { parseSchedule } from './schedule.ts';
import { beginBackup } from './take-backup.ts';

const LOOK_EVERY_MS: Ms = 30_000;
const DAY_MS: Ms = 86_400_000;
/** Recovery points that a plan keeps of one resource: its days are short, so its retention in days would keep all. */
const KEPT = 3;

/** Goes on until the signal fires: runs the plans that are due, and removes what has been kept long enough. */
export async function keepRunningPlans(context: BackupContext, signal: AbortSignal): Promise<void> {
  const { backup, rds } = context;
  while (!signal.aborted) {
    try {
      await backup.clock.sleep(LOOK_EVERY_MS, signal);
    } catch {
      return;
    }
    await rds.rds.lookAtServers();
    for (const job of beginDuePlans(context)) context.jobs.runBackup(job);
    runDueTests(context);
    expireRecoveryPoints(context);
  }
}

/** Registers the jobs of every plan whose time has come; one that has never run runs at once. */
export function beginDuePlans(context: BackupContext): BackupJobRecord[] {
  const { backup } = context;
  return backup.state.plans.flatMap((plan) => {
    const since = plan.lastRunAt;
    const rules = plan.rules.filter(
      ({ schedule }) => since === undefined || isDue(context, schedule, since),
    );
    if (rules.length > 0) plan.lastRunAt = backup.now();
    return rules.flatMap((rule) => beginRule(context, plan, rule));
  });
}

function beginRule(
  { backup, rds }: BackupContext,
  plan: PlanRecord,
  rule: RuleRecord,
): BackupJobRecord[] {
  const each = (roleArn: string, resourceArn: string) => {
    const instance = rds.rds.find(parseArn(backup.place, resourceArn)?.name ?? '');
    if (!instance || !canBeBackedUp(rds.rds, instance)) return [];
    return beginBackup(backup, rds, {
      vault: rule.vault,
      resourceArn,
      roleArn,
      creator: { plan: plan.id, rule: rule.id },
      deleteAfterDays: rule.deleteAfterDays,
      tags: {},
    });
  };
  return plan.selections.flatMap(({ resources, roleArn }) =>
    resources.flatMap((resourceArn) => each(roleArn, resourceArn)),
  );
}

/** A read replica's server takes no base backups, and a server that does not answer none at all. */
function canBeBackedUp(rds: Rds, instance: InstanceRecord): boolean {
  const answers = rds.statusOf(instance) === 'available' && rds.downFor(instance) === undefined;
  return answers && !instance.replicaOf;
}

function runDueTests(context: BackupContext): void {
  for (const plan of context.backup.state.testingPlans) {
    if (isDue(context, plan.schedule, plan.lastRunAt ?? plan.createdAt)) {
      startRestoreTests(context, plan);
    }
  }
}

function isDue({ backup }: BackupContext, schedule: string, since: string): boolean {
  return parseSchedule(schedule).isDue(Date.parse(since), backup.clock.now());
}

/** Removes recovery points that newer ones have replaced, or whose days are over, unless a restore reads them. */
function expireRecoveryPoints({ backup, rds }: BackupContext): void {
  const complete = backup.recoveryPointsOf().filter(({ status }) => status === 'COMPLETED');
  for (const point of complete.filter((each) => isOld(backup, each, complete))) {
    const snapshot = rds.rds.findSnapshot(point.snapshot);
    if (snapshot && rds.rds.isRestoring(snapshot)) continue;
    const { recoveryPoints } = backup.state;
    recoveryPoints.splice(recoveryPoints.indexOf(point), 1);
    if (snapshot) rds.lifecycle.discard(snapshot);
  }
}

/** @param complete newest first */
function isOld(
  backup: Backup,
  point: RecoveryPointRecord,
  complete: readonly RecoveryPointRecord[],
): boolean {
  const { creator, createdAt, deleteAfterDays } = point;
  if (creator) {
    const alike = complete.filter(
      ({ creator: other, vault, resourceArn }) =>
        other?.plan === creator.plan && vault === point.vault && resourceArn === point.resourceArn,
    );
    return alike.indexOf(point) >= KEPT;
  }
  if (deleteAfterDays === undefined) return false;
  return backup.clock.now() > Date.parse(createdAt) + deleteAfterDays * DAY_MS;
}
