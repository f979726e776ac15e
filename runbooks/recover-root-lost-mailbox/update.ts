import { assign } from 'xstate';
import { type Failure, known } from '../../src/index.ts';
import { ask, choose } from '../root-recovery/ask.ts';
import { base, onError } from '../root-recovery/base.ts';
import { type Context, signInOf, tellAccount } from '../root-recovery/context.ts';

/** The run's own name of the code that AWS mails. */
const CODE = 'email-code';
/** Codes that AWS may refuse before the run gives up. */
const MOST_REFUSED = 5;

/** Another address for a member, given from outside: password and MFA stay. Ends when AWS shows it (T5). */
export const update = base.createStateConfig({
  id: 'update',
  initial: 'address',
  states: {
    address: {
      always: [
        {
          guard: ({ context }) => context.parameters.newEmail !== undefined,
          target: 'agree',
          actions: assign({ email: ({ context }) => context.parameters.newEmail ?? null }),
        },
        { target: 'other' },
      ],
    },
    other: ask({
      id: 'new-email',
      title: 'Give the new address',
      titles: { ja: '新しいメールアドレスの指定' },
      keep: 'email',
      ask: (context) => ({
        action: `Give the new address of the root user of ${tellAccount(context)}: the team reads its mail, and no AWS account has it.${tellTaken(context)}`,
        role: 'mailbox-holder',
        next: 'Somebody agrees to it, and AWS sends a code there.',
        answer: {
          kind: 'text',
          of: 'the new address',
          pattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
          example: 'aws-root@example.com',
        },
        maySkip: false,
        minutes: 3,
      }),
      ways: [{ target: 'agree' }],
    }),
    agree: ask({
      id: 'agree-to-email',
      title: 'Agree to the new address',
      titles: { ja: '新しいメールアドレスの承認' },
      ask: (context) => ({
        action: `Agree that the address of the root user of ${tellAccount(context)} becomes ${known(context.email)} instead of ${context.account?.email ?? 'the old one'}. Whoever reads that mail can set its password. The run does not put it back.`,
        role: 'approver',
        next: 'AWS sends a code to the new address.',
        answer: { kind: 'approval', needed: 1 },
        minutes: 10,
      }),
      ways: [{ target: 'sending' }],
    }),
    sending: {
      meta: {
        title: 'Have AWS send a code to the new address',
        titles: { ja: '新しいメールアドレスへの確認コードの送信' },
      },
      invoke: {
        id: 'send-code',
        src: 'account.start-primary-email-update',
        input: ({ context: { parameters, email } }) => ({
          accountId: parameters.account,
          email: known(email),
        }),
        onDone: [
          { guard: ({ event }) => event.output.codeSent, target: 'mail' },
          // It is the address already, so there is nothing to accept.
          { target: 'shown' },
        ],
        onError: [
          {
            guard: ({ event }) => ADDRESS_REFUSED.has(codeOf(event)),
            target: 'other',
            actions: assign({ failing: ['address'] }),
          },
          onError,
        ],
      },
    },
    mail: ask({
      id: 'code-mail',
      title: 'Look for the mail with the code',
      titles: { ja: '確認コードのメールの確認' },
      ask: (context) => ({
        action: `Look into the mailbox of ${known(context.email)} for the newest mail of AWS with a code.${tellRefused(context)}`,
        role: 'mailbox-holder',
        link: signInOf(context),
        next: 'Then the code is given.',
        ...choose({ arrived: 'It is there', missing: 'Nothing came in ten minutes' }),
        minutes: 5,
      }),
      ways: [{ when: 'missing', target: 'missing' }, { target: 'code' }],
    }),
    missing: { entry: assign({ failing: ['mail'] }), always: 'other' },
    code: ask({
      id: 'give-code',
      title: 'Give the code',
      titles: { ja: '確認コードの入力' },
      ask: (context) => ({
        action: `Give the code in the newest mail to ${known(context.email)}. It is kept in memory, and in no record.`,
        role: 'mailbox-holder',
        next: 'The run gives it to AWS, and waits until AWS shows the new address: up to four hours.',
        answer: {
          kind: 'secret',
          of: 'the code in the mail',
          secret: CODE,
          pattern: '[0-9A-Za-z]{6,8}',
          example: '123456',
        },
        maySkip: false,
        minutes: 2,
      }),
      ways: [{ target: 'accepting' }],
    }),
    accepting: {
      meta: {
        title: 'Give AWS the code, until it shows the new address (T5)',
        titles: { ja: '確認コードの送信と新アドレスの反映確認（T5）' },
      },
      invoke: {
        id: 'accept-code',
        src: 'account.accept-primary-email-update',
        input: ({ context: { parameters, email } }) => ({
          accountId: parameters.account,
          email: known(email),
          codeSecret: CODE,
        }),
        onDone: 'shown',
        onError: [
          {
            guard: ({ context, event }) =>
              CODE_REFUSED.has(codeOf(event)) && context.refusedCodes < MOST_REFUSED - 1,
            target: 'sending',
            actions: assign({
              failing: ({ event }) => [codeOf(event)],
              refusedCodes: ({ context }) => context.refusedCodes + 1,
            }),
          },
          onError,
        ],
      },
      after: {
        emailShows: {
          target: '#failed',
          actions: { type: 'noteFailure', params: { failure: notShown() } },
        },
      },
    },
    shown: {
      entry: [
        assign({ isVerified: true, failing: [] }),
        { type: 'milestone', params: { id: 'T4' } },
        { type: 'milestone', params: { id: 'T5' } },
      ],
      always: '#proof',
    },
  },
});

/** What AWS, or the look before it, says of an address that it does not take. */
const ADDRESS_REFUSED: ReadonlySet<string> = new Set([
  'EMAIL_IN_USE',
  'EMAIL_INVALID',
  'VALIDATION',
]);

/** What comes of a code that is wrong, too old, or lost with the process that had it: another one is sent. */
const CODE_REFUSED: ReadonlySet<string> = new Set([
  'VALIDATION',
  'RESOURCE_NOT_FOUND',
  'PRIMARY_EMAIL_UPDATE_FAILED',
  'SECRET_MISSING',
]);

function codeOf(event: { readonly error: unknown }): string {
  return (event.error as Failure).code;
}

function tellTaken({ failing }: Context): string {
  if (failing.includes('address')) return ' AWS did not take the last one: an account may have it.';
  return failing.includes('mail') ? ' No mail came to the last one.' : '';
}

function tellRefused({ failing }: Context): string {
  const [why] = failing;
  if (why === undefined || !CODE_REFUSED.has(why)) return '';
  return why === 'SECRET_MISSING'
    ? ' The code before was lost with the process that had it; AWS has sent another one.'
    : ' AWS did not take the code before: wrong, or too old. It has sent another one, and only that counts.';
}

function notShown(): Failure {
  return {
    code: 'EMAIL_NOT_SHOWN',
    message:
      'AWS took the code, and does not show the new address after five hours. It may still come: look in the console, then start the run again.',
    class: 'environment',
    retryable: false,
    ambiguous: false,
  };
}
