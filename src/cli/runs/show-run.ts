import type { Clock } from '../../core/ports.ts';
import type { OperatorCommand } from '../../core/record.ts';
import type { RunFeed } from '../../core/run-feed.ts';
import type { RunState } from '../../core/run-state.ts';
import type { Io } from '../io.ts';
import type { OutputKind } from '../program/output-kind.ts';
import { aboutLeftovers } from './about-leftovers.ts';

export interface ShowOptions {
  readonly feed: RunFeed;
  readonly clock: Clock;
  readonly output: OutputKind;
  /** The run lives elsewhere, so the screen may be left. */
  readonly detachable: boolean;
  readonly reportPath: string;
  onCommand(command: OperatorCommand): Promise<{ accepted: boolean; reason?: string }>;
  /** Answers a task with a file, by its path. */
  onAttach(task: string, path: string): Promise<{ accepted: boolean; reason?: string }>;
}

/** A run being shown. */
export interface ShownRun {
  /** The screen reads the keyboard, Ctrl-C included. */
  readonly takesKeys: boolean;
  /** Resolves when the user wants this process to leave the run at once; maybe never. */
  readonly interrupted: Promise<void>;
  /** Resolves when the user has left the screen, or the run has ended and been shown. */
  readonly closed: Promise<void>;
  /** Ends the showing and prints the result. Does nothing the second time. */
  end(reportWritten?: boolean): Promise<void>;
}

/** Shows a run on a screen when a person is there, in lines when not, or as JSON events when asked. */
export async function showRun(io: Io, options: ShowOptions): Promise<ShownRun> {
  return options.output === 'text' && io.interactive
    ? await showOnScreen(io, options)
    : await showInLines(io, options);
}

async function showOnScreen(io: Io, options: ShowOptions): Promise<ShownRun> {
  const { renderRun } = await import('../../tui/render-run.tsx');
  const { feed } = options;
  const { run } = feed.get().state;
  const handle = renderRun({
    ...options,
    stdout: io.stdout,
    stdin: io.stdin,
    color: io.color,
    unicode: speaksUnicode(io),
    resumeCommand: `drill resume ${run}`,
    nextCommands,
  });
  const interrupted = Promise.withResolvers<void>();
  void handle.done.then((how) => {
    if (how === 'interrupted') interrupted.resolve();
  });
  return {
    takesKeys: true,
    interrupted: interrupted.promise,
    closed: handle.done.then(() => undefined),
    end: async () => {
      handle.unmount();
      await handle.done;
    },
  };
}

async function showInLines(io: Io, { feed, output, reportPath }: ShowOptions): Promise<ShownRun> {
  const { jsonOutput } = await import('../output/json.ts');
  const { plainOutput } = await import('../output/plain.ts');
  const printer =
    output === 'json'
      ? jsonOutput({ feed, stdout: io.out, reportPath })
      : plainOutput({ feed, stdout: io.out, stderr: io.err, reportPath });
  return {
    takesKeys: false,
    interrupted: new Promise(() => undefined),
    closed: new Promise((resolve) => {
      const look = () => {
        if (feed.get().state.phase === 'finished') resolve();
      };
      feed.subscribe(look);
      look();
    }),
    end: async (written) => printer.end(written ?? false),
  };
}

/** What to type after the end. */
function nextCommands(state: RunState): string[] {
  const { run, status } = state;
  const left = aboutLeftovers(state);
  return [
    ...(status === undefined ? [`drill resume ${run}`] : []),
    ...(left === undefined ? [] : [left]),
    `drill verify ${run}`,
  ];
}

function speaksUnicode({ env }: Io): boolean {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
  return env['TERM'] !== 'linux' && (locale === '' || /utf-?8/i.test(locale));
}
