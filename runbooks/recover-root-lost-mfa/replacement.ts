import { ask, choose } from '../root-recovery/ask.ts';
import { base } from '../root-recovery/base.ts';
import { signInOf, tellAccount } from '../root-recovery/context.ts';

/** A new device in the place of the lost one, a second one beside it, and a sign-in that shows that it works. */
export const replacement = base.createStateConfig({
  id: 'replacement',
  initial: 'register',
  states: {
    register: ask({
      id: 'register-device',
      title: 'Remove the lost device and register a new one',
      titles: { ja: '紛失したデバイスの削除と新しいデバイスの登録' },
      traces: ['DeactivateMFADevice', 'EnableMFADevice'],
      ask: (context) => ({
        action: `Signed in as the root user of ${tellAccount(context)}: under Security credentials remove the lost MFA device, and assign a new one.`,
        role: 'mfa-device-holder',
        link: signInOf(context),
        next: 'A second device keeps this day from coming again.',
        answer: {
          kind: 'text',
          of: 'the name of the new device',
          example: 'root-key-office-safe',
        },
        maySkip: false,
        minutes: 5,
      }),
      ways: [{ target: 'second' }],
    }),
    second: ask({
      id: 'second-device',
      title: 'Register a second device',
      titles: { ja: '2台目のデバイスの登録' },
      ask: () => ({
        action:
          'Assign a second MFA device that is kept somewhere else, by somebody else. A root user can have up to eight.',
        role: 'mfa-device-holder',
        next: 'Then the new device is tried.',
        ...choose({ registered: 'There is a second device', later: 'Not now' }),
        minutes: 5,
      }),
      ways: [{ target: 'stolen' }],
    }),
    stolen: {
      always: [
        { guard: ({ context }) => context.situation === 'stolen', target: 'password' },
        { target: 'signIn' },
      ],
    },
    password: ask({
      id: 'change-password',
      title: 'Change the password',
      titles: { ja: 'パスワードの変更' },
      traces: ['PasswordUpdated'],
      ask: (context) => ({
        action: `Change the password of the root user of ${tellAccount(context)}, because its device may be in other hands, and put the new one into the vault. Never type it here.`,
        role: 'operator',
        link: signInOf(context),
        next: 'Then the new device is tried.',
        answer: {
          kind: 'reference',
          of: 'where the password is kept',
          example: 'vault item aws-root',
        },
        maySkip: false,
        minutes: 5,
      }),
      ways: [{ target: 'signIn' }],
    }),
    signIn: {
      id: 'final-sign-in',
      ...ask({
        id: 'sign-in-with-mfa',
        title: 'Sign out, and in again with MFA',
        titles: { ja: 'サインアウトとMFAでの再サインイン' },
        traces: ['ConsoleLogin'],
        ask: (context) => ({
          action: `Sign out, and sign in again as the root user of ${tellAccount(context)} with password and MFA.`,
          role: 'mfa-device-holder',
          link: signInOf(context),
          next: 'The run looks for the sign-in in CloudTrail.',
          answer: { kind: 'done' },
          maySkip: false,
          minutes: 3,
        }),
        ways: [{ target: '#proof' }],
      }),
    },
  },
});
