import { AT_THE_RUN, type Probe } from '../../core/activity.ts';
import type { Services } from '../services.ts';
import { getContact } from './contact-information.ts';

export interface InspectContactInput {
  /** Twelve digits: the caller's own, or a member of its organization. */
  readonly accountId: string;
}

export interface InspectedContact {
  /** As AWS has it, e.g. `+81312345678`. */
  readonly phone: string;
  /** Two letters. */
  readonly country: string;
}

/** Reads the primary contact's phone, by which a lost MFA device is recovered. Fails with `CONTACT_INCOMPLETE`. */
export const inspectContact: Probe<InspectContactInput, InspectedContact, Services> = {
  kind: 'probe',
  name: 'account.inspect-contact',
  waitsOn: 'aws',
  readsExisting: true,
  iam: ['account:GetContactInformation', 'sts:GetCallerIdentity'],
  plan: ({ accountId }) => ({
    calls: [
      {
        service: 'account',
        operation: 'GetContactInformation',
        parameters: { AccountId: accountId },
        mutating: false,
      },
    ],
    output: { phone: AT_THE_RUN, country: AT_THE_RUN },
  }),
  async poll(context, { accountId }) {
    const { contact, phone } = await getContact(context, accountId);
    return {
      status: 'done',
      output: { phone, country: contact.CountryCode ?? 'unknown' },
      facts: [{ label: 'Primary phone', value: `${phone}, account ${accountId}` }],
    };
  },
};
