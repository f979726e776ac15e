import { KunrenError } from '../../core/failure.ts';
import type { Instant } from '../../core/ports.ts';
import type { ContactsState } from '../account/contacts-state.ts';
import { seedContacts } from '../account/seed.ts';
import type { BackupState } from '../backup/backup-state.ts';
import type { CloudTrailState } from '../cloudtrail/cloudtrail-state.ts';
import { seedCloudTrail } from '../cloudtrail/seed.ts';
import type { CloudWatchState } from '../cloudwatch/cloudwatch-state.ts';
import type { Effect } from '../fault/effect-log.ts';
import type { Fault } from '../fault/fault.ts';
import type { IamState } from '../iam/iam-state.ts';
import { seedIam } from '../iam/seed.ts';
import type { KmsState } from '../kms/kms-state.ts';
import { seedKms } from '../kms/seed.ts';
import type { OrganizationState } from '../organizations/organization-state.ts';
import { seedOrganization } from '../organizations/seed.ts';
import type { Outage } from '../outage/outage.ts';
import type { RdsState } from '../rds/rds-state.ts';
import type { RootState } from '../root/root-state.ts';
import { seedRoot } from '../root/seed.ts';
import type { Route53State } from '../route53/route53-state.ts';
import type { S3State } from '../s3/s3-state.ts';
import { seedS3 } from '../s3/seed.ts';
import type { SfnState } from '../sfn/sfn-state.ts';
import type { StsState } from '../sts/sts-state.ts';

/** Raised when an older sandbox could not read the state. */
const FORMAT = 3;

/** All that the sandbox remembers. Plain JSON. */
export interface CloudState extends OrganizationParts {
  readonly format: number;
  /** The management account: everything that belongs to a Region is in it. */
  readonly accountId: string;
  /** By name, e.g. `ap-northeast-1`. */
  readonly regions: { readonly [name: string]: RegionState };
  readonly route53: Route53State;
  readonly sts: StsState;
  readonly faults: Fault[];
  readonly outages: Outage[];
  readonly effects: Effect[];
}

/** What belongs to one Region. */
export interface RegionState {
  readonly rds: RdsState;
  readonly backup: BackupState;
  readonly cloudWatch: CloudWatchState;
  readonly sfn: SfnState;
}

/** What the accounts of the organization have. */
export interface OrganizationParts {
  readonly organization: OrganizationState;
  readonly contacts: ContactsState;
  readonly iam: IamState;
  readonly root: RootState;
  readonly cloudTrail: CloudTrailState;
  readonly s3: S3State;
  readonly kms: KmsState;
}

/** A cloud on its first day. */
export function newCloudState(
  parts: Pick<CloudState, 'accountId' | 'regions' | 'route53'>,
  now: Instant,
): CloudState {
  return {
    format: FORMAT,
    ...parts,
    ...newOrganization(parts, now),
    sts: {
      roles: [{ name: 'kunren-drill', externalId: 'kunren' }],
      sessions: [],
      rootSessions: [],
    },
    faults: [],
    outages: [],
    effects: [],
  };
}

function newOrganization(
  { accountId, regions }: Pick<CloudState, 'accountId' | 'regions'>,
  now: Instant,
): OrganizationParts {
  const [region = ''] = Object.keys(regions);
  const organization = seedOrganization(accountId, now);
  const accounts = organization.accounts.map(({ id }) => id);
  return {
    organization,
    contacts: seedContacts(accounts),
    iam: seedIam(accountId, now),
    root: seedRoot(accounts, now),
    cloudTrail: seedCloudTrail(accountId, region, now),
    s3: seedS3(accountId, region, now),
    kms: seedKms(accountId, region, now),
  };
}

/**
 * The saved state, checked to be of this format, account and Regions. What an older sandbox did not have is added as
 * on the first day.
 * @throws KunrenError `SANDBOX_STATE_FOREIGN`.
 */
export function ownState(
  saved: unknown,
  expected: {
    readonly accountId: string;
    readonly regions: readonly string[];
    readonly now: Instant;
  },
): CloudState {
  const state = saved as Partial<CloudState> | null;
  const found = {
    format: state?.format,
    accountId: state?.accountId,
    regions: Object.keys(state?.regions ?? {}).join(', '),
  };
  const wanted = {
    format: FORMAT,
    accountId: expected.accountId,
    regions: expected.regions.join(', '),
  };
  for (const key of ['format', 'accountId', 'regions'] as const) {
    if (found[key] === wanted[key]) continue;
    throw new KunrenError({
      code: 'SANDBOX_STATE_FOREIGN',
      message: `The sandbox's saved state has the ${key} ${found[key]}, not ${wanted[key]}; reset the sandbox to start anew.`,
    });
  }
  const own = state as CloudState;
  const sts = { ...own.sts, rootSessions: own.sts.rootSessions ?? [] };
  return { ...newOrganization(own, expected.now), ...own, sts };
}
