import { signInOtherwise } from '../root-recovery/alternative.ts';
import { ask, choose } from '../root-recovery/ask.ts';
import { base } from '../root-recovery/base.ts';
import { signInOf, tellAccount } from '../root-recovery/context.ts';
import { elsewhere } from '../root-recovery/elsewhere.ts';
import { resetPassword } from '../root-recovery/password.ts';
import { askSupport } from '../root-recovery/support.ts';

/** For people who cannot sign in, and whom no mail reaches. */
const CONTACT_US = 'https://aws.amazon.com/contact-us/';

/** Ways to be signed in as the root user, whatever the stranger has changed. Leads to `#cleaning`. */
export const gettingIn = base.createStateConfig({
  initial: 'choosing',
  states: {
    choosing: {
      always: [
        { guard: ({ context }) => context.situation === 'locked-out', target: 'reset' },
        { target: 'signIn' },
      ],
    },
    reset: { id: 'reset', ...resetPassword('#password-set', '#no-mail') },
    passwordSet: {
      id: 'password-set',
      always: [{ guard: 'isCentral', target: '#member-sign-in' }, { target: 'signIn' }],
    },
    noMail: {
      id: 'no-mail',
      always: [{ guard: 'isCentral', target: 'noMailbox' }, { target: 'support' }],
    },
    // Nobody can sign in meanwhile, and the address can be changed from outside.
    noMailbox: elsewhere(
      'ROOT_MAIL_MISSING',
      'The mail of AWS did not arrive, so the root user’s mailbox has to be recovered first',
      'recover-root-lost-mailbox',
    ),
    signIn: {
      id: 'sign-in',
      ...ask({
        id: 'get-in',
        title: 'Sign in as the root user',
        titles: { ja: 'ルートユーザーでのサインイン' },
        ask: (context) => ({
          action: `Sign in as the root user of ${tellAccount(context)} with its password and your MFA device, and stay signed in.`,
          role: 'mfa-device-holder',
          link: signInOf(context),
          next: 'Signed in, the stranger is shut out. Refused, there is another way in.',
          ...choose({
            'signed-in': 'I am signed in',
            password: 'The password is refused',
            mfa: 'The MFA device is refused',
          }),
          minutes: 3,
        }),
        ways: [
          { when: 'password', target: 'reset' },
          // The call that takes the place of the device would reach the stranger, where they have changed the phone.
          { when: 'mfa', target: '#phone' },
          { target: '#cleaning' },
        ],
      }),
    },
    alternative: {
      id: 'alternative',
      ...signInOtherwise({
        next: '#cleaning',
        noPassword: '#reset',
        noMail: '#support',
        noCall: '#support',
      }),
    },
    support: {
      id: 'support',
      ...askSupport({
        wanted: 'to reset the root user’s password and MFA, which somebody else has changed,',
        next: '#sign-in',
        link: CONTACT_US,
      }),
    },
  },
});
