import type { ActivityContext } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Services } from '../services.ts';

export interface PrimaryEmailUpdate {
  /** Twelve digits: a member, never the management account or a standalone one. */
  readonly accountId: string;
  /** The new address of the root user, whose mailbox somebody reads. */
  readonly email: string;
}

/** @throws KunrenError `EMAIL_INVALID` (class `input`). */
export function demandAddress(email: string): void {
  if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email)) return;
  throw new KunrenError({
    code: 'EMAIL_INVALID',
    message: `"${email}" is not an e-mail address.`,
    class: 'input',
  });
}

/** As AWS has it now. A change can take up to four hours to show. */
export async function getPrimaryEmail(
  { services }: ActivityContext<Services>,
  { accountId }: PrimaryEmailUpdate,
): Promise<string | undefined> {
  const account = await services.aws.account();
  const { PrimaryEmail: email } = await account.getPrimaryEmail({ AccountId: accountId });
  return email;
}

/** How far the newest update has come, of whichever address. Absent where AWS does not tell. */
export async function getUpdateStatus(
  { services }: ActivityContext<Services>,
  { accountId }: PrimaryEmailUpdate,
): Promise<string | undefined> {
  const account = await services.aws.account();
  const { Status: status } = await account.getPrimaryEmailUpdateStatus({ AccountId: accountId });
  return status;
}

/** AWS keeps addresses as they were typed; mail does not tell cases apart in the domain, nor do people in the rest. */
export function sameAddress(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
