import type { IAM } from '@aws-sdk/client-iam';
import type { Organizations } from '@aws-sdk/client-organizations';
import type { Probe } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import { failedWith } from '../aws-failure.ts';
import { instantNow } from '../instant-now.ts';
import type { Services } from '../services.ts';
import { plannedLooks } from './planned-looks.ts';

export interface ConfirmRootAccessInput {
  /** Twelve digits: the member whose root user is to be recovered. */
  readonly accountId: string;
}

export interface ConfirmedRootAccess {
  readonly organizationId: string;
  readonly managementAccountId: string;
  /** When all of it was seen to be so. */
  readonly at: Instant;
}

/** The service that has to be trusted in the organization. */
const IAM_SERVICE = 'iam.amazonaws.com';
const FEATURES = ['RootCredentialsManagement', 'RootSessions'];

/**
 * Makes sure that the caller can act as the root user of a member before anything depends on it: the organization has
 * centralized root access, the caller is not root itself, and the account is an active member.
 * Fails with `CALLER_IS_ROOT`, `ACCOUNT_IS_MANAGEMENT`, `ACCOUNT_NOT_IN_ORGANIZATION` (class `input`),
 * `ROOT_ACCESS_NOT_ENABLED`, `IAM_NOT_TRUSTED`, `ACCOUNT_NOT_ACTIVE` or `ORGANIZATION_UNKNOWN`.
 */
export const confirmRootAccess: Probe<ConfirmRootAccessInput, ConfirmedRootAccess, Services> = {
  kind: 'probe',
  name: 'organizations.confirm-root-access',
  waitsOn: 'aws',
  readsExisting: true,
  iam: [
    'iam:ListOrganizationsFeatures',
    'organizations:DescribeAccount',
    'organizations:DescribeOrganization',
    'organizations:ListAWSServiceAccessForOrganization',
    'sts:GetCallerIdentity',
  ],
  plan: ({ accountId }) => ({
    calls: [
      ...plannedLooks(accountId),
      {
        service: 'organizations',
        operation: 'ListAWSServiceAccessForOrganization',
        parameters: {},
        mutating: false,
      },
    ],
    output: {
      organizationId: 'o-…',
      managementAccountId: '(known at the run)',
      at: '(known at the run)',
    },
  }),
  async poll(context, { accountId }) {
    const { aws } = context.services;
    const { Arn: caller = '' } = await (await aws.sts()).getCallerIdentity({});
    if (caller.endsWith(':root')) {
      throw new KunrenError({
        code: 'CALLER_IS_ROOT',
        message: `The caller is ${caller}; a root user cannot act as another account's root user.`,
        class: 'input',
      });
    }
    const organizations = await aws.organizations();
    const organization = await describeOrganization(organizations);
    if (organization.managementAccountId === accountId) {
      throw new KunrenError({
        code: 'ACCOUNT_IS_MANAGEMENT',
        message: `Account ${accountId} is the management account: nobody can act as its root user.`,
        class: 'input',
      });
    }
    await demandActive(organizations, accountId);
    await demandFeatures(await aws.iam());
    await demandTrust(organizations);
    return {
      status: 'done',
      output: { ...organization, at: instantNow(context) },
      facts: [
        {
          label: 'Root access',
          value: `${accountId} is an active member of ${organization.organizationId}, which has ${FEATURES.join(' and ')}`,
        },
        { label: 'Caller', value: caller },
      ],
    };
  },
};

async function describeOrganization(
  organizations: Organizations,
): Promise<Omit<ConfirmedRootAccess, 'at'>> {
  const { Organization: found } = await organizations.describeOrganization({});
  const { Id: organizationId, MasterAccountId: managementAccountId } = found ?? {};
  if (organizationId === undefined || managementAccountId === undefined) {
    throw new KunrenError({
      code: 'ORGANIZATION_UNKNOWN',
      message:
        'Organizations tells neither id nor management account, so whose root user it would be is not known.',
    });
  }
  return { organizationId, managementAccountId };
}

async function demandActive(organizations: Organizations, accountId: string): Promise<void> {
  const { Account: account } = await organizations
    .describeAccount({ AccountId: accountId })
    .catch((error) => {
      if (!failedWith(error, 'ACCOUNT_NOT_FOUND')) throw error;
      throw new KunrenError(
        {
          code: 'ACCOUNT_NOT_IN_ORGANIZATION',
          message: `Account ${accountId} is no member of the caller's organization.`,
          class: 'input',
        },
        { cause: error },
      );
    });
  if (account?.State === 'ACTIVE') return;
  throw new KunrenError({
    code: 'ACCOUNT_NOT_ACTIVE',
    message: `Account ${accountId} is not known to be active: its state is ${account?.State ?? 'not told'}.`,
  });
}

async function demandFeatures(iam: IAM): Promise<void> {
  const { EnabledFeatures: enabled = [] } = await iam.listOrganizationsFeatures({});
  const missing = FEATURES.filter((feature) => !enabled.some((one) => one === feature));
  if (missing.length === 0) return;
  throw new KunrenError({
    code: 'ROOT_ACCESS_NOT_ENABLED',
    message: `The organization does not have ${missing.join(' and ')}; its management account has to enable that in IAM.`,
  });
}

async function demandTrust(organizations: Organizations): Promise<void> {
  let NextToken: string | undefined;
  do {
    const page = await organizations.listAWSServiceAccessForOrganization(
      NextToken === undefined ? {} : { NextToken },
    );
    const trusted = page.EnabledServicePrincipals ?? [];
    if (trusted.some(({ ServicePrincipal: service }) => service === IAM_SERVICE)) return;
    NextToken = page.NextToken;
  } while (NextToken !== undefined);
  throw new KunrenError({
    code: 'IAM_NOT_TRUSTED',
    message: `The organization does not trust ${IAM_SERVICE}, so sessions as root are refused.`,
  });
}
