import { ask, choose } from '../root-recovery/ask.ts';
import { base } from '../root-recovery/base.ts';
import { type Context, signInOf, tellAccount } from '../root-recovery/context.ts';
import { reachablePhone } from '../root-recovery/phone.ts';
import { rootMachine } from '../root-recovery/root-machine.ts';
import { around } from './around.ts';
import { cleaning } from './cleaning.ts';
import { gettingIn } from './getting-in.ts';
import { outside } from './outside.ts';
import { review } from './review.ts';

const situation = base.createStateConfig({
  id: 'situation',
  initial: 'signal',
  states: {
    signal: ask({
      id: 'signal',
      title: 'Say what the signal was (T1)',
      titles: { ja: '検知のきっかけの申告（T1）' },
      keep: 'signal',
      ask: (context) => ({
        action: `Say what tells that somebody else has used the root user of ${tellAccount(context)}.`,
        role: 'incident-commander',
        next: 'Then say whether the team can still sign in.',
        ...choose({
          alarm: 'An alarm of our own',
          notice: 'A notice of AWS',
          bill: 'The bill, or resources that nobody knows',
          other: 'Something else',
        }),
        minutes: 1,
      }),
      ways: [{ target: 'access', marks: ['T1'] }],
    }),
    access: ask({
      id: 'situation',
      title: 'Say whether the team can still sign in (T2)',
      titles: { ja: 'チームがサインイン可能かの申告（T2）' },
      keep: 'situation',
      ask: (context) => ({
        action: `Say whether anybody of the team can still sign in as the root user of ${tellAccount(context)}. Do not try it out first.`,
        role: 'incident-commander',
        next: 'The run goes the way that fits it and the kind of account.',
        ...choose({
          'can-sign-in': 'Yes',
          'locked-out': 'No, the password is refused',
          'not-sure': 'Nobody knows',
        }),
        minutes: 1,
      }),
      ways: [{ target: '#routing', marks: ['T2', 'T3'] }],
    }),
  },
});

/**
 * First the stranger is shut out: password, MFA devices, keys; of a member with centralized root access from outside.
 * Then what they have changed is put back, and what they have done is looked for.
 */
export const machine = rootMachine('recover-root-compromised', {
  situation,
  routing: {
    id: 'routing',
    always: [{ guard: 'isCentral', target: 'outside' }, { target: 'gettingIn' }],
  },
  outside,
  gettingIn,
  cleaning,
  around,
  phone: {
    id: 'phone',
    ...reachablePhone({ next: '#after-phone', none: '#after-phone', mayBeForeign: true }),
  },
  afterPhone: {
    id: 'after-phone',
    always: [
      { guard: ({ context }) => isShutOut(context), target: 'around' },
      { target: '#alternative' },
    ],
  },
  signingInAgain: {
    id: 'signing-in-again',
    always: [
      // Of a root user without a password an audit has told already.
      { guard: 'isCentral', target: 'review' },
      { target: 'signIn' },
    ],
  },
  signIn: ask({
    id: 'sign-in-with-mfa',
    title: 'Sign out, and in again with MFA (T5)',
    titles: { ja: 'サインアウトとMFAでの再サインイン（T5）' },
    traces: ['ConsoleLogin'],
    ask: (context) => ({
      action: `Sign out, and sign in again as the root user of ${tellAccount(context)} with the new password and the new MFA device. Sign out when you are in.`,
      role: 'mfa-device-holder',
      link: signInOf(context),
      next: 'Then look for what the stranger has done.',
      answer: { kind: 'done' },
      maySkip: false,
      minutes: 3,
    }),
    ways: [{ target: 'review' }],
  }),
  review,
});

/** The stranger's credentials are gone: deleted from outside, or replaced by people. */
function isShutOut({ account, traces }: Context): boolean {
  return account?.isCentral === true || traces.includes('EnableMFADevice');
}
