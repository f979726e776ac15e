import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { eventually, KEY, RESUME, TuiUnderTest } from '../support/render-tui.ts';
import { sampleRun } from '../support/sample-run.ts';

const restoring = (record: JournalRecord) =>
  record.type === 'poll.observed' && record.data.activity === 'restore';
const cleaning = (record: JournalRecord) => record.type === 'cleanup.started';

describe('keys', () => {
  it('abort only after y', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    tui.playUntil(restoring);
    await tui.shows('abort');
    tui.press('a');
    await tui.shows('Abort the run?');
    tui.press('n');
    await tui.until((text) => !text.includes('Abort the run?'));
    expect(tui.commands).toEqual([]);
    tui.press('a');
    await tui.shows('Abort the run?');
    tui.press('y');
    await eventually(() => tui.commands.length > 0);
    expect(tui.commands).toEqual([{ type: 'abort', reason: 'asked for on the screen' }]);
  });

  it('are not pressed by what is pasted', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    await tui.shows('abort');
    for (const chunk of ['\u001b[200~ay\u001b[201~', 'ay', '?']) {
      tui.press(chunk);
      await eventually(() => tui.keyboard.readableLength === 0);
    }
    await tui.shows('── Help');
    expect(tui.terminal.text).not.toContain('Abort the run?');
    expect(tui.commands).toEqual([]);
  });

  it('show why a command was refused', async () => {
    using tui = new TuiUnderTest(sampleRun('met'), {
      answer: () => Promise.resolve({ accepted: false, reason: 'the run is over' }),
    });
    await tui.shows('abort');
    tui.press('a');
    await tui.shows('Abort the run?');
    tui.press('y');
    await tui.shows('Refused: the run is over');
    tui.press('x');
    await tui.until((text) => !text.includes('Refused'));
  });

  it('show a command that broke as refused', async () => {
    using tui = new TuiUnderTest(sampleRun('met'), {
      answer: () => Promise.reject(new Error('the socket is gone')),
    });
    await tui.shows('abort');
    tui.press('a');
    await tui.shows('Abort the run?');
    tui.press('y');
    await tui.shows('Refused: the socket is gone');
  });

  it('q explains that the run lives here, and leaves nothing', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    await tui.shows('abort');
    tui.press('q');
    await tui.shows('This run lives in this process');
    expect(tui.ended).toBeUndefined();
  });

  it('q and Ctrl-C leave a run that somebody else drives, without a command', async () => {
    for (const key of ['q', KEY.ctrlC]) {
      using tui = new TuiUnderTest(sampleRun('met'), { detachable: true });
      await tui.shows('leave');
      tui.press(key);
      expect(await tui.handle.done).toBe('left');
      expect(tui.terminal.history).toContain('The run goes on');
      expect(tui.commands).toEqual([]);
    }
  });

  it('Ctrl-C asks, then aborts, then stops at once and says how to go on', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    tui.playUntil(restoring);
    await tui.shows('abort');
    tui.press(KEY.ctrlC);
    await tui.shows('Press Ctrl-C again');
    expect(tui.commands).toEqual([]);
    tui.press(KEY.ctrlC);
    await tui.shows('The run is cleaning up');
    expect(tui.commands).toHaveLength(1);
    expect(tui.ended).toBeUndefined();
    tui.press(KEY.ctrlC);
    expect(await tui.handle.done).toBe('interrupted');
    expect(tui.terminal.history).toContain(RESUME);
    expect(tui.commands).toHaveLength(1);
  });

  it('Ctrl-C and another key change nothing', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    await tui.shows('abort');
    tui.press(KEY.ctrlC);
    await tui.shows('Press Ctrl-C again');
    tui.press('x');
    await tui.until((text) => !text.includes('Press Ctrl-C again'));
    tui.press(KEY.ctrlC);
    await tui.shows('Press Ctrl-C again');
    expect(tui.commands).toEqual([]);
  });

  it('during clean-up abort is not offered, and Ctrl-C asks before it stops', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    tui.playUntil(cleaning);
    await tui.shows('abort');
    tui.press('a');
    await tui.shows('cleaning up already');
    tui.press(KEY.ctrlC);
    await tui.shows(RESUME);
    expect(tui.ended).toBeUndefined();
    tui.press(KEY.ctrlC);
    expect(await tui.handle.done).toBe('interrupted');
    expect(tui.commands).toEqual([]);
  });

  it('l opens the log at its end; scrolled up it stays, at the end it follows', async () => {
    using tui = new TuiUnderTest(sampleRun('met', { environment: 'aws' }), { rows: 16 });
    tui.playUntil(restoring);
    await tui.shows('abort');
    tui.press('l');
    await tui.shows(/T\+00:11:13 {2}Restore to point in time: creating/);
    tui.press(KEY.home);
    await tui.shows('Run opened in AWS account');
    tui.playUntil(cleaning);
    await tui.shows(/1 to \d+ of [5-9]\d/);
    expect(tui.terminal.text).toContain('Run opened in AWS account');
    tui.press(KEY.end);
    await tui.shows('Clean-up: 2 resources to settle');
    tui.playUntil(({ type }) => type === 'resource.released');
    await tui.shows('Removed');
    tui.press(KEY.escape);
    await tui.until((text) => !text.includes('── Log'));
  });

  it('d shows what went into the current step, and the arrows show other steps', async () => {
    using tui = new TuiUnderTest(sampleRun('met', { environment: 'aws' }), { rows: 40 });
    tui.playUntil(restoring);
    await tui.shows('abort');
    tui.press('d');
    await tui.shows('"source": "orders-production"');
    expect(tui.terminal.text).toContain('rds:RestoreDBInstanceToPointInTime  200');
    tui.press(KEY.left, KEY.left, KEY.left, KEY.left, KEY.left, KEY.left, KEY.left, KEY.left);
    await tui.shows('Check the source database');
    expect(tui.terminal.text).toContain('Attempts that failed');
    tui.press('d');
    await tui.until((text) => !text.includes('── Details'));
  });

  it('are off when stdin is no terminal, and the run is shown all the same', async () => {
    using tui = new TuiUnderTest(sampleRun('met'), { hasKeyboard: false });
    await tui.shows('keys are off');
    tui.feed.play();
    expect(await tui.handle.done).toBe('finished');
  });
});
