import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Fonts, loadFonts } from '../../src/report/pdf/fonts.ts';
import { readTypeface } from '../../src/report/pdf/typeface.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { translateReport } from '../../src/report/translate-report.ts';
import { ENGLISH } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { infectRecords } from '../support/infect-records.ts';
import { type PdfFile, readPdf } from '../support/read-pdf.ts';
import { type SampleKind, sampleRun } from '../support/sample-run.ts';
import { signedRun } from '../support/signed-run.ts';

const infected = async (text: string, kind: SampleKind) =>
  readPdf(await renderPdf(buildReport(infectRecords(signedRun(kind), text))));

/** Texts that reach over an edge of their page. */
const beyond = ({ pages }: PdfFile) =>
  pages.flatMap(({ texts, width, height }) =>
    texts.filter(
      ({ x, y, width: wide, size, slanting }) =>
        !slanting && (x < 40 || x + wide > width - 40 || y < 20 || y + size > height - 20),
    ),
  );

const unknown = ({ pages }: PdfFile) =>
  pages.flatMap(({ texts }) => texts.filter((text) => text.unknown > 0));

describe('text of the journal, however hostile', { timeout: 120_000 }, () => {
  it.each<[string, string, SampleKind]>([
    ['a name without spaces', 'x'.repeat(160), 'leaked'],
    ['a wide name without spaces', 'W'.repeat(120), 'failover'],
    ['long sentences', 'The drill says more than anybody wants to read. '.repeat(5), 'stuck'],
    ['Japanese', '受注データベースを誤削除の直前の状態へ復元する。'.repeat(4), 'root'],
    ['letters that the fonts lack', '한국어 🙂 👨‍👩‍👧 مرحبا שלום', 'leaked'],
    ['marks and controls', '\u202Egnp.exe\u202C \u0000\u001b[31m \u2066x\u2069 a\tb\r\nc', 'root'],
    ['many lines', 'line\n'.repeat(40), 'aborted'],
    ['nothing', '', 'failover'],
  ])('stays on its page and shows every letter: %s', async (_, text, kind) => {
    const pdf = await infected(text, kind);
    expect(beyond(pdf)).toEqual([]);
    expect(unknown(pdf)).toEqual([]);
    // The first page is one page, whatever it has to tell.
    expect(pdf.pages[1]?.letters).toContain('ContentsResult2');
  });

  it.each<SampleKind>(['leaked', 'root', 'stuck', 'failed-check', 'failover'])(
    'leaves one page for those who have a minute, however much there is to say: %s',
    async (kind) => {
      const text = 'A sentence that is as long as titles and reasons usually are. '.repeat(2);
      const report = buildReport(infectRecords(sampleRun(kind), text, ['code']));
      const seen = { run: report.run, at: report.openedAt };
      const decided = { owner: text, dueDate: '2027-01-31', ticket: text, resolution: null };
      const open = { severity: 'high', detail: text, since: seen, last: seen, ...decided } as const;
      const full = {
        ...report,
        redaction: { accounts: 3, addresses: 12 },
        document: { ...report.document, confidentiality: { text, translations: null } },
        timeline: { ...report.timeline, usualRecovery: { runs: 9, p50Ms: 61_000, p90Ms: 99_000 } },
        earlierFollowUps: (['settled', 'open', 'seen-again'] as const).map((outcome) => ({
          issue: text,
          comment: text,
          ...open,
          outcome,
        })),
        issues: report.issues.map((issue) => ({ ...issue, ...decided })),
      };
      for (const words of [ENGLISH, JAPANESE]) {
        const { pages } = readPdf(await renderPdf(translateReport(full, words), words));
        expect(pages[1]?.letters).toContain(`${words.labels.contents}${words.sections.result}2`);
      }
    },
  );

  it('is told by its number where the fonts lack it', async () => {
    const [first] = (await infected('ab한\u202E', 'met')).pages;
    expect(first?.letters).toContain('ab〈U+D55C〉〈U+202E〉');
  });

  it('goes on on the next page where a row is higher than a page', async () => {
    const words = Array.from({ length: 1500 }, (_, index) => `word${index}`);
    const report = buildReport(sampleRun('root'));
    const notes = report.notes.map((note) => ({ ...note, text: words.join(' ') }));
    const pdf = readPdf(await renderPdf({ ...report, notes }));
    const told = pdf.pages.map(({ letters }) => letters).join('');
    expect(beyond(pdf)).toEqual([]);
    expect(words.filter((word) => !told.includes(word))).toEqual([]);
  });

  it('is no markup in the description of the file, and not endless', async () => {
    const evil = '</rdf:li></rdf:Alt></dc:title><dc:creator>AWS</dc:creator>&amp; (x\\) ';
    const file = await renderPdf(buildReport(infectRecords(sampleRun('met'), evil.repeat(9))));
    const text = file.toString('utf8');
    const xml = text.slice(text.indexOf('<?xpacket begin'), text.indexOf('<?xpacket end'));
    expect(xml).toContain('dc:title');
    expect(xml).not.toContain('<dc:creator>');
    const { info } = readPdf(file);
    expect(info['Title']).toMatch(/^NOT EVIDENCE: ‹\/rdf:li›/);
    expect([...(info['Title'] ?? '')]).toHaveLength(201);
  });
});

describe('what the fonts can print', () => {
  let fonts: Fonts;

  beforeAll(async () => {
    fonts = await loadFonts();
  });

  it('is all of any text, each letter by itself or by its number', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 20 }), (text) => {
        const shown = fonts.printable(text);
        expect(fonts.printable(shown)).toBe(shown);
        expect(shown).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]/u);
      }),
    );
  });

  it('is Latin, Greek, Cyrillic and Japanese as it is, and a space of its own kind as a space', () => {
    const text = 'Zürich ŒUVRE Ωμεγα Москва 訓練 ｶﾅ ① ※ “x” − ± → ✓ 髙 𠀋 葛\u{e0100}';
    expect(fonts.printable(text)).toBe(text);
    expect(fonts.printable('か\u3099 e\u0301')).toBe('が é');
    expect(fonts.printable('48\u202f211\ta')).toBe('48\u00a0211    a');
  });

  it('is the same in each of them', () => {
    const faces = Object.values(fonts.files).map((file) => readTypeface(file));
    const missing = Array.from({ length: 0x30000 }, (_, code) => code).filter(
      (code) => new Set(faces.map((face) => face.advance(code) === undefined)).size > 1,
    );
    expect(missing).toEqual([]);
  });

  it('is measured as the page is set', () => {
    const digits = fonts.width([{ text: '2026-11-24', font: 'mono' }], 10);
    expect(digits).toBeCloseTo(50);
    expect(fonts.width([{ text: '訓練\n訓' }], 8)).toBeCloseTo(16);
    expect(fonts.width([{ text: 'iii' }], 8)).toBeLessThan(fonts.width([{ text: 'WWW' }], 8));
  });
});
