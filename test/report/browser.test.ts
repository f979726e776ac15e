import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { ftrHtml } from '../../src/cli/output/ftr-html.ts';
import { runSeries } from '../../src/core/run-series.ts';
import { assess } from '../../src/ftr/assess.ts';
import { ftrExport } from '../../src/ftr/export/ftr-export.ts';
import { ENGLISH } from '../../src/ftr/words-en.ts';
import { readLedger } from '../../src/journal/read-ledger.ts';
import { renderIndex } from '../../src/report/history/render-index.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { hasChromium, withChromium } from '../support/chromium.ts';
import { factsWith, restoreRun, said } from '../support/ftr-facts.ts';
import { infectRecords } from '../support/infect-records.ts';
import { sampleRun } from '../support/sample-run.ts';
import { storeRun } from '../support/stored-run.ts';

const HOSTILE = [
  '<script>executed = 1</script>',
  '"><img src=x onerror="executed = 1">',
  `' autofocus onfocus='executed = 1`,
  '</style></title></svg><script>executed = 1</script>',
  '<a href="javascript:executed = 1" id="bait">bait</a>',
  '<svg onload="executed = 1">',
].join(' ');

function pages(reports: string): { readonly [name: string]: string } {
  storeRun(reports, { drill: { title: HOSTILE } });
  const facts = factsWith({
    runs: [restoreRun({ environment: HOSTILE, drill: HOSTILE, reportId: HOSTILE })],
    said: [said('IAM-001', true, { owner: HOSTILE, reason: HOSTILE, evidence: HOSTILE })],
  });
  const broken = [{ folder: HOSTILE, reason: HOSTILE }];
  return {
    'report.html': renderHtml(buildReport(infectRecords(sampleRun('missed'), HOSTILE))),
    'failover.html': renderHtml(buildReport(infectRecords(sampleRun('failover'), HOSTILE))),
    'root.html': renderHtml(buildReport(infectRecords(sampleRun('root'), HOSTILE))),
    'index.html': renderIndex({
      series: runSeries(readLedger(reports).runs),
      broken,
      foreign: [HOSTILE],
    }),
    'ftr.html': ftrHtml(ftrExport(assess(facts), facts, [], ENGLISH), '../reports'),
  };
}

test.skipIf(!hasChromium())(
  'no page executes what is in names and texts, nor asks anybody for anything',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kunren-browser-'));
    const files = { ...pages(folder), 'control.html': `<p>${HOSTILE}</p>` };
    try {
      const seen = await withChromium(async (page) => {
        // Else its own policy would hide what is not escaped.
        await page.withoutPolicy();
        const all: (readonly [string, unknown])[] = [];
        for (const [name, html] of Object.entries(files)) {
          writeFileSync(join(folder, name), html);
          await page.open(pathToFileURL(join(folder, name)).href);
          all.push([
            name,
            await page.evaluate(`({
              executed: typeof executed,
              bait: document.querySelectorAll('#bait, img, a[href^="javascript:"]').length,
              asked: performance.getEntriesByType('resource').length,
            })`),
          ]);
        }
        return all;
      });
      const harmless = { executed: 'undefined', bait: 0, asked: 0 };
      const { control, ...others } = Object.fromEntries(
        seen.map(([name, what]) => [name.replace('.html', ''), what]),
      );
      expect(control).toMatchObject({ executed: 'number' });
      for (const [name, what] of Object.entries(others)) expect(what, name).toEqual(harmless);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);
