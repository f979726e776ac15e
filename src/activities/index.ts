import type { AnyActivity } from '../core/activity.ts';
import { acceptPrimaryEmailUpdate } from './account/accept-primary-email-update.ts';
import { confirmIdentity } from './account/confirm-identity.ts';
import { correctPhone, replacePhone } from './account/correct-phone.ts';
import { inspectContact } from './account/inspect-contact.ts';
import { snapshotPosture } from './account/snapshot-posture.ts';
import { startPrimaryEmailUpdate } from './account/start-primary-email-update.ts';
import { borrowInstance } from './backup/borrow-instance.ts';
import { chooseBackupRecoveryPoint } from './backup/choose-recovery-point.ts';
import { claimInstance } from './backup/claim-instance.ts';
import { inspectRestoreJob } from './backup/inspect-restore-job.ts';
import { inspectVault } from './backup/inspect-vault.ts';
import { reportValidation } from './backup/report-validation.ts';
import { startBackupRestore } from './backup/start-restore.ts';
import { findRootEvents } from './cloudtrail/find-root-events.ts';
import { confirmAlarms } from './cloudwatch/confirm-alarms.ts';
import { confirmReplicaLag } from './cloudwatch/confirm-replica-lag.ts';
import { publishResults } from './cloudwatch/publish-results.ts';
import { confirmAnswer } from './dns/confirm-answer.ts';
import { awaitAws } from './human/await-aws.ts';
import { doTask } from './human/do-task.ts';
import { allowLastingRootRecovery, allowRootRecovery } from './iam/allow-root-recovery.ts';
import { auditRoot } from './iam/audit-root.ts';
import { deleteRootCredentials } from './iam/delete-root-credentials.ts';
import { confirmRootAccess } from './organizations/confirm-root-access.ts';
import { inspectAccount } from './organizations/inspect-account.ts';
import { endOutage } from './outage/end-outage.ts';
import { startOutage } from './outage/start-outage.ts';
import { troubleRoot } from './outage/trouble-root.ts';
import { awaitStandby } from './rds/await-standby.ts';
import { chooseRecoveryPoint } from './rds/choose-recovery-point.ts';
import { confirmIsolation } from './rds/confirm-isolation.ts';
import { createProductionReplica } from './rds/create-production-replica.ts';
import { createRehearsalReplica } from './rds/create-rehearsal-replica.ts';
import { forceFailover } from './rds/force-failover.ts';
import { handOver } from './rds/hand-over.ts';
import { inspectPrimary } from './rds/inspect-primary.ts';
import { inspectReplica } from './rds/inspect-replica.ts';
import { inspectSource } from './rds/inspect-source.ts';
import { inspectTarget } from './rds/inspect-target.ts';
import { promoteReadReplica } from './rds/promote-read-replica.ts';
import { renameInstance } from './rds/rename-instance.ts';
import { resetMasterPassword } from './rds/reset-master-password.ts';
import { restoreFromSnapshot } from './rds/restore-from-snapshot.ts';
import { restoreToPointInTime } from './rds/restore-to-point-in-time.ts';
import { retireSuperseded } from './rds/retire-superseded.ts';
import { surveyFailover } from './rds/survey-failover.ts';
import { awaitHealth } from './route53/await-health.ts';
import { createRehearsalRecord } from './route53/create-rehearsal-record.ts';
import { inspectFailover } from './route53/inspect-failover.ts';
import { pointRecord } from './route53/point-record.ts';
import { runStateMachine } from './sfn/run-state-machine.ts';
import { awaitLoss } from './sql/await-loss.ts';
import { awaitReplayed } from './sql/await-replayed.ts';
import { awaitWritable } from './sql/await-writable.ts';
import { confirmOwnerLogin } from './sql/confirm-owner-login.ts';
import { fenceWrites } from './sql/fence-writes.ts';
import { injectLoss } from './sql/inject-loss.ts';
import { liftFence } from './sql/lift-fence.ts';
import { takeBaseline } from './sql/take-baseline.ts';
import { verify } from './sql/verify.ts';
import { confirmRequests } from './traffic/confirm-requests.ts';
import { countLostWrites } from './traffic/count-lost-writes.ts';
import { measureOutage } from './traffic/measure-outage.ts';

/** Every activity, by its name. */
export const activities = {
  'account.accept-primary-email-update': acceptPrimaryEmailUpdate,
  'account.confirm-identity': confirmIdentity,
  'account.correct-phone': correctPhone,
  'account.inspect-contact': inspectContact,
  'account.replace-phone': replacePhone,
  'account.snapshot-posture': snapshotPosture,
  'account.start-primary-email-update': startPrimaryEmailUpdate,
  'backup.borrow-instance': borrowInstance,
  'backup.choose-recovery-point': chooseBackupRecoveryPoint,
  'backup.claim-instance': claimInstance,
  'backup.inspect-restore-job': inspectRestoreJob,
  'backup.inspect-vault': inspectVault,
  'backup.report-validation': reportValidation,
  'backup.start-restore': startBackupRestore,
  'cloudtrail.find-root-events': findRootEvents,
  'cloudwatch.confirm-alarms': confirmAlarms,
  'cloudwatch.confirm-replica-lag': confirmReplicaLag,
  'cloudwatch.publish-results': publishResults,
  'dns.confirm-answer': confirmAnswer,
  'human.await-aws': awaitAws,
  'human.do-task': doTask,
  'iam.allow-lasting-root-recovery': allowLastingRootRecovery,
  'iam.allow-root-recovery': allowRootRecovery,
  'iam.audit-root': auditRoot,
  'iam.delete-root-credentials': deleteRootCredentials,
  'organizations.confirm-root-access': confirmRootAccess,
  'organizations.inspect-account': inspectAccount,
  'rds.await-standby': awaitStandby,
  'rds.choose-recovery-point': chooseRecoveryPoint,
  'rds.confirm-isolation': confirmIsolation,
  'rds.create-production-replica': createProductionReplica,
  'rds.create-rehearsal-replica': createRehearsalReplica,
  'rds.force-failover': forceFailover,
  'rds.hand-over': handOver,
  'rds.inspect-primary': inspectPrimary,
  'rds.inspect-replica': inspectReplica,
  'rds.inspect-source': inspectSource,
  'rds.inspect-target': inspectTarget,
  'rds.promote-read-replica': promoteReadReplica,
  'rds.rename-instance': renameInstance,
  'rds.reset-master-password': resetMasterPassword,
  'rds.restore-from-snapshot': restoreFromSnapshot,
  'rds.restore-to-point-in-time': restoreToPointInTime,
  'rds.retire-superseded': retireSuperseded,
  'rds.survey-failover': surveyFailover,
  'route53.await-health': awaitHealth,
  'route53.create-rehearsal-record': createRehearsalRecord,
  'route53.inspect-failover': inspectFailover,
  'route53.point-record': pointRecord,
  'sandbox.end-outage': endOutage,
  'sandbox.start-outage': startOutage,
  'sandbox.trouble-root': troubleRoot,
  'sfn.run-state-machine': runStateMachine,
  'sql.await-loss': awaitLoss,
  'sql.await-replayed': awaitReplayed,
  'sql.await-writable': awaitWritable,
  'sql.confirm-owner-login': confirmOwnerLogin,
  'sql.fence-writes': fenceWrites,
  'sql.inject-loss': injectLoss,
  'sql.lift-fence': liftFence,
  'sql.take-baseline': takeBaseline,
  'sql.verify': verify,
  'traffic.confirm-requests': confirmRequests,
  'traffic.count-lost-writes': countLostWrites,
  'traffic.measure-outage': measureOutage,
} as const satisfies { readonly [name: string]: AnyActivity };
