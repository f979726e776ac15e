import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { projectAt } from '../../../src/cli/project.ts';
import { type Afterthought, addToRun } from '../../../src/cli/runs/add-to-run.ts';
import { systemClock } from '../../../src/cli/system-clock.ts';
import type { Person } from '../../../src/core/person.ts';
import { readJournal } from '../../../src/journal/read-journal.ts';
import { isRunLocked, lockRun } from '../../../src/journal/run-lock.ts';
import { fakeIo } from '../../support/fake-io.ts';
import { type StoredRunOptions, storeRun } from '../../support/stored-run.ts';

const BY: Person = { name: 'lead', identity: 'os', host: 'host-1', via: 'command' };
const LESSON: Afterthought = { type: 'lesson.noted', data: { by: BY, text: 'Keep the number.' } };

async function stored(options?: StoredRunOptions) {
  const root = await mkdtemp(join(tmpdir(), 'kunren-add-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  const project = projectAt(root);
  const run = storeRun(project.reports, options);
  const folder = join(project.reports, run);
  const { io } = fakeIo(root);
  const add = (make: Parameters<typeof addToRun>[3]) =>
    addToRun(io, project, { run, folder }, make);
  return { run, folder, add };
}

it('adds to a run that has ended, and writes its report anew', async () => {
  const { folder, add } = await stored();
  const before = await readJournal(folder);
  const state = await add((found) => {
    expect(found.lastHash).toBe(before.records.at(-1)?.hash);
    return [LESSON];
  });
  expect(state.lessons).toMatchObject([{ text: 'Keep the number.' }]);
  const { records } = await readJournal(folder);
  expect(records.slice(0, -1)).toEqual(before.records);
  const report = JSON.parse(await readFile(join(folder, 'report.json'), 'utf8'));
  expect(report.journal.headHash).toBe(records.at(-1)?.hash);
  expect(await isRunLocked(folder)).toBe(false);
});

it('leaves a run as it was when there turns out to be nothing to add', async () => {
  const { folder, add } = await stored();
  const before = await readJournal(folder);
  const refusal = new Error('not confirmed');
  await expect(add(() => Promise.reject(refusal))).rejects.toBe(refusal);
  expect(await readJournal(folder)).toEqual(before);
  expect(await isRunLocked(folder)).toBe(false);
});

it('adds nothing to a run that may go on', async () => {
  const { run, add } = await stored({ without: 1 });
  await expect(add(() => [LESSON])).rejects.toMatchObject({
    code: 'RUN_NOT_FINISHED',
    failure: { details: { run } },
  });
});

it('waits for nobody who has the run at this moment', async () => {
  const { folder, add } = await stored();
  const lock = await lockRun(folder, { pid: 1, host: 'host-2' }, systemClock);
  onTestFinished(() => lock.release());
  await expect(add(() => [LESSON])).rejects.toMatchObject({
    code: 'RUN_LOCKED',
  });
});
