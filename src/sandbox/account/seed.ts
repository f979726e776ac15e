import type { AccountContacts, ContactsState } from './contacts-state.ts';

/** Contacts on the first day, for the accounts in this order. Nobody has such addresses and numbers. */
export function seedContacts(accounts: readonly string[]): ContactsState {
  return {
    accounts: Object.fromEntries(
      accounts.map((account, index) => [account, companyContacts(index)]),
    ),
  };
}

function companyContacts(index: number): AccountContacts {
  const contact = (team: string) => ({
    name: `${team} team`,
    title: `${team} team`,
    email: `aws-${team.toLowerCase()}@shop.example`,
    phone: `+1202555011${index}`,
  });
  return {
    information: {
      FullName: 'Platform team',
      CompanyName: 'Shop Example',
      AddressLine1: '1 Example Street',
      City: 'Example City',
      PostalCode: '100-0001',
      CountryCode: 'JP',
      PhoneNumber: `+1202555010${index}`,
    },
    alternates: {
      BILLING: contact('Billing'),
      OPERATIONS: contact('Operations'),
      SECURITY: contact('Security'),
    },
  };
}
