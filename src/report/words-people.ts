/** The words of what people were asked, and of what they said. */
export const PEOPLE_ENGLISH = {
  asked: 'Asked',
  of: 'Of',
  answer: 'Answer',
  by: 'By',
  waited: 'Waited',
  note: 'Note',
  status: {
    open: 'open',
    answered: 'answered',
    declined: 'declined',
    skipped: 'skipped: not passed',
    overdue: 'nobody answered in time',
    cancelled: 'not asked any more',
  },
  knownBy: { aws: 'AWS caller', os: 'OS user' },
} as const;
