import { describe, expect, it, test } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { translateReport } from '../../src/report/translate-report.ts';
import { ENGLISH, type Words } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { longRun } from '../support/long-run.ts';
import { type PdfFile, readPdf } from '../support/read-pdf.ts';
import { type SampleKind, sampleRun } from '../support/sample-run.ts';

const read = async (records: readonly JournalRecord[], words: Words = ENGLISH) =>
  readPdf(await renderPdf(translateReport(buildReport(records), words), words));

const letters = ({ pages }: PdfFile) => pages.map((page) => page.letters).join('');

const squeezed = (text: string) => text.replace(/\s/g, '');

/** Each text of a page that is printed, between two tags and without spaces. */
function textsOf(html: string): string[] {
  const entities: { readonly [name: string]: string } = {
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
    '&amp;': '&',
  };
  return html
    .slice(html.indexOf('<main>'), html.indexOf('</main>'))
    .replace(/<details class="screen-only">.*?<\/details>/gs, '')
    .replace(/<p class="print-only">.*?<\/p>/gs, '')
    .replace(/<svg.*?<\/svg>/gs, '')
    .replace(/<span class="hidden">.*?<\/span>/gs, '')
    .split(/<[^>]*>/)
    .map((text) => squeezed(text.replace(/&(?:lt|gt|quot|#39|amp);/g, (it) => entities[it] ?? it)))
    .map((text) => text.replace(/^\//, ''));
}

describe('the PDF of a report', { timeout: 120_000 }, () => {
  it.each<[SampleKind, Words]>([
    ['leaked', ENGLISH],
    ['failover', ENGLISH],
    ['root', ENGLISH],
    ['stuck', JAPANESE],
  ])('tells everything that the HTML page tells: %s', async (kind, words) => {
    const report = translateReport(buildReport(sampleRun(kind)), words);
    const told = letters(readPdf(await renderPdf(report, words)));
    // A chip repeats in fewer words what stands beside it.
    const chip = squeezed(words.failover.writesLost(37, '37'));
    const texts = textsOf(renderHtml(report, words)).filter((text) => text !== chip);
    expect(texts.length).toBeGreaterThan(300);
    expect(texts.filter((text) => !told.includes(text))).toEqual([]);
  });

  it('begins with a page for those who have a minute', async () => {
    const [first] = (await read(sampleRun('missed', { environment: 'aws' }))).pages;
    for (const text of [
      'Restore the orders database to the moment before a bad delete',
      'Missed',
      'Recovered in 1 h 24 min; the objective was 1 h.',
      'Objective 1 h',
      '23 min 51 s',
      '6 / 6',
      'Everything that the run made was seen to be gone.',
      'To follow up',
      'The RTO was missed',
      'Accidental data loss.',
      'When the next test is due',
    ]) {
      expect(first?.letters).toContain(squeezed(text));
    }
  });

  it('lists its sections with the pages on which they begin, and as bookmarks', async () => {
    const { pages, bookmarks } = await read(sampleRun('failover'));
    expect(bookmarks.slice(0, 4)).toEqual(['Result', 'What users saw', 'Timeline', 'Steps']);
    expect(bookmarks.at(-1)).toBe('How to verify this report');
    const [, contents] = pages;
    for (const title of bookmarks) {
      const page = pages.findIndex(({ texts }) =>
        headings(texts).some((heading) => squeezed(heading) === squeezed(title)),
      );
      expect(page).toBeGreaterThan(0);
      expect(contents?.letters).toContain(squeezed(`${title}${page + 1}`));
    }
  });

  it('bears the watermark of a sandbox run on every page, above the text and across it', async () => {
    for (const words of [ENGLISH, JAPANESE]) {
      const { pages, info } = await read(sampleRun('met'), words);
      expect(info['Title']).toMatch(new RegExp(`^${words.labelled(words.watermarkShort, '')}`));
      for (const { texts, letters: written } of pages) {
        expect(written).toContain(squeezed(words.watermark));
        const slanting = texts.filter((text) => text.slanting).map(({ text }) => text);
        expect(slanting).toEqual([
          `${words.watermark.split(/[:：]/)[0]} · ${words.watermarkShort}`,
        ]);
      }
    }
  });

  it('bears none where all calls went to AWS', async () => {
    const { pages, info } = await read(sampleRun('met', { environment: 'aws' }));
    expect(pages.flatMap(({ texts }) => texts.filter((text) => text.slanting))).toEqual([]);
    expect(`${info['Title']}${pages.map((page) => page.letters).join('')}`).not.toMatch(
      /not ?evidence/i,
    );
  });

  it('says whose it is and which page this is on every page', async () => {
    const { pages } = await read(sampleRun('aborted'));
    for (const [index, page] of pages.entries()) {
      expect(page.letters).toContain('Kunren·restore-rds-20261124-0100-k7mq');
      expect(page.letters).toContain(`${index + 1}/${pages.length}`);
    }
  });

  it('has its language, its title and the time of the report, and three embedded fonts', async () => {
    const records = sampleRun('met', { environment: 'aws' });
    const { lang, info, fonts } = await read(records, JAPANESE);
    const finished = records.at(-1)?.at.slice(0, 19).replace(/[-:T]/g, '');
    expect(lang).toBe('ja');
    expect(info).toMatchObject({
      Title: expect.stringMatching(/：達成$/),
      Creator: 'Kunren 0.1.0',
      CreationDate: `D:${finished}Z`,
    });
    expect(fonts.toSorted()).toEqual([
      'BIZUDGothic-Regular',
      'BIZUDPGothic-Bold',
      'BIZUDPGothic-Regular',
    ]);
  });

  it('of a long run draws the longest steps, lists all, and repeats the head of the list', async () => {
    const pdf = await read(longRun(120));
    const told = letters(pdf);
    expect(told).toContain(squeezed(ENGLISH.pdf.longest(60, 121)));
    const row = /Step\d+ofalongrunbookrds\.await-something/g;
    expect(new Set(told.match(row)).size).toBe(120);
    const pages = pdf.pages.filter((page) => page.letters.match(row));
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(page.letters).toContain('StepStatus,WaitsonStart');
  });

  it.each([1, 5])('can be made of the first %i records', async (count) => {
    const { pages } = await read(sampleRun('met').slice(0, count));
    expect(pages[0]?.letters).toContain('Nothingmade');
    expect(pages[1]?.letters).toMatch(/^.*Contents/);
  });
});

test('the same report is the same bytes', async () => {
  const report = buildReport(sampleRun('root'));
  const once = await renderPdf(report, JAPANESE);
  expect((await renderPdf(report, JAPANESE)).equals(once)).toBe(true);
});

/** Letters of the size of a heading, line by line. */
function headings(texts: PdfFile['pages'][number]['texts']): string[] {
  const lines = new Map<number, string>();
  for (const { text, y, size } of texts) {
    if (size === 14) lines.set(y, (lines.get(y) ?? '') + text);
  }
  return [...lines.values()];
}
