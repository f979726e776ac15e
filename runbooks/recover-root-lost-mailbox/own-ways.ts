import { ask, choose } from '../root-recovery/ask.ts';
import { base } from '../root-recovery/base.ts';
import { type Context, signInOf, tellAccount, tellEmail } from '../root-recovery/context.ts';
import { askSupport } from '../root-recovery/support.ts';

/** Where AWS takes requests of people who cannot sign in at all. */
const CONTACT_URL = 'https://support.aws.amazon.com/#/contacts/aws-account-support';

const ADDRESS = {
  kind: 'text',
  of: 'the address of the root user',
  pattern: '[^@\\s]+@[^@\\s]+\\.[^@\\s]+',
  example: 'aws-root@example.com',
} as const;

/** Ways of an account whose address nobody can change from outside: the cheapest first. */
export const ownWays = base.createStateConfig({
  id: 'own-ways',
  initial: 'way',
  states: {
    way: ask({
      id: 'way',
      title: 'Choose the way to the mail',
      titles: { ja: 'メールを受け取る方法の選択' },
      ask: (context) => ({
        action: `Choose how the team gets to the mail of ${tellEmail(context)} again.${tellWhy(context)}${tellMissing(context)}`,
        role: 'incident-commander',
        next: 'Afterwards a mail of AWS has to arrive.',
        ...choose({
          recreate: 'Whoever runs our mail brings the mailbox back, or forwards its mail',
          console: 'We sign in as root, with password and MFA, and change the address',
          support: 'Neither is possible; AWS has to help',
        }),
        minutes: 10,
      }),
      ways: [
        { when: 'recreate', target: 'recreate' },
        { when: 'console', target: 'signIn' },
        { target: 'support' },
      ],
    }),
    recreate: ask({
      id: 'recreate-mailbox',
      title: 'Bring the mailbox back',
      titles: { ja: 'メールボックスの復旧' },
      ask: (context) => ({
        action: `Have whoever runs your mail make the mailbox of ${tellEmail(context)} anew, or an alias or a catch-all that leads to the team.`,
        role: 'mailbox-holder',
        next: 'Then a mail of AWS has to arrive there.',
        answer: { kind: 'done' },
        maySkip: false,
        minutes: 30,
      }),
      ways: [{ target: '#mail-proof' }],
    }),
    signIn: ask({
      id: 'sign-in',
      title: 'Sign in as the root user',
      titles: { ja: 'ルートユーザーでのサインイン' },
      ask: (context) => ({
        action: `Sign in as the root user of ${tellAccount(context)} with its old address, password and MFA device.`,
        role: 'mfa-device-holder',
        link: signInOf(context),
        next: 'Signed in, the address can be changed.',
        ...choose({ 'signed-in': 'I am signed in', refused: 'It is refused' }),
        minutes: 5,
      }),
      ways: [{ when: 'refused', target: 'way' }, { target: 'change' }],
    }),
    change: ask({
      id: 'change-email',
      title: 'Change the address of the root user',
      titles: { ja: 'ルートユーザーのメールアドレスの変更' },
      keep: 'email',
      traces: ['ConsoleLogin'],
      ask: () => ({
        action:
          'Open “Account” in the account menu, and change the e-mail address to one whose mail the team reads. AWS sends a code there; type it into that page, never here. Then give the new address.',
        role: 'operator',
        next: 'Then a mail of AWS has to arrive there.',
        answer: ADDRESS,
        maySkip: false,
        minutes: 10,
      }),
      ways: [{ target: '#mail-proof' }],
    }),
    support: askSupport({
      wanted: 'to give the root user an address that you read',
      link: CONTACT_URL,
      next: '#address-after-case',
    }),
    after: {
      id: 'address-after-case',
      ...ask({
        id: 'address-after-case',
        title: 'Say which address the root user has now',
        titles: { ja: 'ルートユーザーの現在のメールアドレスの申告' },
        keep: 'email',
        ask: (context) => ({
          action: `Give the address that the root user of ${tellAccount(context)} has since AWS has closed the case.`,
          role: 'operator',
          next: 'Then a mail of AWS has to arrive there.',
          answer: ADDRESS,
          maySkip: false,
          minutes: 3,
        }),
        ways: [{ target: '#mail-proof' }],
      }),
    },
  },
});

function tellWhy({ situation }: Context): string {
  switch (situation) {
    case 'left':
      return ' Whoever has left may still help: ask them first.';
    case 'domain-lost':
      return ' Whoever has the domain now may read this mail: hurry, and do not rely on the old address.';
    default:
      return '';
  }
}

function tellMissing({ failing }: Context): string {
  return failing.includes('mail') ? ' No mail of AWS has arrived yet.' : '';
}
