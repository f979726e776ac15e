import type { ActivityContext } from '../../core/activity.ts';
import { failureOf, KunrenError } from '../../core/failure.ts';
import { failedWith } from '../aws-failure.ts';
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

/** How far the newest update has come, of whichever address. Absent where AWS knows of none. */
export async function getUpdateStatus(
  { services }: ActivityContext<Services>,
  { accountId }: PrimaryEmailUpdate,
): Promise<string | undefined> {
  const account = await services.aws.account();
  try {
    const { Status: status } = await account.getPrimaryEmailUpdateStatus({ AccountId: accountId });
    return status;
  } catch (error) {
    if (failedWith(error, 'RESOURCE_NOT_FOUND')) return undefined;
    throw error;
  }
}

/**
 * Makes a call that gives the account this address. AWS calls it a conflict where another account has it, and no later
 * try mends that.
 * @throws KunrenError `EMAIL_IN_USE` (class `input`).
 */
export async function takingAddress<Answer>(
  email: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    if (!failedWith(error, 'CONFLICT')) throw error;
    throw new KunrenError(
      {
        code: 'EMAIL_IN_USE',
        message: `AWS does not take ${email}: ${failureOf(error).message}`,
        class: 'input',
      },
      { cause: error },
    );
  }
}

/** AWS keeps addresses as they were typed; mail does not tell cases apart in the domain, nor do people in the rest. */
export function sameAddress(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase();
}
