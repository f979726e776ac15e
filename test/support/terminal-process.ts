import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { stripVTControlCharacters } from 'node:util';

const COMMAND = resolve('dist/drill.js');

/** The built command in a terminal of its own, 80 columns by 24 rows, with somebody at its keys. */
export class TerminalProcess {
  readonly #child: ChildProcess;
  #shown = '';
  /** Resolves with the exit code of the command. */
  readonly ended: Promise<number | null>;

  constructor(
    args: readonly string[],
    { cwd, env }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv },
  ) {
    const words = [process.execPath, COMMAND, ...args].map((word) => `'${word}'`).join(' ');
    // util-linux's `script` gives its child a pseudo-terminal, and passes on what we write.
    const child = spawn('script', ['-qfec', `stty rows 24 cols 80; ${words}`, '/dev/null'], {
      cwd,
      env: { ...env, TERM: 'xterm-256color', SHELL: '/bin/sh' },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      this.#shown += chunk;
    });
    this.ended = new Promise((done, fail) => {
      child.once('error', fail);
      child.once('close', done);
    });
  }

  /** Everything that was shown so far, frame after frame, in one line without colours. */
  get shown(): string {
    return stripVTControlCharacters(this.#shown).replace(/\s+/g, ' ');
  }

  press(keys: string): void {
    this.#child.stdin?.write(keys);
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }
}
