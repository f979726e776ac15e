import { AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import type { Outage } from '../../core/drill.ts';
import type { Instant } from '../../core/ports.ts';
import type { Services } from '../services.ts';
import { endWhereThere, findOutage, sandboxOf } from './sandbox-control.ts';

export interface StartOutageInput {
  readonly outage: Outage;
}

export interface StartedOutage {
  /** T0: by the sandbox's clock, as it began to take its servers down. */
  readonly impactAt: Instant;
}

type StartedReceipt = { readonly impactAt: Instant };

/**
 * Takes a Region or an Availability Zone of the sandbox down, and brings it back when the run ends.
 * Fails with `INJECTION_REFUSED` (class `safety`) outside the sandbox.
 */
export const startOutage: Mutation<StartOutageInput, StartedReceipt, StartedOutage, Services> = {
  kind: 'mutation',
  name: 'sandbox.start-outage',
  waitsOn: 'tool',
  iam: [],
  plan: ({ outage }) => ({
    calls: [
      {
        service: 'sandbox',
        operation: 'StartOutage',
        parameters: { kind: outage.kind, name: outage.name },
        mutating: true,
      },
    ],
    output: { impactAt: AT_THE_RUN },
  }),
  owns: ({ outage }, { region }) => ({ type: 'sandbox:outage', id: outage.name, region }),
  async start(context, { outage }) {
    const { since } = await sandboxOf(context).startOutage(outage, context.signal);
    return { impactAt: since };
  },
  poll: async (_context, { outage }, receipt) => ({
    status: 'done',
    output: receipt,
    facts: [{ label: 'Taken down', value: `${outage.kind} ${outage.name} at ${receipt.impactAt}` }],
  }),
  async adopt(context, { outage }) {
    const found = await findOutage(context, outage.name);
    return found && { impactAt: found.since };
  },
  undo: {
    iam: [],
    plan: ({ outage }) => [
      {
        service: 'sandbox',
        operation: 'EndOutage',
        parameters: { name: outage.name },
        mutating: true,
      },
    ],
    async start(context, { outage }) {
      await endWhereThere(context, outage.name);
    },
    async poll(context, { outage }) {
      return (await findOutage(context, outage.name))
        ? { status: 'pending', progress: { message: `${outage.name} is still down` } }
        : {
            status: 'done',
            output: { call: 'sandbox:ListOutages', observed: `${outage.name} is up` },
          };
    },
  },
};
