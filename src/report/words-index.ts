/** The words of the page of all runs. */
export const INDEX_ENGLISH = {
  title: 'Recovery tests',
  about:
    'Read from the two ends of each journal. What a reviewer is shown is the report of a run; drill verify checks it.',
  drills: 'Drills',
  drillsLead:
    'Recovery time of each run, oldest to newest; squares are runs that were not met. The dashed line is the objective, where it is near.',
  met: (met: number, runs: number) => `${met} of ${runs} met`,
  chart: (drill: string, environment: string) => `Recovery times of ${drill} in ${environment}`,
  runs: 'Runs',
  find: 'Find',
  all: 'all',
  /** The script puts the numbers in. */
  countAll: '{all} runs',
  countSome: '{shown} of {all} runs',
  more: 'Show all',
  openedAt: 'Opened (UTC)',
  drill: 'Drill',
  environment: 'Environment',
  outcome: 'Outcome',
  report: 'Report',
  notMeasured: 'not measured',
  notApplicable: 'n/a',
  of: (objective: string) => `of ${objective}`,
  outcomes: {
    met: 'met',
    missed: 'missed',
    unproven: 'unproven',
    tabletop: 'tabletop',
    none: 'no verdict',
    failed: 'failed',
    aborted: 'aborted',
    open: 'open',
  },
  notRead: 'Not read',
  broken: 'These folders have a journal that cannot be used.',
  foreign: 'These folders have no journal, so they are no runs.',
};
