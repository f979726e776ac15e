import {
  GetAlternateContactCommand,
  GetContactInformationCommand,
  GetPrimaryEmailCommand,
} from '@aws-sdk/client-account';
import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  LookupEventsCommand,
} from '@aws-sdk/client-cloudtrail';
import {
  GenerateCredentialReportCommand,
  GetAccountSummaryCommand,
  GetCredentialReportCommand,
  ListOrganizationsFeaturesCommand,
} from '@aws-sdk/client-iam';
import { DescribeAccountCommand, DescribeOrganizationCommand } from '@aws-sdk/client-organizations';
import {
  GetBucketVersioningCommand,
  GetObjectLockConfigurationCommand,
  HeadBucketCommand,
  ListBucketsCommand,
} from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import {
  type SnapshotPostureInput,
  snapshotPosture,
} from '../../src/activities/account/snapshot-posture.ts';
import type { PostureFinding } from '../../src/core/posture.ts';
import { scriptedAccounts } from './activity-account.ts';
import { activityContext, doneFrom } from './activity-context.ts';
import { FakeClock } from './fake-clock.ts';

export const CALLER = '111122223333';
export const MEMBER = '444455556666';

/** An error as AWS answers it. */
export function awsError(name: string, status = 400): Error {
  return Object.assign(new Error(`${name} happened`), {
    name,
    $fault: status >= 500 ? 'server' : 'client',
    $metadata: { httpStatusCode: status, requestId: 'req-refused' },
  });
}

/** A credential report with the root user's row, and another user whose name is no help. */
export function credentialReport(root: { [column: string]: string } = {}) {
  const row: { [column: string]: string } = {
    user: '<root_account>',
    arn: `arn:aws:iam::${CALLER}:root`,
    password_enabled: 'not_supported',
    password_last_used: 'no_information',
    access_key_1_last_used_date: 'N/A',
    access_key_2_last_used_date: 'N/A',
    ...root,
  };
  const lines = [Object.keys(row), Object.values(row), ['a,b', 'arn', 'true', 'N/A', 'N/A', 'N/A']];
  return {
    Content: new TextEncoder().encode(lines.map((line) => line.join(',')).join('\n')),
    GeneratedTime: new Date('2026-11-24T00:30:00Z'),
  };
}

export const TRAIL = {
  Name: 'audit',
  TrailARN: `arn:aws:cloudtrail:ap-northeast-1:${CALLER}:trail/audit`,
  HomeRegion: 'ap-northeast-1',
  IsMultiRegionTrail: true,
  IncludeGlobalServiceEvents: true,
  LogFileValidationEnabled: true,
  S3BucketName: 'logs',
};

/** The management account of an organization that has all as it should be, and a member of it. */
export function healthyAccounts() {
  const aws = scriptedAccounts();
  aws.sts
    .on(GetCallerIdentityCommand)
    .resolves({ Account: CALLER, Arn: 'arn:aws:iam::1:role/ops' });
  for (const inside of [aws, aws.inside]) {
    inside.iam
      .on(GetAccountSummaryCommand)
      .resolves({ SummaryMap: summary({ AccountMFAEnabled: 1 }) })
      .on(GenerateCredentialReportCommand)
      .resolves({ State: 'COMPLETE' })
      .on(GetCredentialReportCommand)
      .resolves(credentialReport());
    inside.globalTrail.on(LookupEventsCommand).resolves({ Events: [] });
    inside.cloudTrail
      .on(DescribeTrailsCommand)
      .resolves({ trailList: [TRAIL] })
      .on(GetTrailStatusCommand)
      .resolves({ IsLogging: true })
      .on(GetEventSelectorsCommand)
      .resolves({ EventSelectors: [{ IncludeManagementEvents: true, ReadWriteType: 'All' }] });
    inside.s3
      .on(HeadBucketCommand)
      .rejects(awsError('Unknown', 403))
      .on(ListBucketsCommand)
      .resolves({ Buckets: [{ Name: 'something-else' }] })
      .on(GetBucketVersioningCommand)
      .resolves({ Status: 'Enabled' })
      .on(GetObjectLockConfigurationCommand)
      .rejects(awsError('ObjectLockConfigurationNotFoundError', 404));
  }
  aws.iam
    .on(ListOrganizationsFeaturesCommand)
    .resolves({ EnabledFeatures: ['RootCredentialsManagement', 'RootSessions'] });
  aws.account
    .on(GetAlternateContactCommand)
    .resolves({ AlternateContact: { EmailAddress: 'aws@example.com' } })
    .on(GetContactInformationCommand)
    .resolves({ ContactInformation: contact('+81312345678'), VerificationStatus: 'VERIFIED' })
    .on(GetPrimaryEmailCommand)
    .resolves({ PrimaryEmail: 'root+member@example.com' });
  aws.organizations
    .on(DescribeAccountCommand)
    .resolves({ Account: { State: 'ACTIVE', Email: 'root@aws.example.com' } })
    .on(DescribeOrganizationCommand)
    .rejects(awsError('AWSOrganizationsNotInUseException'));
  return aws;
}

export function summary(more: { [key: string]: number } = {}): Record<string, number> {
  return {
    AccountMFAEnabled: 0,
    AccountAccessKeysPresent: 0,
    AccountSigningCertificatesPresent: 0,
    AccountPasswordPresent: 0,
    ...more,
  };
}

export function contact(PhoneNumber: string) {
  return {
    FullName: 'Platform Team',
    AddressLine1: '1-1',
    City: 'Tokyo',
    PostalCode: '100-0001',
    CountryCode: 'JP',
    PhoneNumber,
  };
}

/** The accounts that an input may name. */
export const MANAGEMENT = { id: CALLER, kind: 'management' } as const;
export const STANDALONE = { id: CALLER, kind: 'standalone' } as const;
export const ENTERED = { id: MEMBER, kind: 'member', enter: 'root' } as const;

/** Takes a snapshot. @default of the management account, with `example.com` as the company's domain */
export async function snapshotOf(
  aws: ReturnType<typeof healthyAccounts>,
  input: Partial<SnapshotPostureInput> = {},
) {
  const context = activityContext({ services: { aws: aws.aws }, clock: new FakeClock() });
  const done = doneFrom(
    await snapshotPosture.poll(context, {
      account: MANAGEMENT,
      label: 'before',
      domains: ['example.com'],
      ...input,
    }),
  );
  const findings = done.posture?.findings ?? [];
  return {
    ...done,
    findings,
    finding: (id: string): PostureFinding => {
      const found = findings.find((one) => one.id === id);
      if (!found) throw new Error(`There is no finding ${id}.`);
      return found;
    },
  };
}
