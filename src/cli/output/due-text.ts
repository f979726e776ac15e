import { tellMoment } from '../../calendar/tell-moment.ts';
import type { Environment } from '../../core/drill.ts';
import { formatDuration } from '../../core/duration.ts';
import type { Ms } from '../../core/ports.ts';
import type { RunSummary } from '../../core/run-summary.ts';
import type { Finding, Standing } from '../../core/standing.ts';
import { visibleText } from '../../report/visible-text.ts';
import { foldText } from '../fold-text.ts';
import type { DrillStanding } from '../rehearsals/read-standings.ts';
import { table } from '../table.ts';

const COLUMNS = 80;
/** Of one finding; the rest is in `--output json`. */
const LINES_SHOWN = 8;

const WORDS: { readonly [standing in Standing]: string } = {
  overdue: 'OVERDUE',
  'never-rehearsed': 'NEVER',
  stale: 'STALE',
  due: 'due',
  unknown: 'unknown',
  'not-scheduled': 'unscheduled',
  ok: 'ok',
};

/** Drills as a table, each with what is to be said of it below. */
export function dueLines(drills: readonly DrillStanding[], now: Ms): string[] {
  if (drills.length === 0) return [];
  const [head = '', ...rows] = table(
    ['', 'drill', 'in', 'rehearsed', 'next'],
    drills.map(({ standing, file, environment, last, due }) => [
      WORDS[standing],
      file.name,
      environment.name,
      last?.openedAt.slice(0, 10) ?? '-',
      due?.next?.local.slice(0, 10) ?? '-',
    ]),
  );
  const notes = drills.map((one) =>
    notesOf(one, now).flatMap((note) => foldText(visibleText(note), '    ', COLUMNS)),
  );
  return [head, ...rows.flatMap((row, index) => [row, ...(notes[index] ?? [])])];
}

function notesOf(one: DrillStanding, now: Ms): string[] {
  const { file, findings, last, environment } = one;
  const run = `drill run ${file.name}${environment.name === file.environment ? '' : ` --env ${environment.name}`}`;
  return [
    ...findings.flatMap((finding) => tell(finding, one, now)),
    ...(last?.end?.verdict.verdict === 'missed'
      ? [`its last rehearsal took place and missed something: drill followup ${file.name}`]
      : []),
    ...(findings.some(({ kind }) => ANSWERED_BY_A_RUN.has(kind)) ? [`next: ${run}`] : []),
  ];
}

const ANSWERED_BY_A_RUN: ReadonlySet<Finding['kind']> = new Set([
  'overdue',
  'never-rehearsed',
  'stale',
  'due',
]);

function whereOf({ opened }: RunSummary, { name, accountId }: Environment): string {
  const { environment: where } = opened;
  const isMoved = where.name === name && where.accountId !== accountId;
  return isMoved ? `${name} of the account ${where.accountId}` : where.name;
}

function tell(finding: Finding, one: DrillStanding, now: Ms): string[] {
  const { file, environment, elsewhere } = one;
  switch (finding.kind) {
    case 'overdue':
    case 'due': {
      const { since, missed } = finding;
      const more =
        missed > 1 ? `; so ${missed === 2 ? 'was' : 'were'} ${missed - 1} more since` : '';
      const { graceMs = 0, zone = 'UTC' } = file.drill.schedule ?? {};
      const leftMs = Date.parse(since.at) + graceMs - now;
      const state =
        leftMs < 0
          ? `overdue by ${formatDuration(-leftMs)}`
          : `due, overdue in ${formatDuration(leftMs)}`;
      return [`${state}: wanted on ${tellMoment(since, zone)}, ${since.why}${more}`];
    }
    case 'never-rehearsed':
      return [
        `never rehearsed in ${environment.name}${elsewhere ? `; ${elsewhere.run} was in ${whereOf(elsewhere, environment)}, which says nothing of it` : ''}`,
      ];
    case 'stale':
      return shown(finding.changes).map((line) => `${CHANGED[finding.because]}: ${line}`);
    case 'unknown':
      return shown(finding.why).map((line) => `not known: ${line}`);
    case 'not-scheduled':
      return [
        `nothing says when: write into drills/${file.name}.yaml schedule: { every: quarter, on: ` +
          'first business day, at: "10:00", zone: UTC }',
      ];
  }
}

const CHANGED = {
  runbook: 'runbook changed',
  criteria: 'criteria changed',
  drill: 'drill changed',
  architecture: 'architecture changed',
} as const;

function shown(lines: readonly string[]): string[] {
  const more = lines.length - LINES_SHOWN;
  const rest = more > 0 ? [`and ${more} more (--output json)`] : [];
  return [...lines.slice(0, LINES_SHOWN), ...rest];
}
