import { expect, it } from 'vitest';
import { buildReport } from '../../src/report/report-model.ts';
import { reportJsonSchema, reportSchema } from '../../src/report/schema.ts';
import { sampleRun } from '../support/sample-run.ts';

it('is published as it is; `vitest run test/report/schema.test.ts -u` publishes a new one', async () => {
  const schema = `${JSON.stringify(reportJsonSchema(), null, 2)}\n`;
  await expect(schema).toMatchFileSnapshot('../../docs/report.schema.json');
});

it('refuses a report with a field too many, too few or of the wrong kind', () => {
  const report = buildReport(sampleRun('met'));
  expect(reportSchema.safeParse(report).success).toBe(true);
  expect(reportSchema.safeParse({ ...report, approvedBy: 'somebody' }).success).toBe(false);
  const { watermark: _, ...bare } = report;
  expect(reportSchema.safeParse(bare).success).toBe(false);
  const people = { ...report.people, signOffs: 'somebody' };
  expect(reportSchema.safeParse({ ...report, people }).success).toBe(false);
});
