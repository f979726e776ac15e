import { render, renderToString } from 'ink';
import type { ReactNode } from 'react';
import type { RunState } from '../core/run-state.ts';
import { asciiStream } from './ascii.ts';
import { RunRecord } from './RunRecord.tsx';
import { RunScreen, type RunScreenProps } from './RunScreen.tsx';
import { ColorContext } from './Txt.tsx';

export interface RenderRunOptions
  extends Pick<
    RunScreenProps,
    'feed' | 'clock' | 'onCommand' | 'onAttach' | 'detachable' | 'resumeCommand'
  > {
  readonly stdout: NodeJS.WriteStream;
  readonly stdin: NodeJS.ReadStream;
  readonly color: boolean;
  /** False where the terminal knows ASCII only. @default true */
  readonly unicode?: boolean;
  readonly reportPath: string;
  /** What to type after the end, by how it ended. @default none */
  readonly nextCommands?: (state: RunState) => readonly string[];
}

/**
 * - `finished`: the run is over, and its record stands in the terminal.
 * - `left`: the screen is gone, the run goes on: the user left, the terminal went away, or the screen broke.
 * - `interrupted`: the user wants the process to stop now; the journal can be resumed.
 */
export type ScreenEnd = 'finished' | 'left' | 'interrupted';

export interface RunScreenHandle {
  /** Resolves once the terminal is as it was before, and all output is written. Never rejects. */
  readonly done: Promise<ScreenEnd>;
  /** Takes the screen down; `done` resolves with `left`, unless the run has finished. */
  unmount(): void;
}

/** Columns of the record at the end; longer lines are hard to read. */
const WIDEST_RECORD = 110;

/**
 * Shows a run on the whole terminal until it is over. It renders what the feed says and passes commands on;
 * it starts, retries and finishes nothing, so it can go away at any moment.
 */
export function renderRun(options: RenderRunOptions): RunScreenHandle {
  const { feed, color, resumeCommand, unicode = true } = options;
  const stdout = unicode ? options.stdout : asciiStream(options.stdout);
  const { promise: done, resolve } = Promise.withResolvers<ScreenEnd>();
  let isEnding = false;
  let takeDown: (() => Promise<unknown>) | undefined;

  const end = async (how: ScreenEnd, trouble?: unknown): Promise<void> => {
    if (isEnding) return;
    isEnding = true;
    unsubscribe();
    // A screen that broke must not take the run with it.
    await takeDown?.().catch(() => {});
    await write(stdout, farewell(how, trouble));
    stdout.off('error', onStreamError);
    resolve(how);
  };
  const onStreamError = () => void end('left');
  stdout.on('error', onStreamError);

  const endIfFinished = () => {
    if (feed.get().state.phase === 'finished') void end('finished');
  };
  const unsubscribe = feed.subscribe(endIfFinished);
  if (feed.get().state.phase === 'finished') endIfFinished();
  else takeDown = mount({ ...options, stdout }, (how, trouble) => void end(how, trouble));

  function farewell(how: ScreenEnd, trouble: unknown): string {
    if (how === 'finished') return `\n${record()}\n`;
    if (how === 'interrupted') {
      return `\nStopped before the clean-up was over. Nothing is lost; take the run up again with:\n  ${resumeCommand}\n`;
    }
    if (trouble === undefined) return '\nThe run goes on without this screen.\n';
    const why = trouble instanceof Error ? trouble.message : String(trouble);
    return `\nThe screen broke (${why}); the run goes on without it.\n`;
  }

  function record(): string {
    const columns = Math.min(stdout.columns || 80, WIDEST_RECORD);
    const { state, records } = feed.get();
    const { reportPath, nextCommands = () => [] } = options;
    return renderToString(
      inColor(
        color,
        <RunRecord
          {...{ state, records, columns, reportPath }}
          nextCommands={nextCommands(state)}
        />,
      ),
      { columns },
    );
  }

  return { done, unmount: () => void end('left') };
}

/** Puts the live screen up; returns the way to take it down again. */
function mount(
  options: RenderRunOptions,
  onEnd: (how: 'left' | 'interrupted', trouble?: unknown) => void,
): () => Promise<unknown> {
  const { stdout, stdin, color, feed, clock, detachable, resumeCommand } = options;
  const { onCommand, onAttach } = options;
  const screen = () => {
    const { columns = 80, rows = 24 } = stdout;
    const props = {
      feed,
      clock,
      onCommand,
      onAttach,
      onEnd,
      detachable,
      resumeCommand,
      columns,
      rows,
    };
    return inColor(color, <RunScreen {...props} />);
  };
  let rerender: ((node: ReactNode) => void) | undefined;
  // Before Ink's own listener, so that Ink never draws the old layout into the new size.
  const onResize = () => rerender?.(screen());
  stdout.on('resize', onResize);
  const instance = render(screen(), {
    stdout,
    stdin,
    exitOnCtrlC: false,
    patchConsole: false,
    alternateScreen: true,
    incrementalRendering: true,
    interactive: true,
    maxFps: 15,
  });
  rerender = instance.rerender;
  const exited = instance.waitUntilExit();
  exited.catch((trouble: unknown) => onEnd('left', trouble));
  return async () => {
    stdout.off('resize', onResize);
    instance.unmount();
    await exited;
  };
}

function inColor(color: boolean, node: ReactNode): ReactNode {
  return <ColorContext value={color}>{node}</ColorContext>;
}

function write(stdout: NodeJS.WriteStream, text: string): Promise<void> {
  return new Promise((resolve) => {
    if (stdout.destroyed || stdout.writableEnded) resolve();
    else stdout.write(text, () => resolve());
  });
}
