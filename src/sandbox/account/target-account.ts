import type { Identity } from '../sts/identity.ts';
import type { AccountContext } from './account-context.ts';
import { accessDenied, invalid } from './account-error.ts';
import type { AccountContacts } from './contacts-state.ts';

const TRUST = 'account.amazonaws.com';

/**
 * The account that a call is about: the caller's own when it names none, else a member, and then only for the
 * management account.
 * @throws ServiceError `AccessDeniedException`, `ValidationException`.
 */
export function targetAccount(
  context: AccountContext,
  caller: Identity,
  accountId: string | undefined,
): string {
  if (accountId === undefined) return caller.account;
  return memberAccount(context, caller, accountId);
}

/** The member that the management account means. @throws ServiceError `AccessDeniedException`, `ValidationException`. */
export function memberAccount(
  { organization }: AccountContext,
  caller: Identity,
  accountId: string,
): string {
  if (!/^\d{12}$/.test(accountId)) throw invalid(`${accountId} is no account ID.`);
  const { managementAccount } = organization;
  if (caller.account !== managementAccount) {
    const message = `User: ${caller.arn} is not authorized to perform this operation on account ${accountId}: it is called from the management account of its organization.`;
    throw accessDenied(message);
  }
  if (accountId === managementAccount) {
    const message =
      'The management account can only be managed using the standalone context from the management account.';
    throw accessDenied(message);
  }
  if (!organization.isMember(accountId)) {
    throw accessDenied(`Account ${accountId} is not in your organization.`);
  }
  if (!organization.trusts(TRUST)) {
    const message = `User: ${caller.arn} is not authorized to perform this operation: trusted access for ${TRUST} is not enabled in your organization.`;
    throw accessDenied(message);
  }
  return accountId;
}

/** @throws ServiceError `AccessDeniedException` when the account has none. */
export function contactsOf({ contacts }: AccountContext, account: string): AccountContacts {
  const found = contacts.accounts[account];
  if (!found) throw accessDenied(`Account ${account} has no contacts in the sandbox.`);
  return found;
}

/** What a call changes, for the log of effects. */
export function accountArn(account: string): string {
  return `arn:aws:account::${account}:account`;
}
