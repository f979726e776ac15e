import { z } from 'zod';
import { dataOf, type Runbook } from '../../src/index.ts';
import { type Input, used } from './context.ts';
import { machine } from './machine.ts';
import { parametersSchema, readParameters } from './parameters.ts';

/** Restores an RDS instance into isolation and proves what is in it. */
export const runbook: Runbook = {
  id: 'restore-rds',
  version: '1.0.0',
  title: 'Restore an RDS instance into isolation and prove its data',
  titles: { ja: 'RDSインスタンスの隔離環境への復元とデータの検証' },
  machine,
  activities: used,
  recoveredAt: 'T5',
  input: (drill, names): Input => ({
    names,
    parameters: readParameters(drill, names),
    scenario: drill.scenario,
    ...dataOf(drill),
    rtoMs: drill.objectives.rtoMs,
  }),
  get parametersSchema() {
    return z.toJSONSchema(parametersSchema, { io: 'input' });
  },
};
