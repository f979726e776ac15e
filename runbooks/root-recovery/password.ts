import { ask, choose } from './ask.ts';
import { base } from './base.ts';
import { signInOf, tellAccount, tellEmail } from './context.ts';
import { elsewhere } from './elsewhere.ts';

/**
 * People set a new password by the root user's mailbox.
 * @param next where it goes on once the password is set
 * @param noMail where it goes on without the mail; without it the mailbox comes first, which another runbook recovers
 */
export function resetPassword(next: string, noMail?: string) {
  return base.createStateConfig({
    initial: 'request',
    states: {
      request: ask({
        id: 'request-reset',
        title: 'Ask AWS for a new root password',
        titles: { ja: 'ルートユーザーのパスワード再設定の申請' },
        traces: ['PasswordRecoveryRequested'],
        ask: (context) => ({
          action: `Open the sign-in page in a private window, choose root user, enter ${tellEmail(context)}, then “Forgot your password?”.`,
          role: 'operator',
          link: signInOf(context),
          next: 'AWS sends a mail to the root user’s address.',
          answer: { kind: 'done' },
          minutes: 3,
        }),
        ways: [{ target: 'mail' }],
      }),
      mail: ask({
        id: 'reset-mail',
        title: 'Read the mail with the link',
        titles: { ja: 'リンク付きメールの確認' },
        ask: (context) => ({
          action: `Look into the mailbox of ${tellEmail(context)} for a mail whose sender ends in @verify.signin.aws. Its link is good for a short time.`,
          role: 'mailbox-holder',
          link: signInOf(context),
          next: 'The link leads to a page that takes the new password.',
          ...choose({ arrived: 'It is there', missing: 'Nothing came in ten minutes' }),
          minutes: 5,
        }),
        ways: [{ when: 'missing', target: noMail ?? 'lost' }, { target: 'set' }],
      }),
      set: ask({
        id: 'set-password',
        title: 'Set the new password',
        titles: { ja: '新しいパスワードの設定' },
        traces: ['PasswordRecoveryCompleted'],
        ask: (context) => ({
          action: `Open the link, set a new password for ${tellAccount(context)}, and put it into the vault. Never type it here.`,
          role: 'operator',
          next: 'Then it is tried.',
          answer: {
            kind: 'reference',
            of: 'where the password is kept',
            example: 'vault item aws-root',
          },
          maySkip: false,
          minutes: 5,
        }),
        ways: [{ target: next }],
      }),
      ...(noMail === undefined && {
        lost: elsewhere(
          'ROOT_MAIL_MISSING',
          'The mail of AWS did not arrive, so the root user’s mailbox has to be recovered first',
          'recover-root-lost-mailbox',
        ),
      }),
    },
  });
}
