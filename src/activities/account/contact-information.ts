import type { ContactInformation } from '@aws-sdk/client-account';
import type { ActivityContext } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';
import { accountParameter } from './account-parameter.ts';

export interface KnownContact {
  readonly contact: ContactInformation;
  readonly phone: string;
  readonly requestId?: string;
}

/** @throws KunrenError `CONTACT_INCOMPLETE` when AWS tells no phone. */
export async function getContact(
  context: ActivityContext<Services>,
  accountId: string,
): Promise<KnownContact> {
  const account = await context.services.aws.account();
  const named = await accountParameter(context, accountId);
  const { ContactInformation: contact, $metadata } = await account.getContactInformation(named);
  const phone = contact?.PhoneNumber;
  if (!contact || phone === undefined) {
    throw new KunrenError({
      code: 'CONTACT_INCOMPLETE',
      message: `AWS tells no primary phone of account ${accountId}.`,
    });
  }
  const { requestId } = $metadata;
  return { contact, phone, ...(requestId !== undefined && { requestId }) };
}

/** Everything else stays as it is: the call knows only the whole. */
export async function putPhone(
  context: ActivityContext<Services>,
  accountId: string,
  contact: ContactInformation,
  phone: string,
): Promise<void> {
  const account = await context.services.aws.account();
  const named = await accountParameter(context, accountId);
  await account.putContactInformation({
    ...named,
    ContactInformation: { ...contact, PhoneNumber: phone },
  });
}
