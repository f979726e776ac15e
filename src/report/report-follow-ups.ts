import type { FollowUpChange } from '../core/afterwards.ts';
import { type FollowUp, isSettledBy, issueId } from '../core/follow-up.ts';
import type { RunState } from '../core/run-state.ts';
import { reportPerson } from './report-tasks.ts';
import type { ReportModel } from './schema.ts';

type Issue = ReportModel['issues'][number];
type Earlier = ReportModel['earlierFollowUps'][number];
type Settlement = Pick<Issue, 'owner' | 'dueDate' | 'ticket' | 'resolution' | 'comment'>;
type Decision = Partial<Omit<FollowUpChange, 'by' | 'issue'>>;
type Proofs = Pick<ReportModel, 'checks' | 'posture' | 'tasks'> & {
  readonly result: Pick<ReportModel['result'], 'status' | 'verdict'>;
};

/** Completed, with the verdict `met`: a passing test. */
export function isPassed({ result }: Pick<Proofs, 'result'>): boolean {
  return result.status === 'completed' && result.verdict === 'met';
}

/** Ids of the checks and findings that passed, and `task:<step>` for each step that people have taken. */
export function provenBy({ checks, posture, tasks }: Omit<Proofs, 'result'>): ReadonlySet<string> {
  const good = posture.flatMap(({ findings }) =>
    findings.filter(({ after }) => after !== null && !UNSETTLED.has(after.outcome)),
  );
  return new Set([
    ...checks.filter(({ outcome }) => outcome === 'passed').map(({ id }) => id),
    ...good.map(({ id }) => id),
    ...tasks.filter(({ status }) => status === 'answered').map(({ step }) => `task:${step}`),
  ]);
}

const UNSETTLED: ReadonlySet<string> = new Set(['fail', 'unknown']);

/** Issues with what people have decided about them, before the run and after it. */
export function withSettlements(issues: readonly Issue[], state: RunState): Issue[] {
  const before = new Map(state.earlier?.followUps.map((one) => [one.issue, one]));
  return issues.map((issue) => {
    const id = issueId(issue);
    return { ...issue, ...settlement(id, before.get(id), state) };
  });
}

/** What was to follow up before the run, and what the run says of it; as `openFollowUps` will count it from now on. */
export function reportEarlierFollowUps(
  state: RunState,
  report: Proofs & Pick<ReportModel, 'issues'>,
): Earlier[] {
  const passed = isPassed(report);
  const proven = provenBy(report);
  const seen = new Set(report.issues.map(issueId));
  return (state.earlier?.followUps ?? []).map((followUp) => {
    const { issue, severity, detail, since, last } = followUp;
    const isSettled = passed && isSettledBy(followUp, { proven });
    return {
      issue,
      severity,
      detail,
      since: { run: since.run, at: since.at },
      last: { run: last.run, at: last.at },
      ...settlement(issue, followUp, state),
      outcome: seen.has(issue) ? 'seen-again' : isSettled ? 'settled' : 'open',
    };
  });
}

/** The newest word on each thing counts. */
function settlement(
  issue: string,
  before: FollowUp | undefined,
  { followUpChanges }: RunState,
): Settlement {
  const decisions: readonly Decision[] = [
    ...(before ? [before] : []),
    ...followUpChanges.filter((change) => change.issue === issue),
  ];
  const newest = <Key extends keyof Decision>(key: Key) =>
    decisions.findLast((decision) => decision[key] !== undefined)?.[key] ?? null;
  return {
    owner: newest('owner'),
    dueDate: newest('due'),
    ticket: newest('ticket'),
    resolution: newest('resolution'),
    comment: newest('comment'),
  };
}

/** What people have learned from the run. */
export function reportLessons({ lessons }: RunState): ReportModel['lessons'] {
  return lessons.map(({ at, by, text }) => ({ at, who: reportPerson(by), text }));
}
