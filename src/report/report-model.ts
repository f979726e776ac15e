import { commandText } from '../core/command-text.ts';
import { foldRecords } from '../core/fold-record.ts';
import { primaryAtEnd } from '../core/primary-at-end.ts';
import type { JournalRecord } from '../core/record.ts';
import { isRehearsal } from '../core/rehearsal.ts';
import { reportId } from '../core/report-id.ts';
import { PLAIN_REPORT } from '../core/report-settings.ts';
import { requirementClaims } from '../core/requirement-claims.ts';
import { evidenceOf } from '../core/run-evidence.ts';
import type { RunState } from '../core/run-state.ts';
import { timeToRecovery } from '../core/time-to-recovery.ts';
import { readTimeline } from '../core/timeline.ts';
import { findCriticalPath } from './critical-path.ts';
import { reportArchitecture } from './report-architecture.ts';
import { reportChecks } from './report-checks.ts';
import { reportCleanUp } from './report-clean-up.ts';
import { reportDataVolume, reportDocument, reportTrigger, reportUsual } from './report-context.ts';
import { reportDecisions } from './report-decisions.ts';
import { reportDeviations } from './report-deviations.ts';
import { reportEarlierFollowUps, reportLessons, withSettlements } from './report-follow-ups.ts';
import { reportMissing, reportNotTested } from './report-gaps.ts';
import { reportIncidents } from './report-incidents.ts';
import { reportIssues } from './report-issues.ts';
import { reportFailback, reportLostWrites, reportOutage } from './report-outage.ts';
import { reportApprovals, reportParticipants } from './report-people.ts';
import { reportFacts, reportPosture } from './report-posture.ts';
import { overall, reportResult } from './report-result.ts';
import { reportSignOffs } from './report-sign-offs.ts';
import { reportCalls, reportSteps } from './report-steps.ts';
import { reportCriteria, reportMilestones, reportTest, reportWorkload } from './report-subject.ts';
import { reportNotes, reportTasks } from './report-tasks.ts';
import type { ReportModel } from './schema.ts';
import { watermark } from './watermark.ts';

export type { ReportModel } from './schema.ts';

/**
 * The report of a run as data. Pure: the same records give the same report.
 * A journal that ends early gives a report that says so.
 * @throws KunrenError `JOURNAL_EMPTY` or `JOURNAL_MALFORMED`.
 */
export function buildReport(records: readonly JournalRecord[]): ReportModel {
  const state = foldRecords(records);
  const timeline = readTimeline(records, state);
  const recoveredAt = state.runbook.recoveredAt ?? 'T5';
  const criticalPath = findCriticalPath(timeline, state.steps, recoveredAt);
  const toRecovery = timeToRecovery(timeline, state.steps, recoveredAt);
  const critical = new Set(criticalPath?.segments.map(({ step }) => step));
  const calls = reportCalls(records);
  const test = reportTest(state);
  const result = reportResult(state);
  const checks = reportChecks(state);
  const posture = reportPosture(state);
  const cleanUp = reportCleanUp(state);
  const clockJumps = state.clockJumps.map(({ at, byMs }) => ({ at, byMs }));
  const outage = reportOutage(state, timeline);
  const lostWrites = reportLostWrites(state);
  const primary = primaryAtEnd(state) ?? null;
  const tasks = reportTasks(state);
  const issues = withSettlements(
    reportIssues({
      result,
      test,
      checks,
      posture,
      tasks,
      cleanUp,
      outage,
      lostWrites,
      clockJumps,
    }),
    state,
  );
  const people = reportPeople(state);
  const criteria = reportCriteria(state);
  const document = reportDocument(state);
  const dataVolume = reportDataVolume(state);
  const lessons = reportLessons(state);
  const decisions = reportDecisions(records, state, timeline);
  const steps = reportSteps(state, timeline, calls, critical);
  const incidents = reportIncidents(records, timeline);
  const commands = reportCommands(state);
  const nextTestDue = (isRehearsal(state) && state.nextDue) || null;
  const { lastAt } = state;
  return {
    watermark: watermark(state.environment),
    schemaVersion: 1,
    reportId: reportId(state),
    run: state.run,
    lang: 'en',
    redaction: null,
    zone: (state.drill.report ?? PLAIN_REPORT).zone,
    openedAt: state.openedAt,
    lastAt,
    finishedAt: state.finishedAt ?? null,
    durationMs: timeline.last.ms - timeline.opened.ms,
    result: { overall: overall(result, issues), ...result },
    test,
    trigger: reportTrigger(state),
    document,
    workload: reportWorkload(state),
    dataVolume,
    criteria,
    runbook: {
      id: state.runbook.id,
      title: state.runbook.title,
      titles: state.runbook.titles ?? null,
      version: state.runbook.version,
      hash: state.runbook.hash,
    },
    tool: {
      name: 'kunren',
      versions: distinct(state.processes.map(({ tool }) => versionIn(tool))),
      node: distinct(state.processes.map(({ node }) => node)),
    },
    people,
    processes: state.processes.map(({ at, pid, host, operator, boot, tool, node, utcOffset }) => ({
      at,
      pid,
      host,
      operator,
      boot,
      tool: versionIn(tool),
      node,
      utcOffset,
    })),
    timeline: {
      origin: timeline.origin,
      originAt: timeline.originAt,
      endMs: timeline.last.ms,
      away: timeline.away.map((stretch) => ({ ...stretch, open: false })),
      criticalPath,
      toRecovery: toRecovery ? { ...toRecovery, to: toRecovery.to ?? null } : null,
      usualRecovery: reportUsual(state.earlier?.usualRecovery),
      waited: {
        awsMs: state.waited.aws,
        peopleMs: state.waited.people,
        toolMs: state.waited.tool,
      },
    },
    milestones: reportMilestones(state, timeline),
    outage,
    lostWrites,
    failback: reportFailback(state, timeline),
    primaryAtEnd: primary,
    decisions,
    tasks,
    notes: reportNotes(state),
    steps,
    checks,
    architecture: reportArchitecture(state),
    posture,
    cleanUp,
    calls,
    facts: reportFacts(state),
    commands,
    clockJumps,
    deviations: reportDeviations({ tasks, decisions, steps, incidents, commands, cleanUp, lastAt }),
    incidents,
    issues,
    earlierFollowUps: reportEarlierFollowUps(state, { result, checks, posture, tasks, issues }),
    lessons,
    notTested: reportNotTested(state, recoveredAt),
    requirements: requirementClaims(evidenceOf(state)),
    nextTestDue,
    missing: reportMissing({
      test,
      primaryAtEnd: primary,
      people,
      criteria,
      document,
      dataVolume,
      lessons,
      nextTestDue,
    }),
    journal: {
      format: formatOf(records),
      records: records.length,
      headHash: state.lastHash,
      verify: `drill verify ${state.run}`,
      remake: null,
    },
  };
}

function reportPeople(state: RunState): ReportModel['people'] {
  return {
    operators: distinct(state.processes.map(({ operator }) => operator)),
    anybody: !state.drill.people?.participants.length,
    participants: reportParticipants(state),
    approvals: reportApprovals(state),
    signOffs: reportSignOffs(state),
  };
}

function reportCommands({ commands }: RunState): ReportModel['commands'] {
  return commands.map(({ at, by, command, accepted, reason }) => ({
    at,
    by,
    command: commandText(command),
    accepted,
    reason: reason ?? null,
  }));
}

function formatOf(records: readonly JournalRecord[]): number {
  const [first] = records;
  return first?.type === 'run.opened' ? first.data.format : 0;
}

/** A journal has the tool's name before it. */
function versionIn(tool: string): string {
  return tool.replace(/^kunren /, '');
}

function distinct(values: readonly string[]): string[] {
  return [...new Set(values)];
}
