import { cp, mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { verify } from '../../../src/cli/commands/verify.ts';
import { writeEvidence } from '../../../src/cli/evidence/write-evidence.ts';
import type { OperatorCommand } from '../../../src/core/record.ts';
import { readJournal } from '../../../src/journal/read-journal.ts';
import { writeReport } from '../../../src/report/write-report.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { finishedRun, SCREEN_PATH as PATH, SCREEN } from '../../support/finished-run.ts';
import { storeRun } from '../../support/stored-run.ts';

const GIVEN: readonly OperatorCommand[] = [
  { type: 'note', text: 'The pager rang.', file: SCREEN },
  { type: 'answer', task: 'picture', file: SCREEN },
];

/** A run that goes on, so without a manifest, into which a file was given, and its files as they should be. */
async function open(given: OperatorCommand) {
  const { root, folder } = await finishedRun({ given, open: true });
  await writeReport(folder, (await readJournal(folder)).records);
  const { io, out, err } = fakeIo(root);
  const attached = join(folder, PATH);
  const check = async (output: 'text' | 'json' = 'text') => {
    out.length = 0;
    const code = await verify(io, 'last', { output });
    return { code, lines: out.filter((line) => line.includes('files/')), err };
  };
  return { attached, folder, check, out };
}

it('says how a report can be mended, which a copy of it elsewhere cannot', async () => {
  const { root, folder } = await finishedRun({});
  await writeReport(folder, (await readJournal(folder)).records);
  await writeFile(join(folder, 'report.md'), '# Met');
  const copy = join(root, 'copy');
  await cp(folder, copy, { recursive: true });
  const { io, err } = fakeIo(root);
  for (const name of ['last', copy]) expect(await verify(io, name, { output: 'text' })).toBe(3);
  expect(err).toEqual([
    expect.stringMatching(/^ {2}next: drill report \S+ {3}\(writes report and manifest anew\)$/),
    '  next: ask whoever has sent it for another copy',
  ]);
});

describe('drill verify, of files that people have given', { timeout: 30_000 }, () => {
  it.each(GIVEN)('compares the file of a $type with what the journal says of it', async (given) => {
    const { attached, check } = await open(given);
    expect(await check()).toEqual({
      code: 0,
      lines: [`ok   ${PATH}  what the journal says, byte for byte`],
      err: [],
    });
    const spoilt: readonly (readonly [string, () => Promise<void>])[] = [
      ['differs', () => writeFile(attached, 'what was sein')],
      ['has another size than the journal says', () => writeFile(attached, 'what was')],
      ['missing', () => rm(attached)],
      ['missing', () => mkdir(attached)],
    ];
    for (const [what, spoil] of spoilt) {
      await spoil();
      // A report that is written anew would not mend it.
      expect(await check()).toEqual({ code: 3, lines: [`BAD  ${PATH}  ${what}`], err: [] });
    }
  });

  it('says so in JSON where that is asked for', async () => {
    const { attached, check, out } = await open(GIVEN[0] as OperatorCommand);
    await rename(attached, `${attached}.new`);
    expect((await check('json')).code).toBe(3);
    const { good, files } = JSON.parse(out[0] ?? '');
    expect(good).toBe(false);
    expect(files.slice(4)).toEqual([
      { file: PATH, state: 'missing' },
      { file: `${PATH}.new`, state: 'unnamed' },
    ]);
  });

  it('tells of a file that no record names, which is no evidence and does no harm', async () => {
    const { folder, check } = await open(GIVEN[0] as OperatorCommand);
    await writeFile(join(folder, 'files', 'planted\u001b[2J\n.txt'), 'anything');
    expect(await check()).toEqual({
      code: 0,
      lines: [
        `ok   ${PATH}  what the journal says, byte for byte`,
        expect.stringMatching(
          /^note files\/planted⟨U\+001B⟩\[2J \.txt +no record names it, so it is no evidence$/,
        ),
      ],
      err: [],
    });
  });

  it('has nothing to compare where no file was given', async () => {
    const { attached, folder, check } = await open({ type: 'note', text: 'nothing' });
    expect((await check()).lines).toEqual([expect.stringMatching(/^note /)]);
    await rm(attached);
    expect((await check()).lines).toEqual([]);
    await rm(join(folder, 'files'), { recursive: true });
    expect(await check()).toMatchObject({ code: 0, lines: [] });
  });
});

describe('drill verify, of a manifest', { timeout: 30_000 }, () => {
  it('misses it where the run has ended, and says how to make it', async () => {
    const { root, project, run, folder } = await finishedRun();
    const { io, out, err } = fakeIo(root);
    await writeEvidence(io, project, folder);
    expect(await verify(io, run, { output: 'text' })).toBe(0);
    out.length = 0;
    await rm(join(folder, 'manifest.json'));
    expect(await verify(io, run, { output: 'text' })).toBe(3);
    expect(out).toContain('BAD  manifest.json   missing: the run has ended');
    expect(err.join('\n')).toContain(`next: drill report ${run}`);
  });
});

it('has nobody sign what they have not looked at: a file that came from elsewhere is moved away first', async () => {
  const { root, project, run, folder } = await finishedRun();
  const { io, err } = fakeIo(root);
  await writeEvidence(io, project, folder);
  await writeFile(join(folder, 'report.md'), 'edited');
  await writeFile(join(folder, 'zz \u001b[2J.html'), 'met');
  err.length = 0;
  expect(await verify(io, run, { output: 'text' })).toBe(3);
  expect(err).toEqual([
    '  next: move zz ⟨U+001B⟩[2J.html out of the folder   (it came from elsewhere)',
  ]);
});

it('writes no control character to the terminal that a copy from elsewhere names its run with', async () => {
  const { root, project } = await finishedRun();
  const name = storeRun(project.reports, { drill: { name: 'x\u001b[2J\u202e' } });
  const { io, out, err } = fakeIo(root);
  expect(await verify(io, join(project.reports, name), { output: 'text' })).toBe(3);
  expect(err.join('\n')).toContain('drill report x⟨U+001B⟩[2J⟨U+202E⟩');
  const told = [...out, ...err].join('');
  expect(['\u001b', '\u202e'].filter((control) => told.includes(control))).toEqual([]);
});

it('takes an empty name, such as that of a variable that is not set, for no run', async () => {
  const { root } = await finishedRun();
  await expect(verify(fakeIo(root).io, '', { output: 'text' })).rejects.toMatchObject({
    code: 'RUN_UNKNOWN',
  });
});
