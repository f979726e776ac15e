import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redactReport } from '../../src/report/redact-report.ts';
import { renderCopy } from '../../src/report/render-report.ts';
import { buildReport } from '../../src/report/report-model.ts';
import { reportSchema } from '../../src/report/schema.ts';
import { infectRecords } from '../support/infect-records.ts';
import { readPdf } from '../support/read-pdf.ts';
import { SAMPLE_KINDS, sampleRun } from '../support/sample-run.ts';

const ACCOUNT = '111122223333';
const AWS = { environment: 'aws' } as const;

/** With a text at each place where a journal holds words that are not ours. */
const redacted = (text: string) =>
  redactReport(buildReport(infectRecords(sampleRun('root', AWS), text)));

describe('a redacted report', () => {
  it('holds no account id and no address of the journal, whatever stands around them', () => {
    const digits = fc.stringMatching(/^[1-9]\d{11}$/);
    const address = fc.emailAddress();
    const around = fc.constantFrom(
      '',
      ' ',
      ':',
      '/',
      '-',
      '_',
      'acct',
      '"',
      '<',
      '．',
      '訓練',
      'é',
      '@',
    );
    fc.assert(
      fc.property(digits, address, around, around, (account, mail, before, after) => {
        const text = `arn:aws:iam::${account}:role/x ${before}${account}${after} | ${before}${mail} ${mail.toUpperCase()}`;
        const told = JSON.stringify(redacted(text));
        expect(told).not.toContain(account);
        expect(told.toLowerCase()).not.toContain(JSON.stringify(mail.toLowerCase()).slice(1, -1));
      }),
      { numRuns: 60 },
    );
  });

  it('says so on top, and of which journal it was made, in every form and language', async () => {
    const records = infectRecords(sampleRun('root', AWS), `${ACCOUNT} and aiko@example.co.jp`, [
      'code',
      'hash',
    ]);
    for (const [lang, mark] of [
      ['en', 'REDACTED COPY'],
      ['ja', '秘匿版'],
    ] as const) {
      const files = await renderCopy(records, { lang, redacted: true });
      expect([...files.keys()]).toEqual(
        ['json', 'md', 'html', 'pdf'].map((kind) => `report.${lang}.redacted.${kind}`),
      );
      for (const [name, content] of files) {
        const told = typeof content === 'string' ? content : textOf(content);
        expect(told, name).not.toMatch(/111122223333|aiko@/);
        expect(told.replace(/\\/g, ''), name).toContain('[account-');
        if (!name.endsWith('.json'))
          expect(told.replace(/\s/g, '')).toContain(mark.replace(' ', ''));
        expect(told.replace(/\s/g, ''), name).toContain(records.at(-1)?.hash);
      }
    }
  });

  it.each(SAMPLE_KINDS)('differs from the whole one in nothing but masks: %s', (kind) => {
    const whole = buildReport(sampleRun(kind, AWS));
    const masked = redactReport(whole);
    expect(reportSchema.safeParse(masked).success).toBe(true);
    const back = JSON.stringify(masked)
      .replaceAll('[account-1]', ACCOUNT)
      .replaceAll('[account-2]', '444455556666')
      .replaceAll('[e-mail-1]', 'security@example.com')
      .replaceAll('[e-mail-2]', 'security-team@example.com');
    expect(JSON.parse(back)).toEqual({ ...whole, redaction: masked.redaction });
  });

  it('has the same mask for the same value, and another for another', () => {
    const { facts } = redactReport({
      ...buildReport(sampleRun('met', AWS)),
      facts: [
        { label: 'who', value: 'Aiko@example.com in 444455556666' },
        { label: 'also', value: 'aiko@EXAMPLE.com in 4444-5555-6666, ben@example.com' },
        { label: 'neither', value: 'request 0e4d5f6a-1111-2222-3333-123456789012, 1234567890123' },
      ],
    });
    expect(facts).toEqual([
      { label: 'who', value: '[e-mail-1] in [account-2]' },
      { label: 'also', value: '[e-mail-1] in [account-2], [e-mail-2]' },
      { label: 'neither', value: 'request 0e4d5f6a-1111-2222-3333-123456789012, 1234567890123' },
    ]);
  });

  it('masks also a number and the name of a member', () => {
    const report = buildReport(sampleRun('met', AWS));
    const { workload } = redactReport({
      ...report,
      workload: { ...report.workload, parameters: { [ACCOUNT]: { account: Number(ACCOUNT) } } },
    });
    expect(workload.parameters).toEqual({ '[account-1]': { account: '[account-1]' } });
  });
});

function textOf(pdf: Buffer): string {
  return readPdf(pdf)
    .pages.map(({ letters }) => letters)
    .join('');
}
