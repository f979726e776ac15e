import {
  InvalidDBInstanceStateFault$,
  RebootDBInstance$,
  type RebootDBInstanceMessage,
  type RebootDBInstanceResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { modeledError } from '../../wire/service-error.ts';
import { instanceView } from '../instance-view.ts';
import type { Rds } from '../rds.ts';
import type { RdsContext } from '../rds-context.ts';
import { invalidCombination } from '../rds-error.ts';
import type { InstanceRecord, Work } from '../rds-state.ts';

export const rebootInstance = operation<
  RebootDBInstanceMessage,
  RebootDBInstanceResult,
  RdsContext
>({
  schema: RebootDBInstance$,
  mutating: true,
  honours: ['DBInstanceIdentifier', 'ForceFailover'],
  handle: async (input, { rds, lifecycle }, call) => {
    await rds.lookAtServers();
    const instance = rds.availableInstance(input.DBInstanceIdentifier ?? '');
    lifecycle.enqueue(
      instance,
      input.ForceFailover ? failoverOf(rds, instance) : { kind: 'reboot' },
    );
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});

/** @throws ServiceError when there is nothing to fail over to. */
function failoverOf(rds: Rds, instance: InstanceRecord): Work {
  if (!instance.settings.multiAz) {
    throw invalidCombination(
      `Cannot force a failover of ${instance.id}: it is not a Multi-AZ instance.`,
    );
  }
  const isUnderWay = instance.works.some(({ kind }) => kind === 'failover');
  if (isUnderWay || !rds.canFailOver(instance)) {
    const why = isUnderWay ? 'it is failing over already' : 'its standby is not in step';
    const message = `Cannot force a failover of ${instance.id} now: ${why}.`;
    throw modeledError(InvalidDBInstanceStateFault$, message);
  }
  return { kind: 'failover', from: instance.server, asked: true };
}
