import { expect, test } from 'vitest';
import { readMailbox } from '../../../src/sandbox/root/mailbox.ts';
import { failureOf } from '../cloud-harness.ts';
import { startOrganization } from '../organization-harness.ts';
import { MANAGEMENT, PRODUCTION, SANDBOX } from '../organization-server.ts';

const CONTACT = {
  AlternateContactType: 'SECURITY',
  Name: 'Response team',
  Title: 'On call',
  EmailAddress: 'response@shop.example',
  PhoneNumber: '+12025550150',
} as const;

test('alternate contacts of the own account and of a member are read, changed and removed', async () => {
  const account = (await startOrganization()).account({ region: 'us-east-1' });
  for (const who of [{}, { AccountId: PRODUCTION }]) {
    for (const AlternateContactType of ['BILLING', 'OPERATIONS', 'SECURITY'] as const) {
      const { AlternateContact } = await account.getAlternateContact({
        ...who,
        AlternateContactType,
      });
      expect(AlternateContact).toMatchObject({ AlternateContactType });
    }
    await account.putAlternateContact({ ...CONTACT, ...who });
    const security = { AlternateContactType: 'SECURITY', ...who } as const;
    const { AlternateContact } = await account.getAlternateContact(security);
    expect(AlternateContact).toEqual(CONTACT);
    await account.deleteAlternateContact(security);
    const missing = { name: 'ResourceNotFoundException', status: 404 };
    expect(await failureOf(account.getAlternateContact(security))).toMatchObject(missing);
    expect(await failureOf(account.deleteAlternateContact(security))).toMatchObject(missing);
  }
});

test('contact information is written as a whole, and its phone number is checked', async () => {
  const harness = await startOrganization();
  const account = harness.account();
  const { ContactInformation } = await account.getContactInformation({ AccountId: SANDBOX });
  expect(ContactInformation).toMatchObject({ CountryCode: 'JP', PhoneNumber: '+12025550102' });
  const put = (PhoneNumber: string) =>
    account.putContactInformation({
      AccountId: SANDBOX,
      ContactInformation: {
        FullName: 'Platform team',
        AddressLine1: '2 Example Street',
        City: 'Example City',
        PostalCode: '100-0001',
        CountryCode: 'JP',
        PhoneNumber,
      },
    });
  expect(await failureOf(put('0312345678'))).toMatchObject({
    name: 'ValidationException',
    status: 400,
  });
  await put('+1 202-555-0160');
  const changed = await account.getContactInformation({ AccountId: SANDBOX });
  expect(changed.ContactInformation).toMatchObject({ AddressLine1: '2 Example Street' });
  expect(changed.ContactInformation?.CompanyName).toBeUndefined();
  expect(harness.root.phoneOf(SANDBOX)).toBe('12025550160');
});

test('the management account leaves its own number out, and members manage only themselves', async () => {
  const harness = await startOrganization();
  const AlternateContactType = 'BILLING';
  const denied = { name: 'AccessDeniedException', status: 403 };
  const ask = (as: object, AccountId: string) =>
    failureOf(harness.account(as).getAlternateContact({ AccountId, AlternateContactType }));
  expect(await ask({}, MANAGEMENT)).toMatchObject({
    ...denied,
    message: expect.stringContaining('standalone context'),
  });
  expect(await ask({}, '333333333333')).toMatchObject(denied);
  const member = await harness.member(PRODUCTION);
  expect(await ask(member, SANDBOX)).toMatchObject(denied);
  const own = await harness.account(member).getContactInformation({});
  expect(own.ContactInformation?.PhoneNumber).toBe('+12025550101');
  const ServicePrincipal = 'account.amazonaws.com';
  await harness.organizations().disableAWSServiceAccess({ ServicePrincipal });
  expect(await ask({}, PRODUCTION)).toMatchObject(denied);
});

test("a member's root address changes once the code from the new mailbox is given", async () => {
  const harness = await startOrganization();
  const account = harness.account();
  const AccountId = PRODUCTION;
  const PrimaryEmail = 'root-production@shop.example';
  expect(await account.getPrimaryEmail({ AccountId })).toMatchObject({
    PrimaryEmail: 'aws-production@shop.example',
  });
  const accept = (Otp: string) =>
    account.acceptPrimaryEmailUpdate({ AccountId, PrimaryEmail, Otp });
  expect(await failureOf(accept('ABC123'))).toMatchObject({ name: 'ResourceNotFoundException' });
  expect(await account.startPrimaryEmailUpdate({ AccountId, PrimaryEmail })).toMatchObject({
    Status: 'PENDING',
  });
  const [mail] = readMailbox(harness.root, PrimaryEmail);
  const [, otp = ''] = /is ([A-Z0-9]{6})\./.exec(mail?.text ?? '') ?? [];
  const wrong = otp === 'AAAAAA' ? 'BBBBBB' : 'AAAAAA';
  expect(await failureOf(accept(wrong))).toMatchObject({ name: 'ValidationException' });
  expect(await accept(otp)).toMatchObject({ Status: 'ACCEPTED' });
  expect(await account.getPrimaryEmail({ AccountId })).toMatchObject({ PrimaryEmail });
  const { Account } = await harness.organizations().describeAccount({ AccountId });
  expect(Account?.Email).toBe(PrimaryEmail);
});

test('an address update is for members only, and not to an address in use', async () => {
  const harness = await startOrganization();
  const start = (AccountId: string, PrimaryEmail: string, as = {}) =>
    failureOf(harness.account(as).startPrimaryEmailUpdate({ AccountId, PrimaryEmail }));
  const denied = { name: 'AccessDeniedException' };
  expect(await start(MANAGEMENT, 'new@shop.example')).toMatchObject(denied);
  const member = await harness.member(PRODUCTION);
  expect(await start(PRODUCTION, 'new@shop.example', member)).toMatchObject(denied);
  expect(await start(PRODUCTION, 'AWS-sandbox@shop.example')).toMatchObject({
    name: 'ConflictException',
    status: 409,
  });
  expect(await start(PRODUCTION, 'nowhere')).toMatchObject({ name: 'ValidationException' });
});
