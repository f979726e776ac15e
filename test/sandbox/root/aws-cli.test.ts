import { expect, test } from 'vitest';
import { requestPasswordReset } from '../../../src/sandbox/root/password-recovery.ts';
import { awsCli, awsCliError, hasAwsCli } from '../../support/aws-cli.ts';
import { EVENTS_SHOW_MS, startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION } from '../organization-server.ts';

test.runIf(hasAwsCli)(
  'the AWS CLI reads root credentials, contacts, accounts, events, trails and buckets',
  async () => {
    const harness = await startOrganization();
    requestPasswordReset(harness.root, 'aws-management@shop.example');
    harness.clock.advance(EVENTS_SHOW_MS);
    const aws = (...words: string[]) => awsCli(harness.url, ...words);
    const Bucket = '--bucket=shop-organization-trail';
    const [summary, features, accounts, contact, missing, trails, events, location, wrongOwner] =
      await Promise.all([
        aws('iam', 'get-account-summary'),
        aws('iam', 'list-organizations-features'),
        aws('organizations', 'list-accounts', '--page-size=2'),
        aws('account', 'get-alternate-contact', '--alternate-contact-type=SECURITY'),
        awsCliError(
          aws(
            'account',
            'get-alternate-contact',
            '--alternate-contact-type=BILLING',
            '--account-id',
            MANAGEMENT,
          ),
        ),
        aws('cloudtrail', 'describe-trails'),
        aws('--region=us-east-1', 'cloudtrail', 'lookup-events'),
        aws('s3api', 'get-bucket-location', Bucket),
        awsCliError(aws('s3api', 'head-bucket', Bucket, '--expected-bucket-owner', MANAGEMENT)),
      ]);
    expect(summary).toMatchObject({ SummaryMap: { AccountMFAEnabled: 1 } });
    expect(features).toMatchObject({
      EnabledFeatures: ['RootCredentialsManagement', 'RootSessions'],
    });
    expect((accounts as { Accounts: unknown[] }).Accounts).toHaveLength(3);
    expect(contact).toMatchObject({
      AlternateContact: { EmailAddress: 'aws-security@shop.example' },
    });
    expect(missing).toContain('(AccessDeniedException)');
    expect(trails).toMatchObject({ trailList: [{ Name: 'organization' }] });
    expect(events).toMatchObject({ Events: [{ EventName: 'PasswordRecoveryRequested' }] });
    expect(location).toEqual({ LocationConstraint: 'ap-northeast-1' });
    expect(wrongOwner).toContain('(403) when calling the HeadBucket operation: Forbidden');

    const [session, buckets, versioning, lock, email] = await Promise.all([
      aws(
        'sts',
        'assume-root',
        `--target-principal=${PRODUCTION}`,
        '--task-policy-arn=arn=arn:aws:iam::aws:policy/root-task/IAMAuditRootUserCredentials',
      ),
      aws('s3api', 'list-buckets'),
      aws('s3api', 'get-bucket-versioning', Bucket),
      awsCliError(aws('s3api', 'get-object-lock-configuration', '--bucket=shop-exports')),
      aws('account', 'get-primary-email', `--account-id=${PRODUCTION}`),
    ]);
    expect(session).toMatchObject({ Credentials: { AccessKeyId: expect.stringMatching(/^ASIA/) } });
    expect(buckets).toMatchObject({ Buckets: [{ Name: 'shop-exports' }] });
    expect(versioning).toEqual({ Status: 'Enabled', MFADelete: 'Disabled' });
    expect(lock).toContain('(ObjectLockConfigurationNotFoundError)');
    expect(email).toEqual({ PrimaryEmail: 'aws-production@shop.example' });
  },
  180_000,
);
