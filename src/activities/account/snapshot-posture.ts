import type { PlannedCall, Probe } from '../../core/activity.ts';
import type { PostureFinding, PostureSnapshot } from '../../core/posture.ts';
import { postureFacts } from '../../core/tell-posture.ts';
import type { Services } from '../services.ts';
import { CONTACT_TYPES, readAlternateContacts } from './posture/alternate-contacts.ts';
import { type Attestation, attest, demandAttestable } from './posture/attestation.ts';
import { readContactInformation } from './posture/contact-information.ts';
import { readOrganization } from './posture/organization.ts';
import { openPosture, type PostureAccount, type PostureScope } from './posture/posture-scope.ts';
import { readPrimaryEmail } from './posture/primary-email.ts';
import { readRootCredentials } from './posture/root-credentials.ts';
import { type RootUse, readRootUse } from './posture/root-use.ts';
import { type PostureTally, tallyPosture } from './posture/tally.ts';
import { readTrails } from './posture/trails.ts';

export interface SnapshotPostureInput {
  readonly account: PostureAccount;
  /** Whether the recovery is still to come. */
  readonly label: PostureSnapshot['label'];
  /** Domains that belong to the company, e.g. `example.com`; those below them count as well. */
  readonly domains: readonly string[];
  /**
   * Two letters, e.g. `JP`: where the primary contact should be.
   * @default any country will do
   */
  readonly country?: string;
  readonly rootUse?: RootUse;
  /**
   * What people vouch for, because no call tells it.
   * @default nothing, so that those findings are unknown
   */
  readonly attested?: readonly Attestation[];
  /**
   * What is looked at.
   * @default everything
   */
  readonly parts?: readonly PosturePart[];
  /**
   * Ids of findings that have to be good after the recovery; the verdict is judged by them.
   * @default none
   */
  readonly required?: readonly string[];
  /** Ids of findings that the recovery makes worse on purpose. @default none */
  readonly intended?: readonly string[];
}

/** What a snapshot consists of. */
export type PosturePart =
  | 'root-credentials'
  | 'root-use'
  | 'alternate-contacts'
  | 'contact-information'
  | 'primary-email'
  | 'organization'
  | 'trails';

/**
 * Reads how an account stands: its root user, its contacts, its organization, its trail. It never fails for what it
 * finds, nor for what it may not see: each finding says for itself what was read, and `unknown` where nothing was.
 * A plan does not perform it: it takes minutes, and may enter the account as root.
 * Fails with `ACCOUNT_INVALID`, `ATTESTATION_INVALID` (class `input`) or `ACCOUNT_MISMATCH` (class `safety`).
 */
export const snapshotPosture: Probe<SnapshotPostureInput, PostureTally, Services> = {
  kind: 'probe',
  name: 'account.snapshot-posture',
  waitsOn: 'aws',
  // The credential report has to be made first, and CloudTrail lets two requests a second through.
  attemptTimeoutMs: 180_000,
  iam: [
    'account:GetAlternateContact',
    'account:GetContactInformation',
    'account:GetPrimaryEmail',
    'cloudtrail:DescribeTrails',
    'cloudtrail:GetEventSelectors',
    'cloudtrail:GetTrailStatus',
    'cloudtrail:LookupEvents',
    'iam:GenerateCredentialReport',
    'iam:GetAccountSummary',
    'iam:GetCredentialReport',
    'iam:ListOrganizationsFeatures',
    'organizations:DescribeAccount',
    'organizations:DescribeOrganization',
    's3:GetBucketObjectLockConfiguration',
    's3:GetBucketVersioning',
    's3:ListAllMyBuckets',
    's3:ListBucket',
    'sts:AssumeRole',
    'sts:AssumeRoot',
    'sts:GetCallerIdentity',
  ],
  plan: ({ account, label, parts }) => ({
    calls: plannedCalls(account, parts),
    output: tallyPosture({ account: account.id, label, findings: [] }),
  }),
  async poll(context, input) {
    const { account, label, attested = [], required, intended, parts } = input;
    demandAttestable(attested);
    const scope = await openPosture(context, account);
    const looks = Object.entries(looksOf(scope, input)).filter(([part]) => isAsked(part, parts));
    const found = await Promise.all(looks.map(([, look]) => look()));
    const findings = found.flat().map((finding) => attest(finding, attested));
    const posture: PostureSnapshot = {
      label,
      account: account.id,
      findings,
      ...(required && { required }),
      ...(intended && { intended }),
    };
    return { status: 'done', output: tallyPosture(posture), facts: postureFacts(posture), posture };
  },
};

function looksOf(
  scope: PostureScope,
  { domains, country, rootUse }: SnapshotPostureInput,
): { readonly [part in PosturePart]: () => Promise<readonly PostureFinding[]> } {
  return {
    'root-credentials': () => readRootCredentials(scope),
    'root-use': () => readRootUse(scope, rootUse),
    'alternate-contacts': () => readAlternateContacts(scope, domains),
    'contact-information': () => readContactInformation(scope, country),
    'primary-email': async () => [await readPrimaryEmail(scope, domains)],
    organization: () => readOrganization(scope),
    trails: () => readTrails(scope),
  };
}

function plannedCalls(
  { id, kind, enter }: PostureAccount,
  parts: readonly PosturePart[] | undefined,
): readonly PlannedCall[] {
  const look = (
    service: string,
    operation: string,
    parameters: PlannedCall['parameters'] = {},
  ) => ({
    service,
    operation,
    parameters,
    mutating: false,
  });
  const AccountId = enter === undefined ? undefined : id;
  const calls: { readonly [part in PosturePart]: readonly PlannedCall[] } = {
    'root-credentials': [look('iam', 'GetAccountSummary')],
    'root-use': [
      look('iam', 'GenerateCredentialReport'),
      look('iam', 'GetCredentialReport'),
      look('cloudtrail', 'LookupEvents', { LookupAttributes: 'Username=root' }),
    ],
    'alternate-contacts': CONTACT_TYPES.map((AlternateContactType) =>
      look('account', 'GetAlternateContact', { AccountId, AlternateContactType }),
    ),
    'contact-information': [look('account', 'GetContactInformation', { AccountId })],
    'primary-email':
      kind === 'member' ? [look('account', 'GetPrimaryEmail', { AccountId: id })] : [],
    organization: [
      kind === 'standalone'
        ? look('organizations', 'DescribeOrganization')
        : look('organizations', 'DescribeAccount', { AccountId: id }),
    ],
    trails: [
      look('cloudtrail', 'DescribeTrails'),
      look('cloudtrail', 'GetTrailStatus'),
      look('cloudtrail', 'GetEventSelectors'),
      look('s3', 'HeadBucket', { ExpectedBucketOwner: id }),
      look('s3', 'ListBuckets'),
      look('s3', 'GetBucketVersioning'),
      look('s3', 'GetObjectLockConfiguration'),
    ],
  };
  return [
    look('sts', 'GetCallerIdentity'),
    ...(enter === 'root' ? [look('sts', 'AssumeRoot', { TargetPrincipal: id })] : []),
    ...(typeof enter === 'object' ? [look('sts', 'AssumeRole', { RoleArn: enter.roleArn })] : []),
    look('iam', 'ListOrganizationsFeatures'),
    ...Object.entries(calls).flatMap(([part, ofPart]) => (isAsked(part, parts) ? ofPart : [])),
  ];
}

function isAsked(part: string, parts: readonly PosturePart[] | undefined): boolean {
  return !parts || parts.some((one) => one === part);
}
