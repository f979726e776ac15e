import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Whether a process runs. One that has ended and was not collected by its parent does not. */
export async function isAlive(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  const status = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return !/^\d+ \(.*\) Z/s.test(status);
}

/**
 * Whether a live process is the PostgreSQL server of a data directory. Its number alone proves nothing: it can
 * have been given to another process since.
 */
export async function isServerOf(pid: number, data: string): Promise<boolean> {
  try {
    // A server works in its data directory.
    return (await readlink(`/proc/${pid}/cwd`)) === data;
  } catch {
    // No /proc: its command line holds the data directory too.
    const ps = promisify(execFile)('ps', ['-o', 'command=', '-p', String(pid)]);
    const { stdout } = await ps.catch(() => ({ stdout: '' }));
    return stdout.includes(data);
  }
}
