import type { Organizations } from '@aws-sdk/client-organizations';
import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import type { ArchitecturePart } from '../../core/architecture.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { PostureAccount } from '../account/posture/posture-scope.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { plannedLooks } from './planned-looks.ts';

export interface InspectAccountInput {
  /** Twelve digits: the account whose root user is to be recovered. */
  readonly accountId: string;
}

export interface InspectedAccount {
  readonly accountId: string;
  readonly kind: PostureAccount['kind'];
  /** It is the caller's own. */
  readonly isOwn: boolean;
  /**
   * The caller can act as its root user: a member of an organization with centralized root access, seen from outside.
   * Then its root user need not be able to sign in.
   */
  readonly isCentral: boolean;
  /** Of the root user. `null` where Organizations does not tell it. */
  readonly email: string | null;
  /** e.g. `shop-production`. `null` where Organizations does not tell it. */
  readonly name: string | null;
  /** Where its root user signs in: at AWS, or in the sandbox's simulator. */
  readonly signInUrl: string;
  /** When all of it was seen to be so. */
  readonly at: Instant;
}

const SIGN_IN_URL = 'https://console.aws.amazon.com/';
const CENTRAL = ['RootCredentialsManagement', 'RootSessions'] as const;

/**
 * Finds out what kind of account it is, on which the way of a root recovery depends: the management account of an
 * organization, a member of one, with or without centralized root access, or an account in none.
 * Fails with `ACCOUNT_NOT_IN_ORGANIZATION` (class `input`) for another account of which the caller's organization
 * knows nothing, and with `ORGANIZATION_UNKNOWN`.
 */
export const inspectAccount: Probe<InspectAccountInput, InspectedAccount, Services> = {
  kind: 'probe',
  name: 'organizations.inspect-account',
  waitsOn: 'aws',
  readsExisting: true,
  iam: [
    'iam:ListOrganizationsFeatures',
    'organizations:DescribeAccount',
    'organizations:DescribeOrganization',
    'sts:GetCallerIdentity',
  ],
  plan: ({ accountId }) => ({
    calls: plannedLooks(accountId),
    output: {
      accountId,
      kind: 'standalone',
      isOwn: true,
      isCentral: false,
      email: AT_THE_RUN,
      name: AT_THE_RUN,
      signInUrl: SIGN_IN_URL,
      at: AT_THE_RUN,
    },
  }),
  async poll(context, { accountId }) {
    const { aws, sandbox } = context.services;
    const { Account: caller } = await (await aws.sts()).getCallerIdentity({});
    const isOwn = caller === accountId;
    const organizations = await aws.organizations();
    const management = await findManagementAccount(organizations);
    if (management === undefined && !isOwn) throw notKnown(accountId);
    const kind = kindOf(accountId, management);
    const { email, name } = await describe(organizations, accountId, {
      isOwn,
      isInOrganization: management !== undefined,
    });
    // Whoever is in the member itself cannot act as its root user.
    const isCentral = kind === 'member' && !isOwn && (await hasCentralAccess(context));
    const at = instantNow(context);
    return {
      status: 'done',
      output: {
        accountId,
        kind,
        isOwn,
        isCentral,
        email,
        name,
        signInUrl: sandbox?.signInUrl ?? SIGN_IN_URL,
        at,
      },
      facts: [
        ...(sandbox ? [{ label: 'Sign-in simulator', value: sandbox.signInUrl }] : []),
        {
          label: 'Account',
          value: `${accountId}${name === null ? '' : ` ${name}`}: ${tellKind(kind, isCentral)}`,
        },
      ],
      architecture: { at, parts: [partOf(accountId, kind, isCentral)] },
    };
  },
};

/** What decides which way a recovery goes. Password, MFA, keys and contacts are posture: recoveries change them. */
function partOf(
  account: string,
  kind: InspectedAccount['kind'],
  isCentral: boolean,
): ArchitecturePart {
  return {
    subject: { kind: 'root-user', account },
    part: 'account',
    found: 'facts',
    facts: [
      { label: 'kind of account', value: kind },
      { label: 'centralized root access', value: isCentral ? 'yes' : 'no' },
    ],
  };
}

/** `undefined`: the caller's account is in no organization. */
async function findManagementAccount(organizations: Organizations): Promise<string | undefined> {
  try {
    const { Organization: found } = await organizations.describeOrganization({});
    if (found?.MasterAccountId !== undefined) return found.MasterAccountId;
  } catch (error) {
    if (failedWith(error, 'AWS_ORGANIZATIONS_NOT_IN_USE')) return undefined;
    throw error;
  }
  throw new KunrenError({
    code: 'ORGANIZATION_UNKNOWN',
    message:
      'Organizations does not tell the management account, so the kind of account is not known.',
  });
}

function kindOf(accountId: string, management: string | undefined): InspectedAccount['kind'] {
  if (management === undefined) return 'standalone';
  return management === accountId ? 'management' : 'member';
}

/** A member may not ask about itself, which is no reason to stop. */
async function describe(
  organizations: Organizations,
  accountId: string,
  { isOwn, isInOrganization }: { readonly isOwn: boolean; readonly isInOrganization: boolean },
): Promise<Pick<InspectedAccount, 'email' | 'name'>> {
  if (!isInOrganization) return { email: null, name: null };
  try {
    const { Account: found } = await organizations.describeAccount({ AccountId: accountId });
    return { email: found?.Email ?? null, name: found?.Name ?? null };
  } catch (error) {
    if (failedWith(error, 'ACCOUNT_NOT_FOUND')) throw notKnown(accountId, error);
    if (isOwn && failedWith(error, 'ACCESS_DENIED')) return { email: null, name: null };
    throw error;
  }
}

async function hasCentralAccess({
  services: { aws },
}: Parameters<typeof inspectAccount.poll>[0]): Promise<boolean> {
  const { EnabledFeatures: enabled = [] } = await (await aws.iam()).listOrganizationsFeatures({});
  return CENTRAL.every((feature) => enabled.includes(feature));
}

function tellKind(kind: InspectedAccount['kind'], isCentral: boolean): string {
  if (kind === 'standalone') return 'in no organization';
  if (kind === 'management') return 'management account of its organization';
  return isCentral ? 'member with centralized root access' : 'member';
}

function notKnown(accountId: string, cause?: unknown): KunrenError {
  return new KunrenError(
    {
      code: 'ACCOUNT_NOT_IN_ORGANIZATION',
      message: `Account ${accountId} is neither the caller's own nor in its organization.`,
      class: 'input',
    },
    { cause },
  );
}
