import {
  InvalidDBInstanceStateFault$,
  StartDBInstance$,
  type StartDBInstanceMessage,
  type StartDBInstanceResult,
  StopDBInstance$,
  type StopDBInstanceMessage,
  type StopDBInstanceResult,
} from '@aws-sdk/client-rds';
import { operation } from '../../wire/service.ts';
import { modeledError } from '../../wire/service-error.ts';
import { instanceView } from '../instance-view.ts';
import type { RdsContext } from '../rds-context.ts';
import { replicasOf } from '../replication.ts';

export const stopInstance = operation<StopDBInstanceMessage, StopDBInstanceResult, RdsContext>({
  schema: StopDBInstance$,
  mutating: true,
  honours: ['DBInstanceIdentifier'],
  handle: async (input, { rds, lifecycle }, call) => {
    await rds.lookAtServers();
    const instance = rds.availableInstance(input.DBInstanceIdentifier ?? '');
    if (instance.replicaOf || replicasOf(rds, instance).length > 0) {
      const message = `Cannot stop ${instance.id}: it ${instance.replicaOf ? 'is' : 'has'} a read replica.`;
      throw modeledError(InvalidDBInstanceStateFault$, message);
    }
    lifecycle.enqueue(instance, { kind: 'stop' });
    rds.change(instance, { status: 'stopping' });
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});

export const startInstance = operation<StartDBInstanceMessage, StartDBInstanceResult, RdsContext>({
  schema: StartDBInstance$,
  mutating: true,
  honours: ['DBInstanceIdentifier'],
  handle: async (input, { rds, lifecycle }, call) => {
    const instance = rds.instance(input.DBInstanceIdentifier ?? '');
    if (instance.status !== 'stopped') {
      const message = `Instance ${instance.id} is not stopped; it is ${rds.statusOf(instance)}.`;
      throw modeledError(InvalidDBInstanceStateFault$, message);
    }
    lifecycle.enqueue(instance, { kind: 'start' });
    rds.change(instance, { status: 'starting' });
    call.effect(rds.arn('db', instance.id), instance.tags);
    return { DBInstance: await instanceView(rds, instance) };
  },
});
