import type { AnyActivity } from '../core/activity.ts';
import { confirmIdentity } from './account/confirm-identity.ts';
import { chooseRecoveryPoint } from './rds/choose-recovery-point.ts';
import { confirmIsolation } from './rds/confirm-isolation.ts';
import { inspectSource } from './rds/inspect-source.ts';
import { inspectTarget } from './rds/inspect-target.ts';
import { resetMasterPassword } from './rds/reset-master-password.ts';
import { restoreFromSnapshot } from './rds/restore-from-snapshot.ts';
import { restoreToPointInTime } from './rds/restore-to-point-in-time.ts';
import { awaitLoss } from './sql/await-loss.ts';
import { injectLoss } from './sql/inject-loss.ts';
import { takeBaseline } from './sql/take-baseline.ts';
import { verify } from './sql/verify.ts';

/** Every activity, by its name. */
export const activities = {
  'account.confirm-identity': confirmIdentity,
  'rds.inspect-source': inspectSource,
  'rds.inspect-target': inspectTarget,
  'rds.choose-recovery-point': chooseRecoveryPoint,
  'rds.restore-from-snapshot': restoreFromSnapshot,
  'rds.restore-to-point-in-time': restoreToPointInTime,
  'rds.confirm-isolation': confirmIsolation,
  'rds.reset-master-password': resetMasterPassword,
  'sql.take-baseline': takeBaseline,
  'sql.inject-loss': injectLoss,
  'sql.await-loss': awaitLoss,
  'sql.verify': verify,
} as const satisfies { readonly [name: string]: AnyActivity };
