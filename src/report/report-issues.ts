import { lostText } from './outage-text.ts';
import { newestLook } from './report-posture.ts';
import type { ReportModel } from './schema.ts';
import { ENGLISH } from './words.ts';

type Issue = ReportModel['issues'][number];
type Kind = Issue['kind'];
type Facts = Pick<
  ReportModel,
  'checks' | 'posture' | 'tasks' | 'cleanUp' | 'clockJumps' | 'outage' | 'lostWrites' | 'test'
> & {
  readonly result: Omit<ReportModel['result'], 'overall'>;
};

/** What somebody has to follow up. */
export function reportIssues(facts: Facts): Issue[] {
  const { result, checks, posture, cleanUp, clockJumps } = facts;
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
    ...posture.flatMap((account) => findings(account, cutShort)),
    ...tasks(facts),
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

/** What fails is to be mended, whether this run was for it or not; what is not known matters where it was required. */
function findings({ findings, changes }: Facts['posture'][number], cutShort: boolean): Issue[] {
  const worse = new Set(changes.filter(({ kind }) => kind === 'worse').map(({ id }) => id));
  return findings.flatMap((finding) => {
    const { id, title, required, after } = finding;
    const look = newestLook(finding);
    const detail = `${title}: ${look?.reason ?? ENGLISH.posture.notLooked}`;
    if (worse.has(id)) return issue('high', 'finding-worse', id, detail);
    if (look?.outcome === 'fail') {
      return issue(required ? 'high' : 'medium', 'finding-failed', id, detail);
    }
    const isUnproven = required && (after === null || after.outcome === 'unknown');
    return isUnproven && !cutShort ? issue('medium', 'finding-unproven', id, detail) : [];
  });
}

/** What people were asked and did not do. A step that was taken again asked again; its last word counts. */
function tasks({ tasks }: Facts): Issue[] {
  const newest = new Map(tasks.map((task) => [task.step, task]));
  return [...newest.values()].flatMap(notDone);
}

function notDone({ step, status, answers }: Facts['tasks'][number]): Issue[] {
  const said = answers.at(-1)?.comment ?? null;
  switch (status) {
    case 'skipped':
      return [issue('medium', 'task-skipped', step, said)];
    case 'declined':
      return [issue('medium', 'task-declined', step, said)];
    case 'overdue':
      return [issue('medium', 'task-overdue', step, null)];
    case 'open':
    case 'answered':
    case 'cancelled':
      return [];
  }
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
  // What people decide about it is added by `withSettlements`.
  const nothing = { owner: null, dueDate: null, ticket: null, resolution: null, comment: null };
  return { severity, kind, subject, detail, ...nothing };
}
