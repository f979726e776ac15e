import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { report } from '../../../src/cli/commands/report.ts';
import { verify } from '../../../src/cli/commands/verify.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { finishedRun } from '../../support/finished-run.ts';
import { storeRun } from '../../support/stored-run.ts';

const FORMS = ['html', 'json', 'md', 'pdf'];
const text = { output: 'text' } as const;

describe('drill report', () => {
  it('writes a copy in another language outside the folder of the run, which stays as it is', async () => {
    const { root, run, folder } = await finishedRun();
    const { io, out } = fakeIo(root);
    await report(io, run);
    const before = readdirSync(folder);
    out.length = 0;
    expect(await report(io, run, { lang: 'ja', redact: false })).toBe(0);
    const copies = join(root, 'copies', run);
    expect(readdirSync(copies).sort()).toEqual(FORMS.map((form) => `report.ja.${form}`));
    expect(out.sort()).toEqual(FORMS.map((form) => join(copies, `report.ja.${form}`)));
    const page = readFileSync(join(copies, 'report.ja.html'), 'utf8');
    expect(page).toContain('<html lang="ja">');
    expect(page).toContain(`drill report ${run} --lang ja`);
    expect(readdirSync(folder)).toEqual(before);
    expect(await verify(io, run, text)).toBe(0);
  });

  it('writes a redacted copy where it is told to, and refuses to among the evidence', async () => {
    const { root, run } = await finishedRun();
    const { io } = fakeIo(root);
    await report(io, run, { redact: true, out: 'for-review' });
    expect(readdirSync(join(root, 'for-review')).sort()).toEqual(
      FORMS.map((form) => `report.en.redacted.${form}`),
    );
    for (const out of ['reports', `reports/${run}`, 'reports/elsewhere']) {
      await expect(report(io, run, { redact: true, out })).rejects.toMatchObject({
        code: 'COPY_AMONG_EVIDENCE',
      });
    }
  });

  it('writes the report in the language of the drill, with a redacted one beside it where the drill says so', async () => {
    const { root, project } = await finishedRun();
    const run = storeRun(project.reports, {
      drill: { report: { lang: 'ja', zone: 'Asia/Tokyo', redact: true } },
    });
    const folder = join(project.reports, run);
    const { io } = fakeIo(root);
    // The drill's own language is no copy.
    await report(io, run, { lang: 'ja', redact: false });
    for (const name of ['report.html', 'report.redacted.html']) {
      expect(readFileSync(join(folder, name), 'utf8')).toContain('<html lang="ja">');
    }
    expect(readdirSync(folder).filter((name) => name.startsWith('report.'))).toHaveLength(8);
    expect(await verify(io, run, text)).toBe(0);
    writeFileSync(join(folder, 'report.redacted.md'), 'edited');
    expect(await verify(io, run, text)).toBe(3);
  });
});
