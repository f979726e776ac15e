/** Files that let something else look after the schedule, and what a person does with them. */
export interface Installation {
  readonly files: readonly InstallationFile[];
  /** What to do next, one step a line. */
  readonly next: readonly string[];
}

export interface InstallationFile {
  /** Below the folder that they are written to. */
  readonly path: string;
  readonly content: string;
}

/** What of this machine a file has to name. */
export interface Installed {
  /** Absolute path of the project. */
  readonly project: string;
  /** Absolute path of Node.js. */
  readonly node: string;
  /** Absolute path of the command's script. */
  readonly script: string;
  /** Who runs it. */
  readonly user: string;
}

/** A time of day at which something may be due, in a zone. */
export interface DailyTime {
  readonly hour: number;
  readonly minute: number;
}
