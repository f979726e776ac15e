import { join } from 'node:path';
import { formatDuration } from '../../core/duration.ts';
import type { PastMeasure, PastRun, Quarter, RunSeries } from '../../core/run-series.ts';
import { runSeries } from '../../core/run-series.ts';
import type { Language } from '../../core/translations.ts';
import { isSlowerThan, tellUsual, usualStepDurations } from '../../core/usual-duration.ts';
import { type Ledger, readLedger } from '../../journal/read-ledger.ts';
import { visibleText } from '../../report/visible-text.ts';
import { projectLanguage } from '../evidence/project-language.ts';
import { writeIndex } from '../evidence/write-index.ts';
import type { Io } from '../io.ts';
import { neverRun } from '../never-run.ts';
import { EXIT, type ExitCode } from '../program/exit-code.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { findProject } from '../project.ts';
import { type EndedRun, readSeries } from '../runs/read-earlier-runs.ts';
import { table } from '../table.ts';

/** Quarters, and runs one by one, that are listed. */
const SHOWN = 12;
const BAR_COLUMNS = 24;

export interface HistoryOptions {
  readonly output: OutputKind;
  readonly html: boolean;
  /** Of the page. @default the one that all drills report in, else English */
  readonly lang?: Language;
}

/** `drill history [drill]` */
export async function history(
  io: Io,
  drill: string | undefined,
  { output, html, lang }: HistoryOptions,
): Promise<ExitCode> {
  const project = findProject(io.cwd);
  const ledger = readLedger(project.reports);
  tellUnread(io, ledger);
  const all = runSeries(ledger.runs);
  const wanted = drill === undefined ? all : all.filter((one) => one.drill === drill);
  if (drill !== undefined && wanted.length === 0) throw neverRun(drill, all);
  if (output === 'json') io.out(JSON.stringify({ series: wanted, broken: ledger.broken }));
  else if (all.length === 0) io.out('No drill has been run here yet.');
  else if (drill === undefined) tellAll(io, all);
  else for (const series of wanted) await tellOne(io, ledger, series);
  if (html) {
    await writeIndex(project.reports, ledger, lang ?? projectLanguage(project));
    io.err(`drill: wrote ${join(project.reports, 'index.html')}`);
  }
  return EXIT.met;
}

/** What is in the way of a whole history. Folders that are no runs are nobody's business here. */
function tellUnread(io: Io, { broken }: Ledger): void {
  for (const { folder, failure } of broken) {
    io.err(`drill: ${visibleText(folder)} is left out: ${failure.message}`);
  }
}

function tellAll(io: Io, all: readonly RunSeries[]): void {
  const head = ['drill', 'in', 'runs', 'met', 'last', 'verdict', 'RTO', 'of', 'trend'];
  const rows = all.map(({ drill, environment, runs }) => {
    const [last] = runs;
    return [
      drill,
      environment,
      String(runs.length),
      String(runs.filter(({ verdict }) => verdict === 'met').length),
      last?.openedAt.slice(0, 10) ?? '',
      last ? outcomeOf(last) : '',
      tellMeasure(last?.rto),
      last ? formatDuration(last.rto.objectiveMs) : '',
      sparkline(
        runs
          .slice(0, SHOWN)
          .toReversed()
          .map(({ rto }) => rto.actualMs),
      ),
    ];
  });
  for (const line of table(head, rows)) io.out(line);
}

async function tellOne(io: Io, ledger: Ledger, series: RunSeries): Promise<void> {
  const { drill, environment, runs, quarters, isReal } = series;
  const [last] = runs;
  if (!last) return;
  const met = runs.filter(({ verdict }) => verdict === 'met').length;
  io.out(
    `${drill} in ${environment}${isReal ? '' : ' (no evidence)'}: ${runs.length} ${runs.length === 1 ? 'run' : 'runs'}, ${met} met`,
  );
  const rpo = last.rpo ? `, RPO ${formatDuration(last.rpo.objectiveMs)}` : '';
  io.out(`objectives: RTO ${formatDuration(last.rto.objectiveMs)}${rpo}`);
  io.out('');
  for (const line of chartOf(quarters.slice(-SHOWN))) io.out(line);
  io.out('');
  const head = ['opened (UTC)', 'verdict', 'RTO', 'RPO', 'run'];
  const rows = runs
    .slice(0, SHOWN)
    .map((run) => [
      run.openedAt.slice(0, 16).replace('T', ' '),
      outcomeOf(run),
      tellMeasure(run.rto),
      run.rpo ? tellMeasure(run.rpo) : 'n/a',
      run.run,
    ]);
  for (const line of table(head, rows)) io.out(line);
  if (runs.length > SHOWN) io.out(`… and ${runs.length - SHOWN} earlier runs (--output json)`);
  const ended = await readSeries(io, ledger.runs, { drill, environment });
  for (const line of stepsOf(ended)) io.out(line);
}

function outcomeOf({ status, verdict }: PastRun): string {
  return status === 'completed' ? verdict : status;
}

/** A measure that misses its objective is marked, since nobody compares two columns of durations. */
function tellMeasure(measure: PastMeasure | undefined): string {
  if (measure?.actualMs === undefined) return '-';
  const isOver = measure.actualMs > measure.objectiveMs;
  return `${formatDuration(measure.actualMs)}${isOver ? ' !' : ''}`;
}

/** A bar for the median of each quarter, with the worst beside it. */
function chartOf(quarters: readonly Quarter[]): string[] {
  const longest = Math.max(1, ...quarters.map(({ medianRtoMs = 0 }) => medianRtoMs));
  const head = [
    'quarter',
    'runs',
    'met',
    'RTO, median'.padEnd(BAR_COLUMNS),
    '',
    'worst',
    'worst RPO',
  ];
  const rows = quarters.map(({ name, runs, met, medianRtoMs, worstRtoMs, worstRpoMs }) => {
    const share = (medianRtoMs ?? 0) / longest;
    const told = (ms: number | undefined) => (ms === undefined ? '-' : formatDuration(ms));
    return [
      name,
      String(runs),
      String(met),
      '█'.repeat(Math.max(medianRtoMs === undefined ? 0 : 1, Math.round(share * BAR_COLUMNS))),
      told(medianRtoMs),
      told(worstRtoMs),
      told(worstRpoMs),
    ];
  });
  return table(head, rows);
}

/** The longest steps, and what the newest run took for them. */
function stepsOf(ended: readonly EndedRun[]): string[] {
  const [newest, ...before] = ended.map(({ state }) => state).filter(isCompleted);
  if (!newest || before.length === 0) return [];
  const usual = usualStepDurations(before);
  const known = newest.steps.flatMap((step) => {
    const own = usual[step.id];
    return own && step.durationMs !== undefined && step.status === 'done'
      ? [{ ...step, durationMs: step.durationMs, own }]
      : [];
  });
  const longest = known.toSorted((a, b) => b.own.p50Ms - a.own.p50Ms).slice(0, SHOWN);
  const head = ['longest steps', 'last', 'before', ''];
  const rows = longest.map(({ title, durationMs, own }) => [
    title,
    formatDuration(durationMs),
    `${tellUsual(own)} (${own.runs} runs)`,
    isSlowerThan(durationMs, own) ? 'SLOWER' : '',
  ]);
  return rows.length === 0 ? [] : ['', ...table(head, rows)];
}

function isCompleted({ status }: EndedRun['state']): boolean {
  return status === 'completed';
}

const LEVELS = '▁▂▃▄▅▆▇█';

/** One character for each run, oldest first; a blank where nothing was measured. */
function sparkline(values: readonly (number | undefined)[]): string {
  const most = Math.max(1, ...values.map((value) => value ?? 0));
  return values
    .map((value) =>
      value === undefined
        ? ' '
        : LEVELS[Math.min(LEVELS.length - 1, Math.floor((value / most) * (LEVELS.length - 1)))],
    )
    .join('');
}
