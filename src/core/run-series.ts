import type { Instant, Ms } from './ports.ts';
import type { RunSummary } from './run-summary.ts';
import type { Translations } from './translations.ts';
import { usualDuration } from './usual-duration.ts';
import type { ProvedWord } from './verdict.ts';

/** The runs of one drill in one environment: what can be compared with each other. */
export interface RunSeries {
  readonly drill: string;
  /** As the newest run has it. */
  readonly title: string;
  /** The same in other languages. */
  readonly titles?: Translations;
  readonly environment: string;
  /** Its runs went to AWS itself. */
  readonly isReal: boolean;
  /** Newest first. */
  readonly runs: readonly PastRun[];
  /** Oldest first; quarters without a run are left out. */
  readonly quarters: readonly Quarter[];
}

/** A run as one line of a history. */
export interface PastRun {
  readonly run: string;
  readonly drill: string;
  readonly environment: string;
  readonly isReal: boolean;
  readonly openedAt: Instant;
  /** `open`: it goes on, or its process has died. */
  readonly status: 'completed' | 'failed' | 'aborted' | 'open';
  readonly verdict: ProvedWord | 'none';
  readonly rto: PastMeasure;
  /** Absent where no data is recovered. */
  readonly rpo?: PastMeasure;
}

export interface PastMeasure {
  readonly objectiveMs: Ms;
  /** Absent: not measured. */
  readonly actualMs?: Ms;
}

/** What the runs of a quarter of a year (UTC) came to. */
export interface Quarter {
  /** `2026 Q4` */
  readonly name: string;
  readonly runs: number;
  readonly met: number;
  /** Absent where nothing was measured. */
  readonly medianRtoMs?: Ms;
  readonly worstRtoMs?: Ms;
  readonly worstRpoMs?: Ms;
}

/** One line of a history for a run. */
function pastRun({ run, openedAt, opened, end, isReal }: RunSummary): PastRun {
  const { drill, environment } = opened;
  const { rtoMs, rpoMs } = drill.objectives;
  const rto = end?.verdict.rto.actualMs;
  const measured = end?.verdict.rpo;
  const rpo = measured?.result === 'not-applicable' ? undefined : measured?.actualMs;
  return {
    run,
    drill: drill.name,
    environment: environment.name,
    isReal,
    openedAt,
    status: end?.status ?? 'open',
    verdict: end?.verdict.verdict ?? 'none',
    rto: { objectiveMs: rtoMs, ...(rto !== undefined && { actualMs: rto }) },
    ...(rpoMs !== undefined && {
      rpo: { objectiveMs: rpoMs, ...(rpo !== undefined && { actualMs: rpo }) },
    }),
  };
}

/** Series of runs, that with the newest run first. A tabletop measures nothing, and stands with the others. */
export function runSeries(runs: readonly RunSummary[]): RunSeries[] {
  const newestFirst = runs.toSorted((a, b) => (a.openedAt < b.openedAt ? 1 : -1));
  const groups = Map.groupBy(newestFirst, ({ opened }) =>
    JSON.stringify([opened.drill.name, opened.environment.name]),
  );
  return [...groups.values()].flatMap((own) => {
    const [newest] = own;
    if (!newest) return [];
    const past = own.map(pastRun);
    const { name, title, titles } = newest.opened.drill;
    return [
      {
        drill: name,
        title,
        ...(titles && { titles }),
        environment: newest.opened.environment.name,
        isReal: past.every(({ isReal }) => isReal),
        runs: past,
        quarters: quartersOf(past),
      },
    ];
  });
}

function quartersOf(newestFirst: readonly PastRun[]): Quarter[] {
  const groups = Map.groupBy(newestFirst.toReversed(), ({ openedAt }) => quarterOf(openedAt));
  return [...groups].map(([name, runs]) => {
    const recoveries = runs.flatMap(({ rto }) => rto.actualMs ?? []);
    const losses = runs.flatMap(({ rpo }) => rpo?.actualMs ?? []);
    const median = usualDuration(recoveries)?.p50Ms;
    return {
      name,
      runs: runs.length,
      met: runs.filter(({ verdict }) => verdict === 'met').length,
      ...(median !== undefined && {
        medianRtoMs: median,
        worstRtoMs: Math.max(...recoveries),
      }),
      ...(losses.length > 0 && { worstRpoMs: Math.max(...losses) }),
    };
  });
}

function quarterOf(instant: Instant): string {
  const month = Number(instant.slice(5, 7));
  return `${instant.slice(0, 4)} Q${Math.ceil(month / 3)}`;
}
