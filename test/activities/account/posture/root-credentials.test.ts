import { GetAccountSummaryCommand, ListOrganizationsFeaturesCommand } from '@aws-sdk/client-iam';
import { beforeEach, describe, expect, test } from 'vitest';
import {
  awsError,
  ENTERED,
  healthyAccounts,
  STANDALONE,
  snapshotOf,
  summary,
} from '../../../support/activity-posture.ts';

let aws: ReturnType<typeof healthyAccounts>;
beforeEach(() => {
  aws = healthyAccounts();
});

const memberHas = (more: { [key: string]: number }) =>
  aws.inside.iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: summary(more) });
const mfaOfMember = async () => (await snapshotOf(aws, { account: ENTERED })).finding('root-mfa');

describe('MFA of the root user', () => {
  test.each(['management', 'standalone'] as const)(
    'fails without a device in a %s account',
    async (kind) => {
      aws.iam.on(GetAccountSummaryCommand).resolves({ SummaryMap: summary() });
      const account = { ...STANDALONE, kind };
      expect((await snapshotOf(aws, { account })).finding('root-mfa').outcome).toBe('fail');
    },
  );

  test('does not concern a member without a password whose credentials are managed centrally', async () => {
    memberHas({});
    expect(await mfaOfMember()).toMatchObject({
      outcome: 'not-applicable',
      observed: 'AccountMFAEnabled 0, AccountPasswordPresent 0',
    });
  });

  test('concerns a member with a password all the same', async () => {
    memberHas({ AccountPasswordPresent: 1 });
    aws.iam.on(ListOrganizationsFeaturesCommand).rejects(awsError('AccessDenied', 403));
    expect((await mfaOfMember()).outcome).toBe('fail');
  });

  test('concerns a member whose credentials nobody manages centrally', async () => {
    memberHas({});
    aws.iam.on(ListOrganizationsFeaturesCommand).resolves({ EnabledFeatures: ['RootSessions'] });
    expect((await mfaOfMember()).outcome).toBe('fail');
  });

  test('is unknown where it depends on features that cannot be read', async () => {
    memberHas({});
    aws.iam.on(ListOrganizationsFeaturesCommand).rejects(awsError('AccessDenied', 403));
    const { outcome, reason } = await mfaOfMember();
    expect(outcome).toBe('unknown');
    expect(reason).toContain('iam:ListOrganizationsFeatures');
  });

  test('with a device does not ask for features', async () => {
    memberHas({ AccountMFAEnabled: 1 });
    aws.iam.on(ListOrganizationsFeaturesCommand).rejects(awsError('AccessDenied', 403));
    expect((await mfaOfMember()).outcome).toBe('pass');
  });

  test.each([2, -1, 0.5])('of %s is not one that is understood', async (AccountMFAEnabled) => {
    memberHas({ AccountMFAEnabled });
    expect(await mfaOfMember()).toMatchObject({ outcome: 'unknown' });
  });
});

test('access keys, signing certificates and a member’s password are told with their number', async () => {
  memberHas({
    AccountAccessKeysPresent: 1,
    AccountSigningCertificatesPresent: 2,
    AccountPasswordPresent: 1,
  });
  const { finding } = await snapshotOf(aws, { account: ENTERED });
  for (const [id, observed] of [
    ['root-access-keys', 'AccountAccessKeysPresent 1'],
    ['root-certificates', 'AccountSigningCertificatesPresent 2'],
    ['root-password', 'AccountPasswordPresent 1'],
  ] as const) {
    expect(finding(id)).toMatchObject({ outcome: 'fail', observed });
  }
});
