import { spawn } from 'node:child_process';
import type { ChannelTarget, Notice } from '../core/notification.ts';
import { DoNotRetry } from './do-not-retry.ts';
import { textOf } from './notice-text.ts';

/** Runs a program, and gives it the notice as one JSON object: its fields and the whole `text`. */
export async function runCommand(
  { argv, timeoutMs }: ChannelTarget & { readonly kind: 'command' },
  notice: Notice,
  signal: AbortSignal,
): Promise<void> {
  const [program = '', ...args] = argv;
  await new Promise<void>((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['pipe', 'ignore', 'ignore'],
      timeout: timeoutMs,
      killSignal: 'SIGKILL',
      signal,
    });
    child.on('error', (error) => reject(new DoNotRetry(`${program}: ${error.message}`)));
    child.on('exit', (code, killedBy) => {
      if (code === 0) resolve();
      else reject(new Error(`${program} ended with ${code ?? killedBy ?? 'nothing'}`));
    });
    // A program that does not read what it gets is its own business.
    child.stdin.on('error', () => undefined);
    child.stdin.end(JSON.stringify({ ...notice, text: textOf(notice) }));
  });
}
