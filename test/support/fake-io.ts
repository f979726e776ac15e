import type { Io } from '../../src/cli/io.ts';

/** Surroundings of a command without a terminal, and what it has said. */
export function fakeIo(cwd: string, more: Partial<Io> = {}) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Io = {
    cwd,
    env: {},
    stdin: process.stdin,
    stdout: process.stdout,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    interactive: false,
    color: false,
    ...more,
  };
  return { io, out, err };
}
