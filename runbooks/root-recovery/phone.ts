import { assign } from 'xstate';
import { known } from '../../src/index.ts';
import { ask, choose } from './ask.ts';
import { base, onError } from './base.ts';
import { tellAccount } from './context.ts';

/**
 * Makes sure that the phone of the account's primary contact is in the team's hands. Correcting it takes no root user.
 * @param next where it goes on with a phone that can be answered
 * @param none where it goes on without one
 * @param mayBeForeign a stranger may have put it in, so one that is corrected never comes back
 */
export function reachablePhone({
  next,
  none,
  mayBeForeign = false,
}: {
  readonly next: string;
  readonly none: string;
  readonly mayBeForeign?: boolean;
}) {
  return base.createStateConfig({
    initial: 'contact',
    states: {
      contact: {
        meta: {
          title: 'Look which phone AWS would call',
          titles: { ja: 'AWSが架電する電話番号の確認' },
        },
        invoke: {
          id: 'contact',
          src: 'account.inspect-contact',
          input: ({ context: { parameters } }) => ({ accountId: parameters.account }),
          onDone: { target: 'phone', actions: assign({ contact: ({ event }) => event.output }) },
          onError,
        },
      },
      phone: ask({
        id: 'phone',
        title: 'Say whether the phone can be answered',
        titles: { ja: '電話に出られるかの申告' },
        ask: ({ contact }) => ({
          action: `Have the phone ${known(contact).phone} at hand: AWS calls it, and a code is typed into it.`,
          role: 'phone-holder',
          next: 'With it and the mailbox the root user gets in without MFA.',
          ...choose({
            reachable: 'It is here, and rings',
            wrong: 'It is not ours, or not in use any more',
            unreachable: 'It is ours, but nobody can answer it',
          }),
          minutes: 5,
        }),
        ways: [
          { when: 'wrong', target: 'number' },
          { when: 'unreachable', target: none },
          { target: next, attests: 'contact-phone-owned' },
        ],
      }),
      number: ask({
        id: 'new-phone',
        title: 'Give the right number',
        titles: { ja: '正しい電話番号の指定' },
        keep: 'phone',
        ask: (context) => ({
          action: `Give the number on which AWS can call ${tellAccount(context)}: no extension, no toll-free number.`,
          role: 'phone-holder',
          next: 'Somebody agrees to it, and the run puts it into the primary contact.',
          answer: {
            kind: 'text',
            of: 'the phone number',
            pattern: '\\+[1-9]\\d{6,14}',
            example: '+81312345678',
          },
          maySkip: false,
          minutes: 3,
        }),
        ways: [{ target: 'agree', attests: 'contact-phone-owned' }],
      }),
      agree: ask({
        id: 'agree-to-phone',
        title: 'Agree to the new phone number',
        titles: { ja: '新しい電話番号の承認' },
        ask: ({ contact, phone, ...context }) => ({
          action: `Agree that the primary phone of ${tellAccount({ contact, phone, ...context })} becomes ${known(phone)} instead of ${known(contact).phone}. Whoever has it can get in without MFA.`,
          role: 'approver',
          next: mayBeForeign
            ? 'The run changes it. The old number does not come back.'
            : 'The run changes it, and puts it back unless the recovery completes.',
          answer: { kind: 'approval', needed: 1 },
          minutes: 10,
        }),
        ways: [{ target: 'correcting' }],
      }),
      correcting: {
        meta: {
          title: 'Correct the phone of the primary contact',
          titles: { ja: '主要連絡先の電話番号の訂正' },
        },
        invoke: {
          id: 'correct-phone',
          src: mayBeForeign ? 'account.replace-phone' : 'account.correct-phone',
          input: ({ context: { parameters, contact, phone } }) => ({
            accountId: parameters.account,
            from: known(contact).phone,
            to: known(phone),
          }),
          onDone: next,
          onError,
        },
      },
    },
  });
}
