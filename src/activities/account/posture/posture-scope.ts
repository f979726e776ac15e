import type { ActivityContext } from '../../../core/activity.ts';
import { KunrenError } from '../../../core/failure.ts';
import type { AccountClients } from '../../account-clients.ts';
import { demandAccount } from '../../account-guard.ts';
import type { AccountSession } from '../../account-session.ts';
import type { Services } from '../../services.ts';
import { type Reading, read } from './reading.ts';

/** Which account is looked at, and how it is entered. */
export interface PostureAccount {
  /** Twelve digits. */
  readonly id: string;
  /** Its place in an organization, as declared. */
  readonly kind: 'standalone' | 'management' | 'member';
  /**
   * The role by which a member is entered, or `root`: as its root user, for an audit. The audit sees only the root
   * user's credentials; the rest is then unknown.
   * @default it is the caller's own account
   */
  readonly enter?: 'root' | { readonly roleArn: string; readonly externalId?: string };
}

/** What every look of one snapshot works with. */
export interface PostureScope {
  readonly context: ActivityContext<Services>;
  readonly account: PostureAccount;
  /** With the credentials of the account itself. */
  readonly inside: AccountClients;
  /** With the caller's: those of the management account, where a member is looked at from outside. */
  readonly caller: AccountClients;
  /** How the Account API is told which account is meant: it refuses the caller's own by its id. */
  readonly named: { readonly AccountId?: string };
  /** Which centralized root features the organization has, as the caller sees it. */
  readonly features: Reading<{ readonly EnabledFeatures?: readonly string[] | undefined }>;
}

/**
 * @throws KunrenError `ACCOUNT_INVALID` (class `input`), `ACCOUNT_MISMATCH` (class `safety`) when the account should be
 *   the caller's own and is not: findings would be told of the wrong one.
 */
export async function openPosture(
  context: ActivityContext<Services>,
  account: PostureAccount,
): Promise<PostureScope> {
  const { aws } = context.services;
  if (!/^\d{12}$/.test(account.id)) {
    throw new KunrenError({
      code: 'ACCOUNT_INVALID',
      message: `"${account.id}" is not an account id of twelve digits.`,
      class: 'input',
    });
  }
  const identity = await (await aws.sts()).getCallerIdentity({});
  const session = sessionOf(account);
  if (!session) demandAccount(account.id, identity, 'the runbook');
  const features = await read(context, { call: 'iam:ListOrganizationsFeatures' }, async () =>
    (await aws.iam()).listOrganizationsFeatures({}),
  );
  return {
    context,
    account,
    inside: session ? aws.inAccount(session) : aws,
    caller: aws,
    named: identity.Account === account.id ? {} : { AccountId: account.id },
    features,
  };
}

function sessionOf({ id: accountId, enter }: PostureAccount): AccountSession | undefined {
  if (enter === undefined) return undefined;
  if (enter === 'root') return { by: 'root', accountId, task: 'IAMAuditRootUserCredentials' };
  return { by: 'role', accountId, ...enter };
}
