import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runSeries } from '../../../src/core/run-series.ts';
import type { Language } from '../../../src/core/translations.ts';
import { readLedger } from '../../../src/journal/read-ledger.ts';
import { renderIndex } from '../../../src/report/history/render-index.ts';
import { storeRun } from '../../support/stored-run.ts';

describe('the page of all runs', () => {
  let reports: string;

  beforeEach(() => {
    reports = mkdtempSync(join(tmpdir(), 'kunren-index-'));
  });

  afterEach(() => {
    rmSync(reports, { recursive: true, force: true });
  });

  const page = (lang?: Language) =>
    renderIndex({ series: runSeries(readLedger(reports).runs), broken: [], foreign: [] }, lang);

  it('links each run to its report, newest first, and marks what is no evidence', () => {
    const older = storeRun(reports, { at: '2026-07-01T01:00:00.000Z', environment: 'aws' });
    const newer = storeRun(reports, { at: '2026-10-01T01:00:00.000Z', kind: 'missed' });
    const rows = [...page().matchAll(/<tr data-drill.*?<\/tr>/gs)].map(([row]) => row);
    expect(rows).toHaveLength(2);
    expect(rows[0]).toContain(`<a href="${newer}/report.html">`);
    expect(rows[0]).toContain('NOT EVIDENCE');
    expect(rows[1]).toContain(`<a href="${older}/report.html">`);
    expect(rows[1]).not.toContain('NOT EVIDENCE');
  });

  it('runs its own script and no other, and asks nobody for anything', () => {
    storeRun(reports);
    const html = page();
    const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, text]) => text ?? '');
    expect(scripts).toHaveLength(1);
    const hash = createHash('sha256')
      .update(scripts[0] ?? '')
      .digest('base64');
    expect(html).toContain(
      `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`.replaceAll(
        "'",
        '&#39;',
      ),
    );
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
  });

  it('escapes what a drill or a folder is called', () => {
    storeRun(reports, { drill: { title: '<img src=x onerror=alert(1)>\u202e' } });
    const html = renderIndex({
      series: runSeries(readLedger(reports).runs),
      broken: [{ folder: '<script>alert(2)</script>', reason: '"&' }],
      foreign: ['<script>alert(3)</script>'],
    });
    expect(html).not.toContain('<img');
    expect(html).not.toContain('<script>alert');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;⟨U+202E⟩');
  });

  it('links no report that a run cannot have yet', () => {
    const run = storeRun(reports, { kind: 'interrupted' });
    expect(page()).toContain(`<td class="time">${run}</td>`);
  });

  it('tells of folders that are no runs, or broken ones, and why', () => {
    const broken = [{ folder: 'half', reason: 'its first record is torn' }];
    const html = renderIndex({ series: [], broken, foreign: ['holiday-pictures'] });
    expect(html).toContain('<li><code>half</code>: its first record is torn</li>');
    expect(html).toContain('<li><code>holiday-pictures</code></li>');
  });

  it('is in Japanese where that is asked for', () => {
    storeRun(reports, { drill: { title: 'Restore', titles: { ja: '復元' } }, kind: 'missed' });
    const html = page('ja');
    expect(html).toContain('<html lang="ja">');
    expect(html).toContain('<h3>復元</h3>');
    expect(html).toContain('data-outcome="未達"');
    expect(html).toContain('data-some="{all}件中{shown}件"');
  });

  it('is a page where no drill has been run', () => {
    expect(page()).toContain('<h2 id="runs-title">Runs</h2>');
  });
});
