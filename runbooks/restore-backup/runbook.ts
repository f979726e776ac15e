import { z } from 'zod';
import { dataOf, type Runbook } from '../../src/index.ts';
import { type Input, used } from './context.ts';
import { machine } from './machine.ts';
import { parametersSchema, readParameters } from './parameters.ts';

/** Restores a recovery point of AWS Backup into isolation and proves what is in it. */
export const runbook: Runbook = {
  id: 'restore-backup',
  version: '1.0.0',
  title: 'Restore a recovery point of AWS Backup into isolation and prove its data',
  titles: { ja: 'AWS Backup復旧ポイントの隔離環境への復元とデータの検証' },
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
  parametersSchema: z.toJSONSchema(parametersSchema, { io: 'input' }),
};
