import { join } from 'node:path';
import { runSeries } from '../../core/run-series.ts';
import type { Language } from '../../core/translations.ts';
import type { Ledger } from '../../journal/read-ledger.ts';
import { renderIndex } from '../../report/history/render-index.ts';
import { writeWhole } from '../write-whole.ts';

/** Writes `reports/index.html` anew. Whoever has it open sees the old or the new page, and never half of one. */
export async function writeIndex(
  reports: string,
  { runs, broken, foreign }: Ledger,
  lang: Language,
): Promise<void> {
  const page = renderIndex(
    {
      series: runSeries(runs),
      broken: broken.map(({ folder, failure }) => ({ folder, reason: failure.message })),
      foreign,
    },
    lang,
  );
  await writeWhole(join(reports, 'index.html'), Buffer.from(page), true);
}
