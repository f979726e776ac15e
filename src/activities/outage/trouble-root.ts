import { AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import type { RootTrouble } from '../../core/drill.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { sandboxOf } from './sandbox-control.ts';

export interface TroubleRootInput {
  /** Twelve digits. */
  readonly accountId: string;
  readonly trouble: RootTrouble;
}

type Troubled = {
  /** T0 */
  readonly impactAt: Instant;
};

/**
 * Brings trouble to the root user of an account of the sandbox. Whatever was before it is put right first, so it is
 * simply done again where it is not known whether it was done: nobody has begun to recover then.
 * The account is left as the recovery leaves it; `drill sandbox root` puts it right.
 * Fails with `INJECTION_REFUSED` (class `safety`) outside the sandbox.
 */
export const troubleRoot: Mutation<TroubleRootInput, Troubled, Troubled, Services> = {
  kind: 'mutation',
  name: 'sandbox.trouble-root',
  waitsOn: 'tool',
  iam: [],
  plan: ({ accountId, trouble }) => ({
    calls: [
      {
        service: 'sandbox',
        operation: 'TroubleRoot',
        parameters: { account: accountId, scenario: trouble },
        mutating: true,
      },
    ],
    output: { impactAt: AT_THE_RUN },
  }),
  async start(context, { accountId, trouble }) {
    const impactAt = instantNow(context);
    await sandboxOf(context).troubleRoot(accountId, trouble, context.signal);
    return { impactAt };
  },
  poll: async (_context, { accountId, trouble }, receipt) => ({
    status: 'done',
    output: receipt,
    facts: [{ label: 'Root user', value: `${accountId}: ${trouble} at ${receipt.impactAt}` }],
  }),
  adopt: async () => undefined,
};
