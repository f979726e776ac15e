import {
  DeleteAlternateContact$,
  type DeleteAlternateContactRequest,
  GetAlternateContact$,
  type GetAlternateContactRequest,
  type GetAlternateContactResponse,
  PutAlternateContact$,
  type PutAlternateContactRequest,
} from '@aws-sdk/client-account';
import { operation } from '../../wire/service.ts';
import type { AccountContext } from '../account-context.ts';
import { invalid, notFound } from '../account-error.ts';
import type { AccountContacts } from '../contacts-state.ts';
import { accountArn, contactsOf, targetAccount } from '../target-account.ts';

export const getAlternateContact = operation<
  GetAlternateContactRequest,
  GetAlternateContactResponse,
  AccountContext
>({
  schema: GetAlternateContact$,
  mutating: false,
  handle: ({ AccountId, AlternateContactType }, context, { caller }) => {
    const type = typeIn(AlternateContactType);
    const { alternates } = contactsOf(context, targetAccount(context, caller, AccountId));
    const contact = alternates[type];
    if (!contact) throw noContact();
    return {
      AlternateContact: {
        Name: contact.name,
        Title: contact.title,
        EmailAddress: contact.email,
        PhoneNumber: contact.phone,
        AlternateContactType: type,
      },
    };
  },
});

export const putAlternateContact = operation<PutAlternateContactRequest, object, AccountContext>({
  schema: PutAlternateContact$,
  mutating: true,
  handle: (input, context, call) => {
    const { Name = '', Title = '', EmailAddress = '', PhoneNumber = '' } = input;
    const type = typeIn(input.AlternateContactType);
    check('name', Name, /^.{1,64}$/);
    check('title', Title, /^.{1,50}$/);
    check('emailAddress', EmailAddress, /^(?=.{1,254}$)\s*[\w+=.#|!&-]+@[\w.-]+\.\w+\s*$/);
    check('phoneNumber', PhoneNumber, /^[\s0-9()+-]{1,25}$/);
    const account = targetAccount(context, call.caller, input.AccountId);
    contactsOf(context, account).alternates[type] = {
      name: Name,
      title: Title,
      email: EmailAddress,
      phone: PhoneNumber,
    };
    call.effect(accountArn(account), []);
    return {};
  },
});

export const deleteAlternateContact = operation<
  DeleteAlternateContactRequest,
  object,
  AccountContext
>({
  schema: DeleteAlternateContact$,
  mutating: true,
  handle: ({ AccountId, AlternateContactType }, context, call) => {
    const type = typeIn(AlternateContactType);
    const account = targetAccount(context, call.caller, AccountId);
    const { alternates } = contactsOf(context, account);
    if (!alternates[type]) throw noContact();
    delete alternates[type];
    call.effect(accountArn(account), []);
    return {};
  },
});

function typeIn(text: string | undefined): keyof AccountContacts['alternates'] {
  if (text === 'BILLING' || text === 'OPERATIONS' || text === 'SECURITY') return text;
  throw invalid(`${text} is no type of alternate contact: BILLING, OPERATIONS or SECURITY.`);
}

function check(name: string, value: string, pattern: RegExp): void {
  if (!pattern.test(value)) throw invalid(`The value '${value}' of ${name} is not valid.`);
}

function noContact() {
  return notFound('No contact of the inputted alternate contact type found.');
}
