import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { defaultSandboxHome, resetSandbox } from '../../../src/sandbox/client.ts';
import { claimHome } from '../../../src/sandbox/daemon/claim-home.ts';
import { lockHome } from '../../../src/sandbox/daemon/lock-home.ts';

describe("a sandbox's home", () => {
  it('is any folder that is new or empty, and again afterwards', async () => {
    const home = join(await temporaryFolder(), 'deep', 'inside');
    await claimHome(home);
    await writeFile(join(home, 'data'), '');
    await claimHome(home);
  });

  it('is never a folder with something else in it, which is neither used nor deleted', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'precious'), '');

    const refused = expect.objectContaining({ code: 'SANDBOX_HOME_FOREIGN' });
    await expect(claimHome(folder)).rejects.toThrow(refused);
    await expect(resetSandbox({ home: folder })).rejects.toThrow(refused);
    expect(await readdir(folder)).toEqual(['precious']);
  });

  it('has one owner at a time', async () => {
    const home = await temporaryFolder();
    const lock = lockHome(home, 0);

    expect(() => lockHome(home, 0)).toThrow(expect.objectContaining({ code: 'SANDBOX_LOCKED' }));
    lock.release();
    lockHome(home, 0).release();
  });

  it('is found by the project, and where the environment says', () => {
    const one = defaultSandboxHome('/projects/one', { HOME: '/home/user' });
    const two = defaultSandboxHome('/projects/two', { HOME: '/home/user' });

    expect(one).toMatch(/\/kunren\/sandbox-[0-9a-f]{8}$/);
    expect(two).not.toBe(one);
    expect(defaultSandboxHome('/projects/one', { HOME: '/home/user' })).toBe(one);
    expect(defaultSandboxHome('/projects/one', { KUNREN_SANDBOX_HOME: 'here' })).toBe(
      '/projects/one/here',
    );
  });
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kunren-home-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}
