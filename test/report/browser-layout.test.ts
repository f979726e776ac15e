import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { translateReport } from '../../src/report/translate-report.ts';
import { ENGLISH } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { hasChromium, withChromium } from '../support/chromium.ts';
import { infectRecords } from '../support/infect-records.ts';
import { longRun } from '../support/long-run.ts';
import { readPdf } from '../support/read-pdf.ts';
import { type SampleKind, sampleRun } from '../support/sample-run.ts';

/** Of what is printed a hundred times over, five thousand letters would only take long. */
const OFTEN = [
  'reason',
  'note',
  'value',
  'label',
  'requestId',
  'proof',
  'call',
  'message',
  'run',
  'expected',
  'observed',
];
const LONG = [
  'code',
  'hash',
  'by',
  'host',
  'operator',
  'tool',
  'arn',
  'source',
  'action',
  ...OFTEN,
];

const TEXTS: readonly (readonly [string, string, SampleKind, readonly string[]])[] = [
  ['names of 5,000 letters without a space', 'x'.repeat(5000), 'leaked', LONG],
  [
    'long Japanese names',
    '受注データベースを誤削除の直前の状態へ復元する。'.repeat(20),
    'failover',
    LONG,
  ],
  ['right to left', '\u202Eevitcerid\u202C مرحبا שלום \u2066x'.repeat(20), 'root', ['code']],
  [
    'control characters',
    '\u0000\u0007\u001b[31m\u0085\u2028 a\tb\r\nc'.repeat(20),
    'stuck',
    ['code'],
  ],
];

/** What sticks out of the page, wider than what may scroll within its own frame. */
const STICKING_OUT = `[...document.querySelectorAll('body *')]
  .filter((one) => !one.closest('.scroll, pre, svg, caption, .hidden, .skip'))
  .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
  .map((one) => one.tagName + '.' + one.getAttribute('class'))
  .slice(0, 5)`;

test.skipIf(!hasChromium())(
  'a page stays as wide as its window, whatever the names in it',
  { timeout: 120_000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kunren-layout-'));
    const file = join(folder, 'report.html');
    try {
      await withChromium(async (page) => {
        const look = async (name: string, html: string) => {
          writeFileSync(file, html);
          for (const width of [1280, 390]) {
            await page.show(width, 800, 'light');
            await page.open(pathToFileURL(file).href);
            const seen = await page.evaluate(
              `({ more: document.documentElement.scrollWidth - document.documentElement.clientWidth, out: ${STICKING_OUT} })`,
            );
            expect(seen, `${name} at ${width}`).toEqual({ more: 0, out: [] });
          }
        };
        for (const [name, text, kind, spared] of TEXTS) {
          const report = buildReport(infectRecords(sampleRun(kind), text, spared));
          for (const words of [ENGLISH, JAPANESE]) {
            await look(name, renderHtml(translateReport(report, words), words));
          }
        }
        await look('500 steps', renderHtml(buildReport(longRun(500))));
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
);

test.each(TEXTS)('is printed too: %s', { timeout: 120_000 }, async (_, text, kind, spared) => {
  const report = buildReport(infectRecords(sampleRun(kind), text, spared));
  const { pages } = readPdf(await renderPdf(translateReport(report, JAPANESE), JAPANESE));
  expect(pages.at(-1)?.letters).toContain(`${pages.length}/${pages.length}`);
  expect(pages[1]?.letters).toContain('目次');
});
