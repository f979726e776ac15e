import type { Account, AlternateContact } from '@aws-sdk/client-account';
import type { PostureFinding } from '../../../core/posture.ts';
import { failedWith } from '../../aws-failure.ts';
import { judgeAddress } from './company-domain.ts';
import { fail, judged, notApplicable, unexpected, unknown } from './finding.ts';
import type { PostureScope } from './posture-scope.ts';
import { read } from './reading.ts';

export const CONTACT_TYPES = ['BILLING', 'OPERATIONS', 'SECURITY'] as const;
export type ContactType = (typeof CONTACT_TYPES)[number];

/** Each contact by itself: one of three is not three. */
export async function readAlternateContacts(
  scope: PostureScope,
  domains: readonly string[],
): Promise<readonly PostureFinding[]> {
  const account = await scope.caller.account();
  const found = await Promise.all(
    CONTACT_TYPES.map((type) => readContact(scope, account, type, domains)),
  );
  return found.flat();
}

async function readContact(
  { context, account: { id: subject }, named }: PostureScope,
  account: Account,
  type: ContactType,
  domains: readonly string[],
): Promise<readonly PostureFinding[]> {
  const name = type.toLowerCase();
  const contact = await read(context, { call: 'account:GetAlternateContact' }, () =>
    getContact(account, type, named),
  );
  const about = { subject, requirement: 'ACOM-001' };
  const field = 'AlternateContact.EmailAddress';
  return [
    judged(
      { ...about, id: `contact-${name}`, title: `Alternate contact for ${name}`, field },
      contact,
      (answer) => {
        if (answer.missing)
          return fail(`There is no ${name} contact.`, 'ResourceNotFoundException');
        const { contact: found } = answer;
        if (!found) return unexpected('AlternateContact', found);
        return judgeAddress(field, found.EmailAddress, domains);
      },
    ),
    judged(
      { ...about, id: `contact-${name}-list`, title: `The ${name} contact reaches a group`, field },
      contact,
      (answer) =>
        answer.missing
          ? notApplicable(`There is no ${name} contact.`)
          : unknown(
              'AWS does not tell whether an address is a list; somebody has to attest it.',
              answer.contact?.EmailAddress,
            ),
    ),
  ];
}

/** AWS says of a contact that is missing that it is not found; that is an answer. */
async function getContact(
  account: Account,
  AlternateContactType: ContactType,
  named: PostureScope['named'],
): Promise<{ readonly missing: boolean; readonly contact?: AlternateContact | undefined }> {
  try {
    const answer = await account.getAlternateContact({ AlternateContactType, ...named });
    return { missing: false, contact: answer.AlternateContact };
  } catch (error) {
    if (failedWith(error, 'RESOURCE_NOT_FOUND')) return { missing: true };
    throw error;
  }
}
