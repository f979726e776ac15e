import { GetAlternateContactCommand, GetContactInformationCommand } from '@aws-sdk/client-account';
import { DescribeAccountCommand } from '@aws-sdk/client-organizations';
import { beforeEach, describe, expect, test } from 'vitest';
import { judgeAddress } from '../../../../src/activities/account/posture/company-domain.ts';
import {
  awsError,
  contact,
  healthyAccounts,
  snapshotOf,
} from '../../../support/activity-posture.ts';

let aws: ReturnType<typeof healthyAccounts>;
beforeEach(() => {
  aws = healthyAccounts();
});

describe('an address', () => {
  test.each([
    ['aws@example.com', 'pass'],
    ['aws@EXAMPLE.com', 'pass'],
    ['aws@mail.example.com', 'pass'],
    ['aws@notexample.com', 'fail'],
    ['aws@example.com.evil.test', 'fail'],
    ['someone@gmail.com', 'fail'],
    ['someone@Yahoo.co.jp', 'fail'],
    ['no address', 'unknown'],
    ['@example.com', 'unknown'],
    [undefined, 'unknown'],
  ])('%s of a company at example.com: %s', (address, outcome) => {
    expect(judgeAddress('EmailAddress', address, ['example.com']).outcome).toBe(outcome);
  });

  test('at a free mail service is nobody’s, even where it is declared', () => {
    expect(judgeAddress('EmailAddress', 'a@gmail.com', ['gmail.com'])).toMatchObject({
      outcome: 'fail',
      reason: expect.stringContaining('free mail'),
    });
  });

  test('cannot be compared where no domain is declared', () => {
    expect(judgeAddress('EmailAddress', 'a@example.com', []).outcome).toBe('unknown');
  });
});

describe('an alternate contact', () => {
  test('that is missing fails alone, and has no list to attest', async () => {
    aws.account
      .on(GetAlternateContactCommand, { AlternateContactType: 'SECURITY' })
      .rejects(awsError('ResourceNotFoundException', 404));
    const { finding } = await snapshotOf(aws);
    expect(finding('contact-security')).toMatchObject({
      outcome: 'fail',
      observed: 'ResourceNotFoundException',
      requirement: 'ACOM-001',
    });
    expect(finding('contact-security-list').outcome).toBe('not-applicable');
    expect(finding('contact-billing').outcome).toBe('pass');
    expect(finding('contact-operations').outcome).toBe('pass');
  });

  test('that may not be read is not missing', async () => {
    aws.account.on(GetAlternateContactCommand).rejects(awsError('AccessDeniedException', 403));
    const { finding } = await snapshotOf(aws);
    expect(finding('contact-billing')).toMatchObject({
      outcome: 'unknown',
      reason: expect.stringContaining('account:GetAlternateContact is missing'),
    });
  });
});

describe('the primary contact', () => {
  const has = (more: Partial<ReturnType<typeof contact>>) =>
    aws.account
      .on(GetContactInformationCommand)
      .resolves({ ContactInformation: { ...contact('+81312345678'), ...more } });

  test.each(['03-1234-5678', '+0312345678', '+81 3 1234 5678', ''])(
    'with the phone "%s" cannot be called',
    async (PhoneNumber) => {
      has({ PhoneNumber });
      expect((await snapshotOf(aws)).finding('contact-phone').outcome).toBe('fail');
    },
  );

  test('whose phone AWS has verified says so', async () => {
    expect((await snapshotOf(aws)).finding('contact-phone').observed).toBe(
      '+81312345678, VerificationStatus VERIFIED',
    );
  });

  test.each([
    [undefined, 'JP', 'pass'],
    ['JP', 'JP', 'pass'],
    ['JP', 'US', 'fail'],
    [undefined, '', 'unknown'],
  ])('should be in %s and is in "%s": %s', async (country, CountryCode, outcome) => {
    has({ CountryCode });
    const { finding } = await snapshotOf(aws, country === undefined ? {} : { country });
    expect(finding('contact-country').outcome).toBe(outcome);
  });
});

describe('the account in its organization', () => {
  test('is judged by State, not by the Status that is not kept up any more', async () => {
    aws.organizations
      .on(DescribeAccountCommand)
      .resolves({ Account: { Status: 'ACTIVE', Email: 'root@example.com' } });
    expect((await snapshotOf(aws)).finding('account-state').outcome).toBe('unknown');
    aws.organizations.on(DescribeAccountCommand).resolves({ Account: { State: 'SUSPENDED' } });
    expect((await snapshotOf(aws)).finding('account-state')).toMatchObject({
      outcome: 'fail',
      observed: 'State SUSPENDED',
    });
  });
});
