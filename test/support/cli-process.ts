import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const COMMAND = resolve('dist/drill.js');

/** What a command has left behind when it is over. */
export interface CliEnd {
  /** `null` when a signal ended it. */
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built command as a process of its own, as people and schedulers start it. */
export class CliProcess {
  readonly #child: ChildProcess;
  #stdout = '';
  #stderr = '';
  /** Resolves when the process is gone and all that it said is read. */
  readonly ended: Promise<CliEnd>;

  /** @param input what is piped into it @default nothing */
  constructor(
    args: readonly string[],
    { input, ...options }: Pick<SpawnOptions, 'cwd' | 'env'> & { readonly input?: string },
  ) {
    const child = spawn(process.execPath, [COMMAND, ...args], {
      ...options,
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdin?.end(input);
    child.stdout?.on('data', (chunk) => {
      this.#stdout += chunk;
    });
    child.stderr?.on('data', (chunk) => {
      this.#stderr += chunk;
    });
    this.ended = new Promise((done, fail) => {
      child.once('error', fail);
      child.once('close', (code, signal) =>
        done({ code, signal, stdout: this.#stdout, stderr: this.#stderr }),
      );
    });
  }

  get stdout(): string {
    return this.#stdout;
  }

  get stderr(): string {
    return this.#stderr;
  }

  kill(signal: NodeJS.Signals): void {
    this.#child.kill(signal);
  }

  /** Closes our end of its stdout, as `head` does when it has seen enough. */
  hangUp(stream: 'stdout' | 'stderr'): void {
    this.#child[stream]?.destroy();
  }
}
