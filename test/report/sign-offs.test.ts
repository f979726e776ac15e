import { describe, expect, test } from 'vitest';
import type { SignOff } from '../../src/core/afterwards.ts';
import type { Person } from '../../src/core/person.ts';
import type { JournalRecord } from '../../src/core/record.ts';
import { renderMarkdown } from '../../src/report/render-markdown.ts';
import { renderPdf } from '../../src/report/render-pdf.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { JAPANESE } from '../../src/report/words-ja.ts';
import { readPdf } from '../support/read-pdf.ts';
import { reportTexts } from '../support/report-texts.ts';
import { sampleRun } from '../support/sample-run.ts';
import { signedRun } from '../support/signed-run.ts';

const OPS: Person = { name: 'ops', identity: 'os', host: 'host-1', via: 'command' };
const LEAD: Person = { name: 'lead', identity: 'os', host: 'host-2', via: 'command' };

/** A run that these people have signed, one after the other. */
const signed = (...given: readonly Partial<SignOff>[]) => signedRun('met', given);

const summaryOf = (records: readonly JournalRecord[]) =>
  (renderMarkdown(buildReport(records)).split('\n## ')[1] ?? '').replaceAll('\\', '');

describe('a report that people have signed off', () => {
  test('holds all of them in their order, and says so no longer among what is missing', () => {
    const { people, missing } = buildReport(
      signed({ decision: 'rejected', comment: 'The window was wrong.' }, {}),
    );
    expect(people.signOffs).toMatchObject([
      { decision: 'rejected', comment: 'The window was wrong.', tookPart: 'not-known' },
      { decision: 'accepted', comment: null, name: 'Lead', by: { host: 'host-2' } },
    ]);
    expect(missing.map(({ field }) => field)).not.toContain('signOff');
  });

  test('names them in every form, and the report that they had before them', async () => {
    const records = signed({
      name: 'Aiko',
      decision: 'accepted-with-conditions',
      comment: 'Until the next one.',
    });
    const report = buildReport(records);
    const texts = [...reportTexts(records).values(), letters(await renderPdf(report))];
    for (const text of texts) {
      for (const word of ['Aiko', 'approver', 'Until the next one.', report.run]) {
        expect(text.replace(/\s/g, '')).toContain(word.replace(/\s/g, ''));
      }
    }
    const pdf = letters(await renderPdf(report, JAPANESE));
    expect(pdf).toContain('条件付き承認');
    expect(renderMarkdown(report, JAPANESE)).toContain('条件付き承認');
  });

  test('says in its summary who has signed last and when', () => {
    expect(summaryOf(signed({}, { name: 'Aiko', role: 'CTO', decision: 'rejected' }))).toMatch(
      /Signed off: rejected by Aiko \(CTO\), 2026-\d\d-\d\d \d\d:\d\d:\d\d/,
    );
  });

  test('says where whoever signs has driven the run alone', () => {
    const records = signed({ by: OPS });
    expect(buildReport(records).people.signOffs).toMatchObject([{ tookPart: 'alone' }]);
    expect(summaryOf(records)).toContain('Who signed has driven the run alone.');
  });

  test('knows a participant by whichever identity the drill gives them', () => {
    const [first] = sampleRun('root');
    if (first?.type !== 'run.opened') throw new Error('a sample begins with run.opened');
    const commander = first.data.drill.people?.participants[0];
    const name = commander?.identities.find((one) => !one.startsWith('arn:')) ?? '';
    const records = signedRun('root', [{ by: { ...LEAD, name } }]);
    expect(buildReport(records).people.signOffs).toMatchObject([{ tookPart: 'too' }]);
  });
});

test('nobody has signed a report until somebody does, and paper has lines for it', async () => {
  const report = buildReport(sampleRun('met'));
  expect(summaryOf(sampleRun('met'))).toContain('Not signed off yet.');
  const pdf = letters(await renderPdf(report));
  expect(pdf).toContain('Nobodyhassignedthisreportoffyet.');
  expect(pdf).toContain('Commentandsignature');
});

const letters = (pdf: Buffer) =>
  readPdf(pdf)
    .pages.map((page) => page.letters)
    .join('');
