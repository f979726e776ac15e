import { ask, choose } from '../root-recovery/ask.ts';
import { base } from '../root-recovery/base.ts';
import { signInOf, tellEmail } from '../root-recovery/context.ts';

/** A mail of AWS that arrives shows that the mailbox is the team's again; its link is left alone. */
export const mailProof = base.createStateConfig({
  id: 'mail-proof',
  initial: 'request',
  states: {
    request: ask({
      id: 'request-mail',
      title: 'Have AWS send a mail',
      titles: { ja: 'AWSからのメールの送信依頼' },
      traces: ['PasswordRecoveryRequested'],
      ask: (context) => ({
        action: `Open the sign-in page in a private window, choose root user, enter ${tellEmail(context)}, then “Forgot your password?”. That alone changes nothing.`,
        role: 'operator',
        link: signInOf(context),
        next: 'AWS sends a mail to the root user’s address.',
        answer: { kind: 'done' },
        maySkip: false,
        minutes: 3,
      }),
      ways: [{ target: 'mail' }],
    }),
    mail: ask({
      id: 'mail-arrived',
      title: 'See that the mail arrives',
      titles: { ja: 'メールの到着確認' },
      ask: (context) => ({
        action: `Look into the mailbox of ${tellEmail(context)} for a mail whose sender ends in @verify.signin.aws. Do not open its link: it would set a new password, and is void soon.`,
        role: 'mailbox-holder',
        link: signInOf(context),
        next: 'The run looks for the request in CloudTrail.',
        ...choose({ arrived: 'It is there', missing: 'Nothing came in ten minutes' }),
        minutes: 5,
      }),
      ways: [
        { when: 'missing', target: 'missing' },
        { target: '#proof', marks: ['T4'] },
      ],
    }),
    missing: { entry: base.assign({ failing: ['mail'] }), always: '#own-ways' },
  },
});
