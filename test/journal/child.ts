import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { eventually } from './support.ts';

/** A process of `child-writer.ts`, killed at the end of the test at the latest. */
export interface Child {
  readonly pid: number;
  /** Whole lines printed so far. */
  lines(): readonly string[];
  kill(): Promise<void>;
  ended(): Promise<void>;
}

export async function startChild(
  folder: string,
  mode: 'loop' | 'hold' | 'once',
  options: SpawnOptions = {},
): Promise<Child> {
  const script = join(import.meta.dirname, 'child-writer.ts');
  const child: ChildProcess = spawn(process.execPath, [script, folder, mode], {
    ...options,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'close');
  let printed = '';
  child.stdout?.on('data', (text) => {
    printed += text;
  });
  const kill = async () => {
    child.kill('SIGKILL');
    await exited;
  };
  onTestFinished(kill);
  const lines = () => printed.split('\n').slice(0, -1);
  await eventually(() => lines().length > 0);
  return {
    pid: child.pid ?? 0,
    lines,
    kill,
    ended: async () => {
      await exited;
    },
  };
}
