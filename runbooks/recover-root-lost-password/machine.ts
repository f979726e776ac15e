import { ask, choose } from '../root-recovery/ask.ts';
import { recoverCentrally } from '../root-recovery/central.ts';
import { signInOf, tellAccount } from '../root-recovery/context.ts';
import { elsewhere } from '../root-recovery/elsewhere.ts';
import { resetPassword } from '../root-recovery/password.ts';
import { rootMachine } from '../root-recovery/root-machine.ts';

/** A new password by mail, and a sign-in with it; of a member with centralized root access from outside. */
export const machine = rootMachine('recover-root-lost-password', {
  situation: {
    id: 'situation',
    ...ask({
      id: 'situation',
      title: 'Say what has happened (T1, T2)',
      titles: { ja: '状況の申告（T1, T2）' },
      keep: 'situation',
      ask: (context) => ({
        action: `Say why nobody can sign in as the root user of ${tellAccount(context)} with its password.`,
        role: 'incident-commander',
        next: 'The run goes the way that fits the kind of account.',
        ...choose({
          forgotten: 'The password is forgotten, or gone from the vault',
          left: 'Whoever knew it has left',
          stranger: 'It is refused: somebody else may have changed it',
        }),
        minutes: 2,
      }),
      ways: [
        { when: 'stranger', target: 'stranger' },
        { target: 'routing', marks: ['T1', 'T2', 'T3'] },
      ],
    }),
  },
  stranger: elsewhere(
    'ROOT_MAY_BE_COMPROMISED',
    'Somebody else may be the root user by now',
    'recover-root-compromised',
  ),
  routing: { always: [{ guard: 'isCentral', target: 'central' }, { target: 'password' }] },
  central: recoverCentrally({ deletes: false, password: '#password' }),
  password: { id: 'password', ...resetPassword('#password-set') },
  passwordSet: {
    id: 'password-set',
    always: [{ guard: 'isCentral', target: '#member-sign-in' }, { target: '#sign-in' }],
  },
  signIn: {
    id: 'sign-in',
    ...ask({
      id: 'sign-in-with-mfa',
      title: 'Sign in as the root user with the new password',
      titles: { ja: '新しいパスワードでのルートユーザーのサインイン' },
      traces: ['ConsoleLogin'],
      ask: (context) => ({
        action: `Sign in as the root user of ${tellAccount(context)} with the new password and its MFA device, look at the account menu, and sign out.`,
        role: 'mfa-device-holder',
        link: signInOf(context),
        next: 'The run looks for the sign-in in CloudTrail.',
        answer: { kind: 'done' },
        maySkip: false,
        minutes: 3,
      }),
      ways: [{ target: '#proof', marks: ['T4'] }],
    }),
  },
});
