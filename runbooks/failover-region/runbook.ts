import { z } from 'zod';
import { dataOf, type Runbook, refuseFutureImpact } from '../../src/index.ts';
import { type Input, used } from './context.ts';
import { machine } from './machine.ts';
import { parametersSchema, readParameters } from './parameters.ts';

/** Moves a workload to its replica in another Region, and back. */
export const runbook: Runbook = {
  id: 'failover-region',
  version: '1.0.0',
  title: 'Fail over to another Region and back',
  titles: { ja: '別リージョンへのフェイルオーバーとフェイルバック' },
  machine,
  activities: used,
  recoveredAt: 'T6',
  production: {
    workload: (drill) => readParameters(drill).workload,
    isChangedBy: (drill) => readParameters(drill).exercise === 'production',
    consequence: 'Writes stop, and production moves.',
  },
  input: (drill, names): Input => {
    refuseFutureImpact(drill.scenario, names.openedAt);
    return {
      names,
      parameters: readParameters(drill),
      scenario: drill.scenario,
      ...dataOf(drill),
      rtoMs: drill.objectives.rtoMs,
    };
  },
  get parametersSchema() {
    return z.toJSONSchema(parametersSchema, { io: 'input' });
  },
};
