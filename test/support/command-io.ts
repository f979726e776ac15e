import type { Io } from '../../src/cli/io.ts';

/** What a command says, without a terminal. */
export interface CommandIo {
  readonly io: Io;
  readonly out: string[];
  readonly err: string[];
}

export function commandIo(cwd: string, env: NodeJS.ProcessEnv = {}): CommandIo {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    cwd,
    env,
    stdin: process.stdin,
    stdout: process.stdout,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    interactive: false,
    color: false,
  };
  return { io, out, err };
}
