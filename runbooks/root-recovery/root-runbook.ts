import type { AnyStateMachine } from 'xstate';
import { z } from 'zod';
import { type Drill, type Runbook, refuseData, refuseFutureImpact } from '../../src/index.ts';
import { type Input, type RootPlan, used } from './context.ts';
import { type RootParameters, readParameters, rootParameters } from './parameters.ts';

/** What differs from one root recovery to the other. */
interface OwnParts extends Pick<Runbook, 'id' | 'version' | 'title' | 'titles'> {
  readonly machine: AnyStateMachine;
  readonly plan: RootPlan;
  /** For whoever confirms a live run. @default that credentials are changed */
  readonly consequence?: string;
  /** @default those of every root recovery */
  readonly parameters?: z.ZodType<RootParameters>;
}

/** A runbook that recovers a root user. It changes the account itself, so on AWS it is always live. */
export function rootRunbook({
  plan,
  consequence = 'Its root user’s credentials are changed.',
  parameters: schema = rootParameters,
  machine,
  ...own
}: OwnParts): Runbook {
  const read = (drill: Drill) => readParameters(drill, schema);
  const { required, intended } = plan;
  return {
    ...own,
    machine,
    activities: invokedBy(machine),
    recoveredAt: 'T5',
    demands: { required, ...(intended && { intended }) },
    production: {
      workload: (drill) => read(drill).workload,
      isChangedBy: () => true,
      consequence,
    },
    input: (drill, names): Input => {
      refuseFutureImpact(drill.scenario, names.openedAt);
      const parameters = read(drill);
      refuseData(drill);
      return { names, parameters, scenario: drill.scenario, plan };
    },
    get parametersSchema() {
      return z.toJSONSchema(schema, { io: 'input' });
    },
  };
}

/** Of all activities of root recoveries those that this one can come to. */
function invokedBy(machine: AnyStateMachine): Runbook['activities'] {
  const names = new Set(machine.root.invoke.map(({ src }) => String(src)));
  const visit = (node: AnyStateMachine['root']) => {
    for (const { src } of node.invoke) names.add(String(src));
    for (const child of Object.values(node.states)) visit(child as AnyStateMachine['root']);
  };
  visit(machine.root);
  return Object.fromEntries(Object.entries(used).filter(([name]) => names.has(name)));
}
