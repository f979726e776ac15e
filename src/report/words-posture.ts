/** The words for the account of a root user, and for what was found of it. */
export const POSTURE_ENGLISH = {
  trouble: {
    'lost-password': 'Taken away at T0: the password of the root user.',
    'lost-mfa': 'Taken away at T0: the MFA device of the root user.',
    'mfa-out-of-sync': 'At T0 the clock of the root user’s MFA device had gone wrong.',
    compromised: 'At T0 somebody else had the credentials of the root user.',
    'lost-mailbox': 'Taken away at T0: the mailbox of the root user.',
  },
  required: 'Required findings',
  good: (count: number, required: number) =>
    required === 0
      ? 'No finding was required, so nothing is proven of the account.'
      : `${count} of ${required} required findings are good.`,
} as const;
