import { CliProject } from './cli-project.ts';

/** For tests that wait for a free project first. */
export const WAITS = { timeout: 300_000 };

/** As many as a machine with two cores bears. */
const SIZE = 2;

/**
 * Projects with a sandbox each, for tests that run side by side: a drill mostly waits. Two may not run on the same
 * production, where one would lose the data that another takes its baseline of.
 */
export class CliProjects {
  #all: readonly CliProject[] = [];
  readonly #free: CliProject[] = [];
  readonly #waiting: ((project: CliProject) => void)[] = [];

  async open(): Promise<void> {
    const opening = Array.from({ length: SIZE }, (_, index) => CliProject.open(index + 1));
    this.#all = await Promise.all(opening);
    this.#free.push(...this.#all);
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
