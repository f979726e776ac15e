import type { Dimension, Figure, MetricId } from './cloudwatch-state.ts';

/** Three hours of a metric that is recorded once a second. */
const MOST_OF_A_METRIC = 10_800;
/** Of all metrics together. Each that is listed has at least one. */
const MOST_FIGURES = 200_000;

interface Series {
  readonly id: MetricId;
  /** Oldest first. */
  readonly figures: Figure[];
  /** When the newest one came in, in ms since the epoch. */
  writtenAt: number;
}

/**
 * The figures of all metrics, in memory. The newest are kept: of one metric as many as make three hours at one a second,
 * and altogether a fixed number, for which the metrics that have been silent the longest give way.
 */
export class MetricStore {
  /** The one that has been silent the longest comes first. */
  readonly #series = new Map<string, Series>();
  #size = 0;

  add(metric: MetricId, figure: Figure, now: number): void {
    const id = { ...metric, dimensions: sorted(metric.dimensions) };
    const key = keyOf(id);
    const series = this.#series.get(key) ?? { id, figures: [], writtenAt: now };
    series.writtenAt = now;
    this.#series.delete(key);
    this.#series.set(key, series);
    series.figures.splice(firstAt(series.figures, figure.at + 1), 0, figure);
    this.#size += 1;
    if (series.figures.length > MOST_OF_A_METRIC) this.#dropOldest(key, series);
    while (this.#size > MOST_FIGURES) {
      const [[silentKey, silent] = [key, series]] = this.#series;
      this.#dropOldest(silentKey, silent);
    }
  }

  /** The figures of a metric in `[from, to)`, oldest first. */
  between(metric: MetricId, from: number, to: number): readonly Figure[] {
    const figures = this.#series.get(keyOf({ ...metric, dimensions: sorted(metric.dimensions) }));
    if (!figures) return [];
    return figures.figures.slice(firstAt(figures.figures, from), firstAt(figures.figures, to));
  }

  list(): readonly Omit<Series, 'figures'>[] {
    return [...this.#series.values()];
  }

  #dropOldest(key: string, series: Series): void {
    series.figures.shift();
    this.#size -= 1;
    if (series.figures.length === 0) this.#series.delete(key);
  }
}

/** A name for good; dimensions count as a set. */
export function keyOf({ namespace, metric, dimensions }: MetricId): string {
  return JSON.stringify([namespace, metric, ...dimensions.map(({ Name, Value }) => [Name, Value])]);
}

function sorted(dimensions: readonly Dimension[]): readonly Dimension[] {
  return [...dimensions].sort((a, b) => (a.Name < b.Name ? -1 : 1));
}

/** The index of the first figure at or after a time. */
function firstAt(figures: readonly Figure[], at: number): number {
  let low = 0;
  let high = figures.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const figure = figures[middle];
    if (figure && figure.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
