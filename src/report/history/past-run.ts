import type { PastMeasure, PastRun } from '../../core/run-series.ts';
import { type HtmlPart, html } from '../html/html.ts';
import type { IndexWords } from './index-words.ts';

/** How a run ended, and what it proved where it completed. */
export function outcomeWord({ status, verdict }: PastRun, { index }: IndexWords): string {
  return index.outcomes[status === 'completed' ? verdict : status];
}

export function measureText({ actualMs, objectiveMs }: PastMeasure, words: IndexWords): HtmlPart {
  const { index, duration } = words;
  if (actualMs === undefined) return html`<span class="absent">${index.notMeasured}</span>`;
  return html`${duration(actualMs)} <small>${index.of(duration(objectiveMs))}</small>`;
}
