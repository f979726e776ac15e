import type { ReadStream, WriteStream } from 'node:tty';

/** The process's surroundings, as commands see them. */
export interface Io {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  /** A line of the result. When it cannot be written any more, it is lost and nothing else. */
  out(line: string): void;
  /** A line of talk. */
  err(line: string): void;
  /** Decided once: a person sits at both ends, so a screen can be shown and a question asked. */
  readonly interactive: boolean;
  readonly color: boolean;
}

export function processIo(): Io {
  const { stdin, stdout, stderr, env } = process;
  // A closed pipe, a terminal that is gone, a full disk behind a redirection: none of them may end a run.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  const write = (stream: NodeJS.WriteStream, line: string) => {
    if (stream.writable) stream.write(`${line}\n`);
  };
  return {
    cwd: process.cwd(),
    env,
    stdin: stdin as ReadStream,
    stdout: stdout as WriteStream,
    out: (line) => write(stdout, line),
    err: (line) => write(stderr, line),
    interactive: isInteractive(env),
    color: stdout.isTTY === true && !env['NO_COLOR'] && env['TERM'] !== 'dumb',
  };
}

function isInteractive(env: NodeJS.ProcessEnv): boolean {
  const terminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  return terminal && !env['CI'] && env['TERM'] !== 'dumb';
}
