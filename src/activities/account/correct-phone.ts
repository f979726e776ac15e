import type { ActivityContext, Mutation, PlannedCall, Poll, Undo } from '../../core/activity.ts';
import { KunrenError } from '../../core/failure.ts';
import type { Instant, Ms } from '../../core/ports.ts';
import { GLOBAL_REGION } from '../account-clients.ts';
import { instantNow } from '../instant-now.ts';
import { pending } from '../rds/pending.ts';
import type { Services } from '../services.ts';
import { getContact, putPhone } from './contact-information.ts';
import { demandCallable } from './phone-number.ts';

export interface CorrectPhoneInput {
  /** Twelve digits: the caller's own, or a member of its organization. */
  readonly accountId: string;
  /** What `account.inspect-contact` has found; nothing else is overwritten, and an undo puts this back. */
  readonly from: string;
  /** `+`, country code, digits: `+81312345678`. */
  readonly to: string;
}

export type PhoneReceipt = { readonly requestedAt: Instant };

export interface CorrectedPhone {
  readonly phone: string;
}

type Context = ActivityContext<Services>;

/** AWS may go on carrying out a request whose answer was lost. */
const SETTLES_MS: Ms = 10_000;

const IAM = [
  'account:GetContactInformation',
  'account:PutContactInformation',
  'sts:GetCallerIdentity',
];

const putBack: Undo<CorrectPhoneInput, Services, PhoneReceipt> = {
  when: 'unless-completed',
  async start(context, input) {
    const { contact, phone } = await getContact(context, input.accountId);
    if (phone === input.from) return;
    demandPhone(input, phone, input.to);
    await putPhone(context, input.accountId, contact, input.from);
  },
  async poll(context, input) {
    const { phone, requestId } = await getContact(context, input.accountId);
    if (phone !== input.from) {
      demandPhone(input, phone, input.to);
      return pending(`the phone is still ${phone}`);
    }
    return {
      status: 'done',
      output: {
        call: 'account:GetContactInformation',
        observed: `PhoneNumber ${phone}, as before`,
        ...(requestId !== undefined && { requestId }),
      },
    };
  },
  iam: IAM,
  plan: (input) => [plannedPut(input.accountId, input.from)],
};

/**
 * Corrects the primary contact's phone, without which MFA of the root user cannot be recovered. Takes no root user.
 * Nothing else of the contact is changed. The old phone comes back, unless the run completes.
 * Fails with `PHONE_INVALID` (class `input`), or `PHONE_CHANGED` (class `safety`) when it is neither the old nor the new.
 */
export const correctPhone: Mutation<CorrectPhoneInput, PhoneReceipt, CorrectedPhone, Services> = {
  ...change('account.correct-phone'),
  owns: ({ accountId }) => ({
    type: 'account:primary-phone',
    id: accountId,
    region: GLOBAL_REGION,
  }),
  undo: putBack,
};

/** The same where the old phone is a stranger's: it never comes back. */
export const replacePhone = change('account.replace-phone');

function change(name: string) {
  return {
    kind: 'mutation',
    name,
    waitsOn: 'aws',
    iam: IAM,
    settlesWithinMs: SETTLES_MS,
    plan: ({ accountId, to }) => ({
      calls: [plannedPut(accountId, to)],
      output: { phone: to },
    }),
    async start(context, input) {
      demandCallable(input.to);
      const { contact, phone } = await getContact(context, input.accountId);
      const requestedAt = instantNow(context);
      if (phone === input.to) return { requestedAt };
      demandPhone(input, phone, input.from);
      await putPhone(context, input.accountId, contact, input.to);
      return { requestedAt };
    },
    poll: pollPhone,
    async adopt(context, input) {
      const { phone } = await getContact(context, input.accountId);
      if (phone === input.to) return { requestedAt: instantNow(context) };
      demandPhone(input, phone, input.from);
      return undefined;
    },
  } as const satisfies Mutation<CorrectPhoneInput, PhoneReceipt, CorrectedPhone, Services>;
}

async function pollPhone(
  context: Context,
  input: CorrectPhoneInput,
): Promise<Poll<CorrectedPhone>> {
  const { phone } = await getContact(context, input.accountId);
  if (phone !== input.to) {
    demandPhone(input, phone, input.from);
    return pending(`the phone is still ${phone}`);
  }
  return {
    status: 'done',
    output: { phone },
    facts: [{ label: 'Primary phone', value: `${input.from} → ${phone}` }],
  };
}

/** @throws KunrenError `PHONE_CHANGED` (class `safety`) when somebody else has changed it. */
function demandPhone({ accountId }: CorrectPhoneInput, found: string, expected: string): void {
  if (found === expected) return;
  throw new KunrenError({
    code: 'PHONE_CHANGED',
    message: `The primary phone of account ${accountId} is ${found}, not ${expected}; somebody else has changed it.`,
    class: 'safety',
  });
}

function plannedPut(accountId: string, phone: string): PlannedCall {
  return {
    service: 'account',
    operation: 'PutContactInformation',
    parameters: { AccountId: accountId, ContactInformation: { PhoneNumber: phone } },
    mutating: true,
  };
}
