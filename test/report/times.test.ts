import { describe, expect, it } from 'vitest';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { fullTimes, timesOfDay, timeText } from '../../src/report/times.ts';
import { ENGLISH } from '../../src/report/words.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { sampleRun } from '../support/sample-run.ts';

const tokyo = { openedAt: '2026-11-24T01:00:00.000Z', zone: 'Asia/Tokyo' };
const utc = { ...tokyo, zone: 'UTC' };

const full = (instant: string, zone: string) => fullTimes(instant, { zone }, ENGLISH);

describe('an instant in a report', () => {
  it('stands in UTC and in the zone of the report, date and all', () => {
    expect(full('2026-11-24T20:00:12.345Z', 'Asia/Tokyo')).toEqual({
      utc: '2026-11-24 20:00:12 UTC',
      local: '2026-11-25 05:00:12 +09:00 Asia/Tokyo',
    });
    expect(full('2026-11-24T01:00:00.000Z', 'UTC').local).toBeNull();
  });

  it('is written as Japanese has it in a Japanese report', () => {
    expect(fullTimes('2026-01-04T20:00:12.345Z', tokyo, JAPANESE)).toEqual({
      utc: '2026年1月4日 20:00:12 UTC',
      local: '2026年1月5日 05:00:12 +09:00 Asia/Tokyo',
    });
  });

  it('follows summer time, also in the hours that clocks skip or show twice', () => {
    const berlin = (instant: string) => full(instant, 'Europe/Berlin').local;
    expect(berlin('2026-03-29T00:59:59.000Z')).toBe('2026-03-29 01:59:59 +01:00 Europe/Berlin');
    expect(berlin('2026-03-29T01:00:00.000Z')).toBe('2026-03-29 03:00:00 +02:00 Europe/Berlin');
    expect(berlin('2026-10-25T00:30:00.000Z')).toBe('2026-10-25 02:30:00 +02:00 Europe/Berlin');
    expect(berlin('2026-10-25T01:30:00.000Z')).toBe('2026-10-25 02:30:00 +01:00 Europe/Berlin');
    expect(full('2026-06-01T00:00:00.000Z', 'America/St_Johns').local).toBe(
      '2026-05-31 21:30:00 −02:30 America/St_Johns',
    );
  });

  it('bears its date in a table only on another day, by the clock that it is of', () => {
    expect(timesOfDay('2026-11-24T14:59:30.100Z', tokyo)).toEqual({
      utc: '14:59:30.100',
      local: '23:59:30.100',
    });
    expect(timesOfDay('2026-11-24T15:01:00.000Z', tokyo)).toEqual({
      utc: '15:01:00.000',
      local: '2026-11-25 00:01:00.000',
    });
    expect(timesOfDay('2026-11-25T00:01:00.000Z', utc)).toEqual({
      utc: '2026-11-25 00:01:00.000',
      local: null,
    });
  });

  it('stands in UTC alone where this machine knows no such zone', () => {
    const mars = { ...tokyo, zone: 'Mars/Olympus' };
    expect(timeText('2026-11-24T02:00:00.000Z', mars, ENGLISH)).toBe('02:00:00.000');
  });

  it('is the same whatever the zone of the machine', () => {
    const before = process.env['TZ'];
    const shown = () => timeText('2026-03-29T16:00:00.000Z', tokyo, ENGLISH);
    try {
      for (const machine of ['Pacific/Apia', 'America/St_Johns', 'Asia/Tokyo']) {
        process.env['TZ'] = machine;
        expect(shown()).toBe('2026-03-29 16:00:00.000 (2026-03-30 01:00:00.000)');
      }
    } finally {
      if (before === undefined) delete process.env['TZ'];
      else process.env['TZ'] = before;
    }
  });
});

describe('a report with a zone', () => {
  const report = { ...buildReport(sampleRun('resumed')), zone: 'Asia/Tokyo' };

  it('shows every time of a table in both', () => {
    const rows = renderMarkdown(report, ENGLISH).split('\n');
    const heads = rows.filter((row) => row.includes('| Time '));
    expect(heads.length).toBeGreaterThan(4);
    for (const head of heads) expect(head).toContain('Time UTC (Asia/Tokyo)');
    const times = renderMarkdown(report, ENGLISH).match(
      / \d\d:\d\d:\d\d\.\d{3}( \(\d\d:\d\d:\d\d\.\d{3}\))?/g,
    );
    expect(times?.length).toBeGreaterThan(20);
    expect(times?.filter((time) => !time.includes('('))).toEqual([]);
  });

  it('shows no time on the page alone', () => {
    const page = renderHtml(report, ENGLISH);
    const cells = page.match(/<td class="time">[^<]*\d[^<]*<.{4}/g) ?? [];
    expect(cells.length).toBeGreaterThan(20);
    expect(cells.filter((cell) => !cell.endsWith('<br>') && !cell.endsWith('<br><'))).toEqual([]);
  });
});
