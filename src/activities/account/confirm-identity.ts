import type { Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import { demandAccount } from '../account-guard.ts';
import type { Services } from '../services.ts';

export interface ConfirmIdentityInput {
  /** Twelve digits: the account that the environment declares. */
  readonly accountId: string;
  readonly region: string;
  /**
   * The Region in which AWS is asked, where the drill's own may be down.
   * @default the drill's
   */
  readonly askIn?: string;
}

export interface Identity {
  readonly accountId: string;
  /** Who is calling. */
  readonly arn: string;
}

/**
 * Shows in the record that the credentials belong to the declared account, before anything else is asked of it.
 * Fails with `ACCOUNT_MISMATCH` or `REGION_MISMATCH` (class `safety`).
 */
export const confirmIdentity: Probe<ConfirmIdentityInput, Identity, Services> = {
  kind: 'probe',
  name: 'account.confirm-identity',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['sts:GetCallerIdentity'],
  plan: ({ accountId }) => ({
    calls: [{ service: 'sts', operation: 'GetCallerIdentity', parameters: {}, mutating: false }],
    output: { accountId, arn: '(the caller)' },
  }),
  async poll(context, input) {
    if (context.region !== input.region) {
      throw new KunrenError({
        code: 'REGION_MISMATCH',
        message: `The drill is for ${input.region}, but the environment works in ${context.region}.`,
        class: 'safety',
      });
    }
    const sts = await context.services.aws.sts(input.askIn);
    const identity = await sts.getCallerIdentity({});
    demandAccount(input.accountId, identity);
    const { Account: accountId = '', Arn: arn = '' } = identity;
    return {
      status: 'done',
      output: { accountId, arn },
      facts: [
        { label: 'Account', value: accountId },
        { label: 'Caller', value: arn },
      ],
    };
  },
};
