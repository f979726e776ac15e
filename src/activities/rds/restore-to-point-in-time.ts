import type { Mutation } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
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

export interface RestoreToPointInTimeInput extends RestoreInput {
  /** A whole second before the latest restorable time. */
  readonly restoreTime: Instant;
}

/**
 * Restores the source's automated backup, up to an instant, into a new instance and waits until that is available.
 * The instant is always written out: `UseLatestRestorableTime` would mean something else at every repeat.
 * Fails with `RESTORE_FAILED`, or with `NAME_TAKEN`, `NOT_OURS` or `RESTORE_REPLACED` (class `safety`).
 */
export const restoreToPointInTime: Mutation<
  RestoreToPointInTimeInput,
  RestoreReceipt,
  RestoredInstance,
  Services
> = {
  kind: 'mutation',
  name: 'rds.restore-to-point-in-time',
  waitsOn: 'aws',
  iam: ['rds:RestoreDBInstanceToPointInTime', ...RESTORE_IAM],
  pollEvery: RESTORE_POLLING,
  plan: (input, names) => {
    const parameters = { ...identity(input), RestoreTime: input.restoreTime };
    return plannedRestore('RestoreDBInstanceToPointInTime', parameters, input, names);
  },
  owns: ownedInstance,
  settlesWithinMs: VISIBILITY_MS,
  async start(context, input) {
    const rds = await context.services.aws.rds();
    const settings = restoreSettings(input, runTags(context));
    const RestoreTime = new Date(input.restoreTime);
    return startMaking(context, input, () =>
      rds.restoreDBInstanceToPointInTime({ ...identity(input), RestoreTime, ...settings }),
    );
  },
  poll: pollRestore,
  adopt: adoptMade,
  undo: removal,
};

function identity({ name, source }: RestoreToPointInTimeInput) {
  return {
    TargetDBInstanceIdentifier: name,
    // The id of a deleted instance leads nowhere; its resource id leads to the backups that were kept.
    ...(source.status === 'deleted'
      ? { SourceDbiResourceId: source.dbiResourceId }
      : { SourceDBInstanceIdentifier: source.id }),
  };
}
