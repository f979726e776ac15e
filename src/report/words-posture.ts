/** The words for the account of a root user, and for what was found of it. */
export const POSTURE_ENGLISH = {
  trouble: {
    'lost-password': 'Taken away at T0: the password of the root user.',
    'lost-mfa': 'Taken away at T0: the MFA device of the root user.',
    'mfa-out-of-sync': 'At T0 the clock of the root user’s MFA device had gone wrong.',
    compromised: 'At T0 somebody else had the credentials of the root user.',
    'lost-mailbox': 'Taken away at T0: the mailbox of the root user.',
  },
  outcome: {
    pass: 'pass',
    fail: 'fail',
    'not-applicable': 'not applicable',
    unknown: 'unknown',
    attested: 'attested',
  },
  change: {
    better: 'better',
    worse: 'worse',
    learned: 'now known',
    lost: 'not known any more',
    changed: 'changed',
  },
  account: 'Account',
  finding: 'Finding',
  before: 'Before',
  during: 'During',
  after: 'After',
  why: 'Why',
  read: 'Where it was read',
  notLooked: 'nobody looked',
  isRequired: 'required',
  requiredNote: 'The verdict counts what is marked as required.',
  changes: 'What changed',
  noChange: 'Nothing changed between the look before and the look after.',
  lookedOnce: 'Nobody looked both before and after, so no change can be told.',
  required: 'Required findings',
  proofs: 'Checks and required findings',
  good: (count: number, required: number) =>
    required === 0
      ? 'No finding was required, so nothing is proven of the account.'
      : `${count} of ${required} required findings are good.`,
  proved: (count: number, declared: number) =>
    `${count} of ${declared} checks and required findings are good.`,
};
