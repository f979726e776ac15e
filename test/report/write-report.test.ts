import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KunrenError } from '../../src/core/failure.ts';
import { renderCopy, renderReport } from '../../src/report/render-report.ts';
import { writeReport } from '../../src/report/write-report.ts';
import { longRun } from '../support/long-run.ts';
import { readPdf } from '../support/read-pdf.ts';
import { sampleRun } from '../support/sample-run.ts';

describe('writing a report', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'kunren-report-'));
  });

  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('puts four files into the folder of the run and nothing else', async () => {
    const records = sampleRun('met');
    const paths = await writeReport(folder, records);
    expect(paths).toEqual(
      ['report.json', 'report.md', 'report.html', 'report.pdf'].map((name) => join(folder, name)),
    );
    expect((await readdir(folder)).sort()).toEqual(paths.map((path) => basename(path)).sort());
    for (const [name, content] of await renderReport(records)) {
      expect(await readFile(join(folder, name))).toEqual(Buffer.from(content));
    }
  });

  it('tells all of a run of 500 steps in every form and language', {
    timeout: 60_000,
  }, async () => {
    const records = longRun(500);
    for (const lang of ['en', 'ja'] as const) {
      for (const [name, content] of await renderCopy(records, { lang, redacted: false })) {
        const told =
          typeof content === 'string'
            ? content
            : readPdf(content)
                .pages.map(({ letters }) => letters)
                .join('');
        expect(told.replace(/\s/g, ''), name).toContain('Step499ofalongrunbook');
      }
    }
  });

  it('replaces the report of the same run when it went on', async () => {
    const records = sampleRun('met');
    await writeReport(folder, records.slice(0, 40));
    await writeFile(join(folder, 'journal.ndjson'), 'stays');
    await writeReport(folder, records);
    expect(JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'))).toMatchObject({
      result: { overall: 'pass' },
    });
    expect(await readFile(join(folder, 'journal.ndjson'), 'utf8')).toBe('stays');
  });

  it('says what happened when the folder is not there', async () => {
    const error = await writeReport(join(folder, 'none'), sampleRun('met')).catch((one) => one);
    expect(error).toBeInstanceOf(KunrenError);
    expect(error).toMatchObject({ code: 'REPORT_NOT_WRITTEN' });
    expect(error.message).toContain(join(folder, 'none'));
  });

  it('leaves the older report whole, and no draft, when it cannot write', async () => {
    await writeReport(folder, sampleRun('met'));
    const before = await readFile(join(folder, 'report.json'), 'utf8');
    await expect(writeReport(folder, [])).rejects.toMatchObject({ code: 'JOURNAL_EMPTY' });
    expect(await readFile(join(folder, 'report.json'), 'utf8')).toBe(before);
    expect(await readdir(folder)).toHaveLength(4);
  });
});
