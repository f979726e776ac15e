import { CliProject } from './cli-project.ts';

/** For tests that wait for a free project first. */
export const WAITS = { timeout: 300_000 };

/**
 * Projects with a sandbox each, made once for many tests. A drill mostly waits, so several may run at once; but not on
 * the same production, where one would lose the data that another takes its baseline of.
 */
export class CliProjects {
  readonly #size: number;
  #all: readonly CliProject[] = [];
  readonly #free: CliProject[] = [];
  readonly #waiting: ((project: CliProject) => void)[] = [];

  constructor(size: number) {
    this.#size = size;
  }

  async open(): Promise<void> {
    this.#all = await Promise.all(Array.from({ length: this.#size }, () => CliProject.open()));
    this.#free.push(...this.#all);
    await Promise.all(this.#all.map((project) => project.sandboxUp()));
  }

  async close(): Promise<void> {
    await Promise.all(this.#all.map((project) => project.close()));
  }

  /** Does the work with a project that nobody else uses meanwhile. */
  async use<T>(work: (project: CliProject) => Promise<T>): Promise<T> {
    const project =
      this.#free.pop() ??
      (await new Promise<CliProject>((resolve) => {
        this.#waiting.push(resolve);
      }));
    try {
      return await work(project);
    } finally {
      await project.tidy();
      const next = this.#waiting.shift();
      if (next) next(project);
      else this.#free.push(project);
    }
  }
}
