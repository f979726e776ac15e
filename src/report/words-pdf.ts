/** The words that only the printed report needs. */
export const PDF_ENGLISH = {
  /** Above the table of calls that only looked. */
  looks: 'By step and operation; times and request ids are those of the first and the last one.',
  more: (count: number) => `and ${count} more`,
  longest: (shown: number, all: number) =>
    `The ${shown} steps of ${all} that took longest; the table below has all of them.`,
  name: 'Name',
  role: 'Role',
  date: 'Date',
  comment: 'Comment and signature',
};
