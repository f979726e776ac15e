import type { Mutation } from '../../core/activity.ts';
import type { Services } from '../services.ts';
import { VISIBILITY_MS } from './describe-instance.ts';
import { adoptMade, runTags, startMaking } from './made-instance.ts';
import { removal } from './remove-instance.ts';
import {
  ownedInstance,
  plannedRestore,
  pollRestore,
  RESTORE_IAM,
  RESTORE_POLLING,
  type RestoredInstance,
  type RestoreInput,
  type RestoreReceipt,
  restoreSettings,
} from './restored-instance.ts';

export interface RestoreFromSnapshotInput extends RestoreInput {
  readonly snapshotId: string;
}

/**
 * Restores a snapshot into a new instance and waits until that instance is available.
 * Fails with `RESTORE_FAILED`, or with `NAME_TAKEN`, `NOT_OURS` or `RESTORE_REPLACED` (class `safety`).
 */
export const restoreFromSnapshot: Mutation<
  RestoreFromSnapshotInput,
  RestoreReceipt,
  RestoredInstance,
  Services
> = {
  kind: 'mutation',
  name: 'rds.restore-from-snapshot',
  waitsOn: 'aws',
  iam: ['rds:RestoreDBInstanceFromDBSnapshot', ...RESTORE_IAM],
  pollEvery: RESTORE_POLLING,
  plan: (input, names) =>
    plannedRestore('RestoreDBInstanceFromDBSnapshot', identity(input), input, names),
  owns: ownedInstance,
  settlesWithinMs: VISIBILITY_MS,
  async start(context, input) {
    const rds = await context.services.aws.rds();
    const settings = restoreSettings(input, runTags(context));
    return startMaking(context, input, () =>
      rds.restoreDBInstanceFromDBSnapshot({ ...identity(input), ...settings }),
    );
  },
  poll: pollRestore,
  adopt: adoptMade,
  undo: removal,
};

function identity({ name, snapshotId }: RestoreFromSnapshotInput) {
  return { DBInstanceIdentifier: name, DBSnapshotIdentifier: snapshotId };
}
