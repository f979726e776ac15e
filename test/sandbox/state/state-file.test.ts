import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readState, StateFile } from '../../../src/sandbox/state/state-file.ts';

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'kunren-state-'));
  onTestFinished(() => rm(path, { recursive: true, force: true }));
  return path;
}

test('a save writes what the state is by then, and leaves no other file', async () => {
  const home = await folder();
  const path = join(home, 'cloud.json');
  const state = { count: 0 };
  const file = new StateFile(path, () => state);
  expect(await readState(path)).toBeUndefined();
  const saves = Array.from({ length: 20 }, (_, index) => {
    state.count = index;
    return file.save();
  });
  await Promise.all(saves);
  expect(await readState(path)).toEqual({ count: 19 });
  expect(await readdir(home)).toEqual(['cloud.json']);
});

test('calls that come together share a write', async () => {
  const home = await folder();
  let writes = 0;
  const file = new StateFile(join(home, 'cloud.json'), () => {
    writes += 1;
    return {};
  });
  await Promise.all(Array.from({ length: 50 }, () => file.save()));
  expect(writes).toBeLessThanOrEqual(2);
});

test('a save after a failed one tries again', async () => {
  const home = await folder();
  const inside = join(home, 'later');
  const file = new StateFile(join(inside, 'cloud.json'), () => ({ here: true }));
  await expect(file.save()).rejects.toThrow('ENOENT');
  await mkdir(inside);
  await file.save();
  expect(await readState(join(inside, 'cloud.json'))).toEqual({ here: true });
});

test('a state that is not JSON is refused, not overwritten', async () => {
  const path = join(await folder(), 'cloud.json');
  await writeFile(path, '{"half":');
  await expect(readState(path)).rejects.toMatchObject({ code: 'SANDBOX_STATE_UNREADABLE' });
});
