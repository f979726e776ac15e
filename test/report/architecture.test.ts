import { expect, test } from 'vitest';
import type { Architecture } from '../../src/core/architecture.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { renderHtml } from '../../src/report/render-html.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { sampleRun } from '../support/sample-run.ts';

/** A run whose looks have seen this; nothing: none of them looked. */
function reportOf(architecture?: Architecture) {
  return buildReport(
    sampleRun('met').map((record): JournalRecord => {
      if (record.type !== 'activity.succeeded' || !record.data.architecture) return record;
      const { architecture: _, ...data } = record.data;
      return { ...record, data: { ...data, ...(architecture && { architecture }) } };
    }),
  );
}

const subject = { kind: 'alarm', region: 'ap-northeast-1', name: 'lag <b>' } as const;
const looked: Architecture = {
  at: '2026-11-24T01:00:01.000Z',
  parts: [
    { subject, part: 'settings', found: 'facts', facts: [{ label: 'red when', value: 'x | y' }] },
    { subject: { ...subject, name: 'old' }, part: 'settings', found: 'absent' },
    { subject: { ...subject, name: 'far' }, part: 'settings', found: 'unknown', why: 'denied' },
  ],
};

test('what was looked at stands in every form, as text', () => {
  const report = reportOf(looked);
  expect(report.architecture).toMatchObject({
    at: looked.at,
    parts: [
      { subject: 'alarm lag <b>', kind: 'alarm', found: 'facts', why: null },
      { subject: 'alarm old', found: 'absent', facts: [] },
      { subject: 'alarm far', found: 'unknown', why: 'denied' },
    ],
  });
  const html = renderHtml(report);
  expect(html).toContain('alarm lag &lt;b&gt;');
  expect(html).toContain('not known: denied');
  const markdown = renderMarkdown(report);
  expect(markdown).toContain('| `alarm lag <b>` | red when | x \\| y |');
  expect(markdown).toContain('| `alarm old` | settings | not there |');
});

test('nothing is said of it where nobody looked', () => {
  const report = reportOf();
  expect(report.architecture).toBeNull();
  expect(renderHtml(report)).not.toContain('How it was set up');
  expect(renderMarkdown(report)).not.toContain('How it was set up');
});
