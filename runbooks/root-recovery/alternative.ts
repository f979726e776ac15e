import { ask, choose } from './ask.ts';
import { base } from './base.ts';
import { signInOf, tellEmail } from './context.ts';

interface AlternativeWays {
  readonly next: string;
  readonly noPassword: string;
  readonly noMail: string;
  readonly noCall: string;
}

/**
 * Signing in by password, mailbox and phone, in place of the device.
 * @param next where it goes on signed in (T4)
 * @param noPassword where the password is refused
 * @param noMail where the mail does not come
 * @param noCall where the call does not come
 */
export function signInOtherwise({ next, noPassword, noMail, noCall }: AlternativeWays) {
  return base.createStateConfig({
    initial: 'begin',
    states: {
      begin: ask({
        id: 'alternative-factors',
        title: 'Ask AWS to sign in by other factors',
        titles: { ja: '別の認証要素でのサインインの申請' },
        ask: (context) => ({
          action: `Sign in as the root user (${tellEmail(context)}) with its password. Where MFA is asked for, choose “Troubleshoot MFA”, then “Sign in using alternative factors”, and send the mail.`,
          role: 'operator',
          link: signInOf(context),
          next: 'AWS sends a mail that has to be confirmed.',
          ...choose({
            sent: 'The mail is on its way',
            password: 'The password is refused',
          }),
          minutes: 5,
        }),
        ways: [{ when: 'password', target: noPassword }, { target: 'mail' }],
      }),
      mail: ask({
        id: 'alternative-mail',
        title: 'Confirm the mail',
        titles: { ja: 'メールでの本人確認' },
        ask: (context) => ({
          action: `Look into the mailbox of ${tellEmail(context)} for a mail whose sender ends in @verify.signin.aws, and confirm it.`,
          role: 'mailbox-holder',
          link: signInOf(context),
          next: 'Then AWS calls the phone.',
          ...choose({ confirmed: 'It is confirmed', missing: 'Nothing came in ten minutes' }),
          minutes: 5,
        }),
        ways: [{ when: 'missing', target: noMail }, { target: 'call' }],
      }),
      call: ask({
        id: 'alternative-call',
        title: 'Take the call of AWS',
        titles: { ja: 'AWSからの電話への応答' },
        ask: (context) => ({
          action: `Choose “Call me now”, take the call on ${context.phone ?? context.contact?.phone ?? 'the primary phone'}, and type the number from the screen into the phone.`,
          role: 'phone-holder',
          link: signInOf(context),
          next: 'Then the root user is signed in.',
          ...choose({
            'signed-in': 'I am signed in',
            'no-call': 'Nobody called, or it was refused',
          }),
          minutes: 5,
        }),
        ways: [
          { when: 'no-call', target: noCall },
          { target: next, marks: ['T4'] },
        ],
      }),
    },
  });
}
