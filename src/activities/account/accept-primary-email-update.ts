import type { Mutation } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { instantNow } from '../instant-now.ts';
import { pending } from '../rds/pending.ts';
import type { Services } from '../services.ts';
import {
  demandAddress,
  getPrimaryEmail,
  getUpdateStatus,
  type PrimaryEmailUpdate,
  sameAddress,
  takingAddress,
} from './primary-email-update.ts';

export interface AcceptPrimaryEmailInput extends PrimaryEmailUpdate {
  /** Name of the secret that holds the code; the code itself is in memory only. */
  readonly codeSecret: string;
}

/**
 * Second part of giving a member another primary e-mail: accepts it with the code that the new mailbox got.
 * The password and MFA of the root user stay. It cannot be undone by a run: the way back takes a code from the old
 * mailbox, which is lost. AWS may show the old address for up to four hours.
 * Fails with `EMAIL_INVALID`, `EMAIL_IN_USE`, `SECRET_MISSING` (class `input`) or `PRIMARY_EMAIL_UPDATE_FAILED`.
 */
export const acceptPrimaryEmailUpdate: Mutation<
  AcceptPrimaryEmailInput,
  { readonly requestedAt: Instant },
  { readonly email: string },
  Services
> = {
  kind: 'mutation',
  name: 'account.accept-primary-email-update',
  waitsOn: 'aws',
  iam: [
    'account:AcceptPrimaryEmailUpdate',
    'account:GetPrimaryEmail',
    'account:GetPrimaryEmailUpdateStatus',
  ],
  pollEvery: { initialMs: 2_000, maxMs: 60_000, factor: 1.5 },
  plan: ({ accountId, email }) => ({
    calls: [
      {
        service: 'account',
        operation: 'AcceptPrimaryEmailUpdate',
        parameters: { AccountId: accountId, PrimaryEmail: email },
        mutating: true,
      },
    ],
    output: { email },
  }),
  async start(context, { accountId, email, codeSecret }) {
    demandAddress(email);
    const code = context.secrets.get(codeSecret);
    if (code === undefined) {
      throw new KunrenError({
        code: 'SECRET_MISSING',
        message: `The code that was sent to ${email} is not in memory.`,
        class: 'input',
      });
    }
    const requestedAt = instantNow(context);
    const account = await context.services.aws.account();
    await takingAddress(email, () =>
      account.acceptPrimaryEmailUpdate({ AccountId: accountId, PrimaryEmail: email, Otp: code }),
    );
    return { requestedAt };
  },
  async poll(context, input) {
    const email = await getPrimaryEmail(context, input);
    if (!sameAddress(email, input.email)) {
      const status = await getUpdateStatus(context, input);
      if (status === 'FAILED') {
        throw new KunrenError({
          code: 'PRIMARY_EMAIL_UPDATE_FAILED',
          message: `AWS gave up the change of the primary e-mail of account ${input.accountId} to ${input.email}.`,
        });
      }
      return pending(`AWS still shows ${email ?? 'none'}; the update is ${status ?? 'unknown'}`);
    }
    return {
      status: 'done',
      output: { email: input.email },
      facts: [{ label: 'Primary e-mail', value: `${input.email}, account ${input.accountId}` }],
    };
  },
  async adopt(context, input) {
    const receipt = { requestedAt: instantNow(context) };
    if (sameAddress(await getPrimaryEmail(context, input), input.email)) return receipt;
    // The code is used up by then, and the new address shows hours later.
    const status = await getUpdateStatus(context, input);
    return status === 'ACCEPTED' || status === 'COMPLETED' ? receipt : undefined;
  },
};
