import type { JournalRecord, OperatorCommand } from '../../src/core/record.ts';
import type { CommandAnswer } from '../../src/tui/RunScreen.tsx';
import { type RunScreenHandle, renderRun, type ScreenEnd } from '../../src/tui/render-run.tsx';
import { FakeKeyboard, FakeTerminal } from './fake-terminal.ts';
import { ManualClock } from './manual-clock.ts';
import { ReplayFeed } from './replay-feed.ts';

export interface TuiOptions {
  /** How many of the records are there at the start. @default 1 */
  readonly played?: number;
  readonly columns?: number;
  readonly rows?: number;
  readonly detachable?: boolean;
  readonly color?: boolean;
  readonly unicode?: boolean;
  /** False: stdin is a pipe. */
  readonly hasKeyboard?: boolean;
  readonly answer?: (command: OperatorCommand) => Promise<CommandAnswer>;
}

export const RESUME = 'drill resume the-run';
export const REPORT = 'reports/the-run/report.html';

/** A screen on a fake terminal, with a journal that plays when it is told to. */
export class TuiUnderTest implements Disposable {
  readonly terminal: FakeTerminal;
  readonly keyboard: FakeKeyboard;
  readonly clock: ManualClock;
  readonly feed: ReplayFeed;
  readonly commands: OperatorCommand[] = [];
  readonly attached: (readonly [task: string, path: string])[] = [];
  readonly handle: RunScreenHandle;
  ended: ScreenEnd | undefined;

  constructor(records: readonly JournalRecord[], options: TuiOptions = {}) {
    const { columns = 80, rows = 24, played = 1, detachable = false } = options;
    this.terminal = new FakeTerminal(columns, rows);
    this.keyboard = new FakeKeyboard(options.hasKeyboard ?? true);
    this.feed = new ReplayFeed(records, played);
    this.clock = new ManualClock(this.feed.get().state.lastAt);
    this.handle = renderRun({
      feed: this.feed,
      clock: this.clock,
      onCommand: (command) => {
        this.commands.push(command);
        return options.answer?.(command) ?? Promise.resolve({ accepted: true });
      },
      onAttach: (task, path) => {
        this.attached.push([task, path]);
        return Promise.resolve({ accepted: true });
      },
      detachable,
      stdout: this.terminal as unknown as NodeJS.WriteStream,
      stdin: this.keyboard as unknown as NodeJS.ReadStream,
      color: options.color ?? true,
      unicode: options.unicode ?? true,
      reportPath: REPORT,
      resumeCommand: RESUME,
      nextCommands: ({ run }) => [`drill verify ${run}`],
    });
    void this.handle.done.then((how) => {
      this.ended = how;
    });
  }

  /** Plays up to and with the first record that fits, and sets the clock to it. */
  playUntil(fits: (record: JournalRecord) => boolean): void {
    this.feed.playUntil(fits);
    this.clock.advanceTo(this.feed.get().state.lastAt);
  }

  press(...keys: string[]): void {
    for (const key of keys) this.keyboard.write(key);
  }

  /** Waits until the screen shows (or no longer shows) something; fails with the screen as it is. */
  async until(fits: (text: string) => boolean, what = String(fits)): Promise<string> {
    await eventually(() => fits(this.terminal.text)).catch(() => {
      throw new Error(`Waited in vain for ${what}. The screen:\n${this.terminal.text}`);
    });
    return this.terminal.text;
  }

  shows(part: string | RegExp): Promise<string> {
    return this.until(
      (text) => (typeof part === 'string' ? text.includes(part) : part.test(text)),
      `${part}`,
    );
  }

  [Symbol.dispose](): void {
    this.handle.unmount();
    this.keyboard.destroy();
  }
}

/** Waits for a condition that is not on the screen. */
export async function eventually(fits: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!fits()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${fits}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

export const KEY = {
  ctrlC: '\u0003',
  escape: '\u001b',
  up: '\u001b[A',
  down: '\u001b[B',
  right: '\u001b[C',
  left: '\u001b[D',
  pageUp: '\u001b[5~',
  home: '\u001b[H',
  end: '\u001b[F',
} as const;
