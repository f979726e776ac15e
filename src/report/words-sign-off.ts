/** The words of who stands for a report. */
export const SIGN_OFF_ENGLISH = {
  title: 'Sign-off',
  none: 'Nobody has signed this report off yet.',
  lead: 'By people, after the end, in their order; the last one counts.',
  name: 'Name',
  role: 'Signs as',
  decision: 'Decision',
  knownAs: 'Known as',
  when: 'When',
  part: 'Part in the run',
  comment: 'Comment',
  decided: {
    accepted: 'accepted',
    'accepted-with-conditions': 'accepted with conditions',
    rejected: 'rejected',
  },
  tookPart: {
    'not-known': 'none that is known',
    too: 'took part, as others did',
    alone: 'drove the run alone: not independent',
  },
  ofReport: (report: string) => `of the report ${report}`,
  byKey: (key: string) => `by the key ${key}`,
  notIndependent: 'not independent',
  notYet: 'Not signed off yet.',
  signed: (decision: string, who: string, when: string) =>
    `Signed off: ${decision} by ${who}, ${when}.`,
  alone: 'Who signed has driven the run alone.',
};
