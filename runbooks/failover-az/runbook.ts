import { z } from 'zod';
import { dataOf, type Runbook } from '../../src/index.ts';
import { type Input, used } from './context.ts';
import { machine } from './machine.ts';
import { parametersSchema, readParameters } from './parameters.ts';

/** Moves a Multi-AZ instance to its standby and measures what users saw of it. */
export const runbook: Runbook = {
  id: 'failover-az',
  version: '1.0.0',
  title: 'Fail a Multi-AZ instance over to its standby and measure the outage',
  titles: { ja: 'マルチAZインスタンスのスタンバイへのフェイルオーバーと停止時間の計測' },
  machine,
  activities: used,
  recoveredAt: 'T6',
  // There is no rehearsal beside it: the instance that moves is the one that serves.
  production: {
    workload: (drill) => readParameters(drill).workload,
    isChangedBy: () => true,
    consequence: 'Writes stop, and production moves.',
  },
  input: (drill, names): Input => ({
    names,
    parameters: readParameters(drill),
    ...dataOf(drill),
    rtoMs: drill.objectives.rtoMs,
  }),
  get parametersSchema() {
    return z.toJSONSchema(parametersSchema, { io: 'input' });
  },
};
