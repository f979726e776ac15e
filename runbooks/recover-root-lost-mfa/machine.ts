import { signInOtherwise } from '../root-recovery/alternative.ts';
import { ask, choose } from '../root-recovery/ask.ts';
import { recoverCentrally } from '../root-recovery/central.ts';
import { signInOf, tellAccount } from '../root-recovery/context.ts';
import { elsewhere } from '../root-recovery/elsewhere.ts';
import { reachablePhone } from '../root-recovery/phone.ts';
import { rootMachine } from '../root-recovery/root-machine.ts';
import { askSupport } from '../root-recovery/support.ts';
import { replacement } from './replacement.ts';

/**
 * The cheapest way that works: set the clock right, use another device, sign in by mailbox and phone, ask AWS. Of a
 * member with centralized root access from outside.
 */
export const machine = rootMachine('recover-root-lost-mfa', {
  situation: {
    id: 'situation',
    ...ask({
      id: 'situation',
      title: 'Say what has happened (T1, T2)',
      titles: { ja: '状況の申告（T1, T2）' },
      keep: 'situation',
      ask: (context) => ({
        action: `Say what is wrong with the MFA device of the root user of ${tellAccount(context)}.`,
        role: 'incident-commander',
        next: 'The run goes the way that fits it and the kind of account.',
        ...choose({
          lost: 'It is lost',
          broken: 'It is broken',
          stolen: 'It is stolen, or may be',
          'out-of-sync': 'It is here, and its codes are refused',
        }),
        minutes: 2,
      }),
      ways: [{ target: 'routing', marks: ['T1', 'T2', 'T3'] }],
    }),
  },
  routing: {
    always: [
      { guard: ({ context }) => context.situation === 'out-of-sync', target: 'resync' },
      { guard: 'isCentral', target: 'central' },
      { target: 'other' },
    ],
  },
  central: recoverCentrally({ deletes: true }),
  resync: ask({
    id: 'resync',
    title: 'Bring the device into step again',
    titles: { ja: 'デバイスの再同期' },
    ask: (context) => ({
      action: `Set the clock of the device right. If its codes are refused still, sign in with the password of ${tellAccount(context)} and choose “Troubleshoot MFA”, then re-sync with two codes in a row. Security keys do not drift.`,
      role: 'mfa-device-holder',
      link: signInOf(context),
      next: 'With a code that is taken the root user is back.',
      ...choose({ taken: 'Its codes are taken again', refused: 'They are refused still' }),
      minutes: 10,
    }),
    ways: [{ when: 'taken', target: '#final-sign-in', marks: ['T4'] }, { target: 'unsynced' }],
  }),
  // A device that does not come into step is as good as broken.
  unsynced: { always: [{ guard: 'isCentral', target: 'central' }, { target: 'other' }] },
  other: ask({
    id: 'other-device',
    title: 'Look for another device of this root user',
    titles: { ja: 'ルートユーザーの別のデバイスの確認' },
    ask: (context) => ({
      action: `Look for another MFA device of the root user of ${tellAccount(context)}; it can have up to eight. On the sign-in page choose “Try another MFA method”.`,
      role: 'mfa-device-holder',
      link: signInOf(context),
      next: 'With one, the lost device is replaced at once. Without, mailbox and phone are needed.',
      ...choose({ none: 'There is no other', 'signed-in': 'There is one; I am signed in with it' }),
      minutes: 10,
    }),
    ways: [{ when: 'signed-in', target: '#replacement', marks: ['T4'] }, { target: 'phone' }],
  }),
  phone: reachablePhone({ next: '#alternative', none: '#support' }),
  alternative: {
    id: 'alternative',
    ...signInOtherwise({
      next: '#replacement',
      noPassword: '#no-password',
      noMail: '#no-mail',
      noCall: '#support',
    }),
  },
  noPassword: {
    id: 'no-password',
    ...elsewhere(
      'ROOT_PASSWORD_LOST',
      'The password is lost as well, which comes first',
      'recover-root-lost-password',
    ),
  },
  noMail: {
    id: 'no-mail',
    ...elsewhere(
      'ROOT_MAIL_MISSING',
      'The mail of AWS did not arrive, so the root user’s mailbox has to be recovered first',
      'recover-root-lost-mailbox',
    ),
  },
  support: {
    id: 'support',
    ...askSupport({ wanted: 'to remove the lost MFA device', next: '#signed-in-after' }),
  },
  signInAfter: {
    id: 'signed-in-after',
    ...ask({
      id: 'sign-in-after-case',
      title: 'Sign in without the lost device',
      titles: { ja: '紛失したデバイスを使わないサインイン' },
      ask: (context) => ({
        action: `Sign in as the root user of ${tellAccount(context)} with its password.`,
        role: 'operator',
        link: signInOf(context),
        next: 'A new device takes the place of the lost one.',
        answer: { kind: 'done' },
        maySkip: false,
        minutes: 5,
      }),
      ways: [{ target: '#replacement', marks: ['T4'] }],
    }),
  },
  replacement,
});
