import type { Mutation } from '../../core/activity.ts';
import type { Outage } from '../../core/drill.ts';
import type { Services } from '../services.ts';
import { endWhereThere, findOutage } from './sandbox-control.ts';

export interface EndOutageInput {
  readonly outage: Outage;
}

type Ended = { readonly name: string };

/**
 * Brings a part of the sandbox back. Its servers come up as they went down: an old primary takes writes again.
 * Fails with `INJECTION_REFUSED` (class `safety`) outside the sandbox.
 */
export const endOutage: Mutation<EndOutageInput, Ended, Ended, Services> = {
  kind: 'mutation',
  name: 'sandbox.end-outage',
  waitsOn: 'tool',
  iam: [],
  plan: ({ outage }) => ({
    calls: [
      {
        service: 'sandbox',
        operation: 'EndOutage',
        parameters: { name: outage.name },
        mutating: true,
      },
    ],
    output: { name: outage.name },
  }),
  async start(context, { outage }) {
    await endWhereThere(context, outage.name);
    return { name: outage.name };
  },
  async poll(context, _input, receipt) {
    return (await findOutage(context, receipt.name))
      ? { status: 'pending', progress: { message: `${receipt.name} is still down` } }
      : { status: 'done', output: receipt };
  },
  async adopt(context, { outage }) {
    return (await findOutage(context, outage.name)) ? undefined : { name: outage.name };
  },
};
