import {
  type Account,
  DescribeAccount$,
  type DescribeAccountRequest,
  type DescribeAccountResponse,
  ListAccounts$,
  type ListAccountsRequest,
  type ListAccountsResponse,
} from '@aws-sdk/client-organizations';
import { operation } from '../../wire/service.ts';
import { managementOnly } from '../management-only.ts';
import type { Organization } from '../organization.ts';
import type { AccountRecord } from '../organization-state.ts';
import { accountNotFound } from '../organizations-error.ts';
import { pageOf } from '../page.ts';

export const listAccounts = operation<ListAccountsRequest, ListAccountsResponse, Organization>({
  schema: ListAccounts$,
  mutating: false,
  handle: (input, organization, { caller }) => {
    managementOnly(organization, caller);
    const { items, NextToken } = pageOf(organization.state.accounts, input);
    return { Accounts: items.map((account) => accountView(organization, account)), NextToken };
  },
});

export const describeAccount = operation<
  DescribeAccountRequest,
  DescribeAccountResponse,
  Organization
>({
  schema: DescribeAccount$,
  mutating: false,
  handle: ({ AccountId = '' }, organization, { caller }) => {
    managementOnly(organization, caller);
    const account = organization.find(AccountId);
    if (!account) throw accountNotFound();
    return { Account: accountView(organization, account) };
  },
});

/** `Status` is what older clients read; it says the same as `State`. */
function accountView(organization: Organization, account: AccountRecord): Account {
  return {
    Id: account.id,
    Arn: organization.arn(account),
    Email: account.email,
    Name: account.name,
    Status: account.state,
    State: account.state,
    JoinedMethod: account.joined,
    JoinedTimestamp: new Date(account.joinedAt),
  };
}
