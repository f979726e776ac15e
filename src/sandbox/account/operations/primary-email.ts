import {
  AcceptPrimaryEmailUpdate$,
  type AcceptPrimaryEmailUpdateRequest,
  type AcceptPrimaryEmailUpdateResponse,
  GetPrimaryEmail$,
  type GetPrimaryEmailRequest,
  type GetPrimaryEmailResponse,
  GetPrimaryEmailUpdateStatus$,
  type GetPrimaryEmailUpdateStatusRequest,
  type GetPrimaryEmailUpdateStatusResponse,
  StartPrimaryEmailUpdate$,
  type StartPrimaryEmailUpdateRequest,
  type StartPrimaryEmailUpdateResponse,
} from '@aws-sdk/client-account';
import { acceptEmailChange, startEmailChange } from '../../root/email-change.ts';
import { operation } from '../../wire/service.ts';
import type { AccountContext } from '../account-context.ts';
import { conflict, invalid, notFound } from '../account-error.ts';
import { accountArn, memberAccount } from '../target-account.ts';

export const getPrimaryEmail = operation<
  GetPrimaryEmailRequest,
  GetPrimaryEmailResponse,
  AccountContext
>({
  schema: GetPrimaryEmail$,
  mutating: false,
  handle: ({ AccountId = '' }, context, { caller }) => {
    const account = memberAccount(context, caller, AccountId);
    return { PrimaryEmail: context.organization.find(account)?.email };
  },
});

/** What was accepted shows at once, so that only what waits for its code is told. */
export const getPrimaryEmailUpdateStatus = operation<
  GetPrimaryEmailUpdateStatusRequest,
  GetPrimaryEmailUpdateStatusResponse,
  AccountContext
>({
  schema: GetPrimaryEmailUpdateStatus$,
  mutating: false,
  handle: ({ AccountId = '' }, context, { caller }) => {
    const account = memberAccount(context, caller, AccountId);
    const { root } = context;
    const change = root.state.emailChanges.find((each) => each.account === account);
    if (!change) throw notFound(`No update of account ${account} is known.`);
    return { Status: root.isOver(change.expiresAt) ? 'FAILED' : 'PENDING' };
  },
});

export const startPrimaryEmailUpdate = operation<
  StartPrimaryEmailUpdateRequest,
  StartPrimaryEmailUpdateResponse,
  AccountContext
>({
  schema: StartPrimaryEmailUpdate$,
  mutating: true,
  handle: ({ AccountId = '', PrimaryEmail = '' }, context, call) => {
    const account = memberAccount(context, call.caller, AccountId);
    const email = PrimaryEmail.trim();
    if (!/^(?=.{5,64}$)[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email)) {
      throw invalid(`${PrimaryEmail} is no e-mail address of 5 to 64 characters.`);
    }
    if (context.organization.findByEmail(email)) {
      throw conflict(`The address ${email} is in use by an AWS account.`);
    }
    startEmailChange(context.root, account, email);
    call.effect(accountArn(account), []);
    return { Status: 'PENDING' };
  },
});

export const acceptPrimaryEmailUpdate = operation<
  AcceptPrimaryEmailUpdateRequest,
  AcceptPrimaryEmailUpdateResponse,
  AccountContext
>({
  schema: AcceptPrimaryEmailUpdate$,
  mutating: true,
  handle: ({ AccountId = '', PrimaryEmail = '', Otp = '' }, context, call) => {
    const account = memberAccount(context, call.caller, AccountId);
    switch (acceptEmailChange(context.root, account, PrimaryEmail.trim(), Otp)) {
      case 'none':
        throw notFound(`No update of account ${account} to ${PrimaryEmail} is pending.`);
      case 'wrong':
        throw invalid('The one-time password is not the one that was sent.');
      case 'accepted':
        call.effect(accountArn(account), []);
        return { Status: 'ACCEPTED' };
    }
  },
});
