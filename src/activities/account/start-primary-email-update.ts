import { AT_THE_RUN, type Mutation } from '../../core/activity.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import {
  demandAddress,
  getPrimaryEmail,
  type PrimaryEmailUpdate,
  sameAddress,
  takingAddress,
} from './primary-email-update.ts';

export type StartedEmailUpdate = {
  readonly requestedAt: Instant;
  /** False where the address is the new one already: then AWS sends no code, and there is nothing to accept. */
  readonly codeSent: boolean;
};

/**
 * First part of giving a member another primary e-mail, when its mailbox is lost: AWS sends a code to the *new* address.
 * Nothing is changed by that, so there is nothing to undo. After a lost answer it is asked for again, which only sends
 * another code: the newest one counts.
 * Fails with `EMAIL_INVALID` or `EMAIL_IN_USE` (class `input`).
 */
export const startPrimaryEmailUpdate: Mutation<
  PrimaryEmailUpdate,
  StartedEmailUpdate,
  StartedEmailUpdate,
  Services
> = {
  kind: 'mutation',
  name: 'account.start-primary-email-update',
  waitsOn: 'aws',
  iam: ['account:GetPrimaryEmail', 'account:StartPrimaryEmailUpdate'],
  plan: ({ accountId, email }) => ({
    calls: [
      {
        service: 'account',
        operation: 'StartPrimaryEmailUpdate',
        parameters: { AccountId: accountId, PrimaryEmail: email },
        mutating: true,
      },
    ],
    output: { requestedAt: AT_THE_RUN, codeSent: true },
  }),
  async start(context, input) {
    demandAddress(input.email);
    const requestedAt = instantNow(context);
    if (sameAddress(await getPrimaryEmail(context, input), input.email)) {
      return { requestedAt, codeSent: false };
    }
    const account = await context.services.aws.account();
    await takingAddress(input.email, () =>
      account.startPrimaryEmailUpdate({ AccountId: input.accountId, PrimaryEmail: input.email }),
    );
    return { requestedAt, codeSent: true };
  },
  async poll(_context, { accountId, email }, receipt) {
    const value = receipt.codeSent
      ? `AWS sent a code to ${email} at ${receipt.requestedAt}, for account ${accountId}`
      : `${email} is the address of account ${accountId} already`;
    return { status: 'done', output: receipt, facts: [{ label: 'Primary e-mail', value }] };
  },
  // No call tells whether a code was sent.
  adopt: async () => undefined,
};
