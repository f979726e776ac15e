/** The words for what a run answers of the self-assessment, and how far. */
export const REQUIREMENTS_ENGLISH = {
  requirement: {
    'RES-001': 'Define a recovery point objective',
    'RES-002': 'Define a recovery time objective',
    'RES-004': 'Disaster recovery test against both objectives: date of the last test',
    'ARC-005': 'Incident response plan, also for misuse of root credentials',
    'BAR-002': 'Restore test of backups: reference of the report',
  },
  claim: { declared: 'declared', supported: 'supported', partly: 'in part', none: 'no answer' },
  requirementReason: {
    declared: 'The drill declares it.',
    restored: 'This run restored the data, kept both objectives and passed every check.',
    'one-failure-mode': 'The requirement asks for several failure modes; this run tested one:',
    'only-data-loss':
      'A restore covers accidental data loss alone. The failure of an Availability Zone, which the requirement asks for, takes a failover.',
    'no-restore': 'A failover restores no backup. This takes a restore test.',
    'no-failover': 'A restore moves no service. This takes a failover.',
    'test-type-unknown': 'What kind of test this was is not recorded.',
    'no-data': 'This run recovered a root user; no data was recovered.',
    'no-workload':
      'This run recovered a root user and no workload; its RTO says nothing of the workload.',
    'root-rehearsed':
      'This run rehearsed the recovery of a root user. The plan that it belongs to is a document of yours.',
    'not-proven': 'This run did not complete with every objective met and every check passed.',
    'not-aws': 'Only a run against AWS gives an answer.',
  },
};
