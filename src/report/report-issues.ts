import { lostText } from './outage-text.ts';
import type { ReportModel } from './schema.ts';
import { ENGLISH } from './words.ts';

type Issue = ReportModel['issues'][number];
type Kind = Issue['kind'];
type Facts = Pick<
  ReportModel,
  'checks' | 'cleanUp' | 'clockJumps' | 'outage' | 'lostWrites' | 'test'
> & {
  readonly result: Omit<ReportModel['result'], 'overall'>;
};

/** What somebody has to follow up. Owner, date and ticket are for people to fill in. */
export function reportIssues(facts: Facts): Issue[] {
  const { result, checks, cleanUp, clockJumps } = facts;
  const cutShort = result.status !== 'completed';
  return [
    ...ending(result),
    ...objective('rto', result.rto, cutShort),
    ...objective('rpo', result.rpo, cutShort),
    ...checks
      .filter(({ outcome }) => outcome === 'failed')
      .map(({ id, reason }) => issue('high', 'check-failed', id, reason)),
    ...checks
      // Of a run that was cut short the missing checks go without saying.
      .filter(({ outcome, observed }) => outcome === 'unproven' && !(cutShort && observed === null))
      .map(({ id, reason }) => issue('medium', 'check-unproven', id, reason)),
    ...users(facts),
    ...cleanUp.resources.flatMap(({ type, id, status, failure }) => {
      const subject = `${type} ${id}`;
      if (status === 'leaked') {
        return issue('high', 'resource-leaked', subject, failure?.message ?? null);
      }
      if (status === 'made' || status === 'intended') {
        return issue('high', 'resource-unsettled', subject, null);
      }
      return status === 'kept' ? issue('low', 'resource-kept', subject, null) : [];
    }),
    ...clockJumps.map(({ at }) => issue('medium', 'clock-jumped', at, null)),
  ];
}

/** Lost writes of a rehearsal are figures; in production somebody has to make them good. */
function users({ outage, lostWrites, test }: Facts): Issue[] {
  const isOver = outage === null || outage.failed === 0 || outage.recoveredAt !== null;
  const lost = test.mode === 'live' && lostWrites !== null && lostWrites.lost > 0;
  return [
    ...(isOver ? [] : [issue('high', 'outage-not-over', null, null)]),
    ...(lost
      ? [
          issue(
            'medium',
            'writes-lost',
            lostWrites.first?.key ?? null,
            lostText(lostWrites, ENGLISH),
          ),
        ]
      : []),
  ];
}

function ending({ status, failure }: Facts['result']): Issue[] {
  switch (status) {
    case 'completed':
      return [];
    case 'failed':
      return [issue('high', 'run-failed', failure?.code ?? null, failure?.message ?? null)];
    case 'aborted':
      return [issue('medium', 'run-aborted', null, null)];
    case 'interrupted':
      return [issue('high', 'run-interrupted', null, null)];
  }
}

function objective(
  name: 'rto' | 'rpo',
  { result, method }: Facts['result']['rto' | 'rpo'],
  cutShort: boolean,
): Issue[] {
  if (result === 'missed') return [issue('high', `${name}-missed`, null, null)];
  if (result === 'unproven' && !cutShort)
    return [issue('medium', `${name}-unproven`, null, method)];
  return [];
}

function issue(
  severity: Issue['severity'],
  kind: Kind,
  subject: string | null,
  detail: string | null,
): Issue {
  return { severity, kind, subject, detail, owner: null, dueDate: null, ticket: null };
}
