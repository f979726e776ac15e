import { createInterface } from 'node:readline/promises';
import type { Io } from './io.ts';

/**
 * Has whoever sits at the terminal type a line.
 * @returns without blanks around it; empty where they leave by Ctrl-C or Ctrl-D, `undefined` where nobody can be asked
 */
export async function askLine(io: Io, question: string): Promise<string | undefined> {
  if (!io.interactive) return undefined;
  const terminal = createInterface({ input: io.stdin, output: io.stdout });
  const leave = new AbortController();
  terminal.once('close', () => leave.abort());
  try {
    return (await terminal.question(question, { signal: leave.signal })).trim();
  } catch {
    return '';
  } finally {
    terminal.close();
  }
}
