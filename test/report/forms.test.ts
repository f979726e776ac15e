import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { renderReport } from '../../src/report/render-report.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { fullTimes } from '../../src/report/times.ts';
import { translateReport } from '../../src/report/translate-report.ts';
import { ENGLISH } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { readPdf } from '../support/read-pdf.ts';
import { reportTexts } from '../support/report-texts.ts';
import { SAMPLE_KINDS, sampleRun } from '../support/sample-run.ts';

const WATERMARK = 'SANDBOX: rehearsal in an embedded cloud; not evidence';

const form = (records: readonly JournalRecord[], name: string) =>
  reportTexts(records).get(name) ?? '';

const count = (text: string, part: string | RegExp) => text.split(part).length - 1;

describe('the watermark of a sandbox run', () => {
  const sandbox = sampleRun('met');

  it('is the first field of the JSON', () => {
    const json = form(sandbox, 'report.json');
    expect(json.indexOf(`"watermark": "${WATERMARK}"`)).toBe(json.indexOf('"'));
  });

  it('stands before, in the middle of and after the Markdown', () => {
    const lines = form(sandbox, 'report.md').trimEnd().split('\n');
    expect(lines[1]).toBe(`> **${WATERMARK}**`);
    expect(lines.at(-2)).toBe(`> **${WATERMARK}**`);
    expect(lines.filter((line) => line.includes(WATERMARK)).length).toBeGreaterThan(2);
    expect(lines.find((line) => line.startsWith('# '))).toMatch(/^# NOT EVIDENCE: /);
  });

  it('is on the HTML page: title, banner, verdict, layer, footer and the margin of every sheet', () => {
    const page = form(sandbox, 'report.html');
    expect(page).toMatch(/<title>NOT EVIDENCE: /);
    expect(page).toContain(`<aside class="banner" aria-label="NOT EVIDENCE"><strong>${WATERMARK}`);
    expect(page).toMatch(/PASS · NOT EVIDENCE/);
    expect(page).toContain('<svg class="watermark"');
    expect(page).toMatch(/\.watermark \{ position: fixed;/);
    expect(page).toContain(`@bottom-center { content: "${WATERMARK}" }`);
    expect(page.slice(page.indexOf('<footer>'))).toContain(WATERMARK);
  });

  it('is on the report of every kind of run', () => {
    for (const kind of SAMPLE_KINDS) {
      for (const text of reportTexts(sampleRun(kind)).values()) expect(text).toContain(WATERMARK);
    }
  });

  it('is not on the report of a run against AWS', () => {
    const files = reportTexts(sampleRun('met', { environment: 'aws' }));
    for (const text of files.values()) expect(text).not.toMatch(/not evidence/i);
    expect(files.get('report.html')).not.toContain('<svg class="watermark"');
  });

  it('is also on a run that calls itself AWS and sends its calls elsewhere', () => {
    const [opened, ...rest] = sampleRun('met', { environment: 'aws' });
    if (opened?.type !== 'run.opened') throw new Error('a journal begins with run.opened');
    const withEndpoint = (endpointUrl: string): JournalRecord[] => [
      {
        ...opened,
        data: { ...opened.data, environment: { ...opened.data.environment, endpointUrl } },
      },
      ...rest,
    ];
    for (const url of ['http://127.0.0.1:4566', 'https://amazonaws.com.example.org', 'nonsense']) {
      for (const text of reportTexts(withEndpoint(url)).values()) {
        expect(text).toContain('NOT AWS: the calls went to another endpoint; not evidence');
      }
    }
    const json = form(withEndpoint('https://rds.ap-northeast-1.amazonaws.com'), 'report.json');
    expect(json).toContain('"watermark": null');
  });
});

describe('all forms of a report', () => {
  it.each(SAMPLE_KINDS)('are the same text every time: %s', (kind) => {
    expect([...reportTexts(sampleRun(kind))]).toEqual([...reportTexts(sampleRun(kind))]);
  });

  it('are the same bytes in every time zone', async () => {
    const records = sampleRun('resumed', { environment: 'aws' });
    const before = process.env['TZ'];
    try {
      process.env['TZ'] = 'Pacific/Apia';
      const there = await renderReport(records);
      process.env['TZ'] = 'Asia/Tokyo';
      expect(await renderReport(records)).toEqual(there);
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });

  it('say the same verdict, figures and head hash', () => {
    const records = sampleRun('missed', { environment: 'aws' });
    const hash = records.at(-1)?.hash ?? 'none';
    for (const text of [form(records, 'report.md'), form(records, 'report.html')]) {
      expect(text).toContain('Missed');
      expect(text).toContain('1 h 24 min');
      expect(text).toContain('23 min 51 s');
      expect(text).toContain(hash);
      expect(text).toContain('drill verify restore-rds-20261124-0100-k7mq');
    }
    expect(JSON.parse(form(records, 'report.json'))).toMatchObject({
      result: { verdict: 'missed', rto: { actualMs: 5_031_327 } },
      journal: { headHash: hash },
    });
  });

  it('say of an interrupted run that its journal has no end', () => {
    const records = sampleRun('interrupted', { environment: 'aws' });
    for (const name of ['report.md', 'report.html']) {
      expect(form(records, name)).toContain('The journal ends before the run did.');
      expect(form(records, name)).toContain('INCOMPLETE');
    }
  });

  it('read well as Markdown', async () => {
    await expect(form(sampleRun('missed'), 'report.md')).toMatchFileSnapshot('golden/missed.md');
  });
});

it('all forms say when the next test is due, in both languages', async () => {
  const dueAgain = '2027-01-04T01:00:00.000Z';
  const [first, ...rest] = sampleRun('met');
  if (first?.type !== 'run.opened') throw new Error('a sample begins with run.opened');
  const records = [{ ...first, data: { ...first.data, nextDue: dueAgain } }, ...rest];
  expect(form(records, 'report.json')).toContain(`"nextTestDue": "${dueAgain}"`);
  for (const words of [ENGLISH, JAPANESE]) {
    const report = translateReport(buildReport(records), words);
    const pdf = readPdf(await renderPdf(report, words)).pages[0]?.letters ?? '';
    for (const told of [renderMarkdown(report, words), renderHtml(report, words), pdf]) {
      const letters = told.replace(/\s/g, '');
      expect(letters).toContain(words.missing.fields.nextTestDue.replace(/\s/g, ''));
      expect(letters).toContain(fullTimes(dueAgain, report, words).utc.replace(/\s/g, ''));
    }
  }
});

describe('the HTML page', () => {
  const page = form(sampleRun('leaked'), 'report.html');

  it('needs nothing from elsewhere and runs nothing', () => {
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page).not.toMatch(/<(script|link|img|iframe|object|embed|base|form)\b/i);
    expect(page).not.toMatch(/\bsrc=|@import|url\((?!#)/i);
    expect([...page.matchAll(/href="([^"]*)"/g)].every(([, to]) => to?.startsWith('#'))).toBe(true);
  });

  it('has landmarks, captions, and ids that are unique and reached', () => {
    for (const landmark of ['header', 'nav', 'main', 'footer']) {
      expect(count(page, new RegExp(`<${landmark}[ >]`))).toBe(1);
    }
    expect(count(page, '<table>')).toBe(count(page, '<caption>'));
    expect(count(page, '<h1>')).toBe(1);
    const ids = [...page.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, to] of page.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(to);
  });

  it('closes every element that it opens', () => {
    const open: string[] = [];
    const empty = new Set(['meta', 'br', '!doctype']);
    const body = page.replace(/<style>[^<]*<\/style>/, '');
    for (const [, slash, name = '', self] of body.matchAll(/<(\/?)([a-z!0-9]+)[^>]*?(\/?)>/gi)) {
      if (slash) expect(open.pop()).toBe(name);
      else if (!self && !empty.has(name)) open.push(name);
    }
    expect(open).toEqual([]);
  });

  it('names each step of the run with its wait for those who do not see the chart', () => {
    const chart = page.slice(page.indexOf('<figure'), page.indexOf('</figure>'));
    expect(chart).toContain('Restore to point in time');
    expect(chart).toContain(', AWS, critical path</span>');
  });
});
