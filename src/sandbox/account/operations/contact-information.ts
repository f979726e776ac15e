import {
  type ContactInformation,
  GetContactInformation$,
  type GetContactInformationRequest,
  type GetContactInformationResponse,
  PutContactInformation$,
  type PutContactInformationRequest,
} from '@aws-sdk/client-account';
import { operation } from '../../wire/service.ts';
import type { AccountContext } from '../account-context.ts';
import { invalid } from '../account-error.ts';
import { accountArn, contactsOf, targetAccount } from '../target-account.ts';

export const getContactInformation = operation<
  GetContactInformationRequest,
  GetContactInformationResponse,
  AccountContext
>({
  schema: GetContactInformation$,
  mutating: false,
  handle: ({ AccountId }, context, { caller }) => {
    const { information } = contactsOf(context, targetAccount(context, caller, AccountId));
    return { ContactInformation: { ...information } };
  },
});

export const putContactInformation = operation<
  PutContactInformationRequest,
  object,
  AccountContext
>({
  schema: PutContactInformation$,
  mutating: true,
  handle: ({ AccountId, ContactInformation }, context, call) => {
    const account = targetAccount(context, call.caller, AccountId);
    // Required, so it is there.
    const information = ContactInformation as ContactInformation;
    checkLengths(information);
    if (!/^\+[\s0-9()-]{1,19}$/.test(information.PhoneNumber ?? '')) {
      const message = `The phone number '${information.PhoneNumber}' is not valid: it begins with + and the country code.`;
      throw invalid(message);
    }
    contactsOf(context, account).information = { ...information };
    call.effect(accountArn(account), []);
    return {};
  },
});

/** As the model has them; the phone number has a pattern of its own. */
const LONGEST: { readonly [Member in Exclude<keyof ContactInformation, 'PhoneNumber'>]-?: number } =
  {
    FullName: 50,
    AddressLine1: 60,
    AddressLine2: 60,
    AddressLine3: 60,
    City: 50,
    StateOrRegion: 50,
    DistrictOrCounty: 50,
    PostalCode: 20,
    CountryCode: 2,
    CompanyName: 50,
    WebsiteUrl: 256,
  };

function checkLengths(information: ContactInformation): void {
  for (const [name, longest] of Object.entries(LONGEST)) {
    const value = information[name as keyof ContactInformation];
    if (value === undefined || (value.length >= 1 && value.length <= longest)) continue;
    throw invalid(`${name} must have from 1 to ${longest} characters.`);
  }
}
