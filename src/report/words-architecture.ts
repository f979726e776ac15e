/** The words for how what a run exercised was set up. */
export const ARCHITECTURE_ENGLISH = {
  title: 'How it was set up at that time',
  subject: 'What',
  setting: 'Setting',
  value: 'Value',
  absent: 'not there',
  unknown: 'not known',
};
