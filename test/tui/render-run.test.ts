import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { KEY, REPORT, RESUME, TuiUnderTest } from '../support/render-tui.ts';
import { SAMPLE_RUN } from '../support/sample-drill.ts';
import { sampleRun } from '../support/sample-run.ts';

const restoring = (record: JournalRecord) =>
  record.type === 'poll.observed' && record.data.activity === 'restore';
const cleaning = (record: JournalRecord) => record.type === 'cleanup.started';
const beforeTheEnd = (records: readonly JournalRecord[]) => records.length - 1;

describe('a run on the screen', () => {
  it('shows where it runs, and the clock standing before impact', async () => {
    using tui = new TuiUnderTest(sampleRun('met', { environment: 'aws' }));
    const text = await tui.shows('RTO  not started of 1 h');
    expect(text).toContain('AWS 111122223333 ap-northeast-1');
    expect(text).toContain(SAMPLE_RUN);
    expect(text).toContain('not measured yet of 5 min');
  });

  it('names the sandbox as what it is', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    await tui.shows('SANDBOX');
    expect(tui.terminal.text).not.toContain('AWS');
  });

  it('counts the clock up from impact, at most four times a second', async () => {
    using tui = new TuiUnderTest(sampleRun('met', { environment: 'aws' }));
    await tui.shows('not started');
    tui.playUntil(restoring);
    await tui.shows('00:11:13 of 1 h');
    tui.clock.advance(60_000);
    await tui.shows('00:12:13 of 1 h');
    const written = tui.terminal.raw.length;
    await until(() => tui.clock.sleeping > 0);
    tui.clock.advance(249);
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(tui.terminal.raw.length).toBe(written);
  });

  it('shows the step that runs, for how long, and what it waits for', async () => {
    using tui = new TuiUnderTest(sampleRun('met', { environment: 'aws' }));
    tui.playUntil(restoring);
    tui.clock.advance(125_000);
    await tui.shows(/Restore to point in time +00:02:0\d\n +creating/);
    expect(tui.terminal.text).toMatch(/✔ Make the parameter group +980 ms/);
    expect(tui.terminal.text).toMatch(/○ Verify the data/);
  });

  it('stops the clock at the verified service and shows the measured RPO with its error', async () => {
    using tui = new TuiUnderTest(sampleRun('met', { environment: 'aws' }));
    tui.playUntil(cleaning);
    await tui.shows('✔ 31 min 35 s of 1 h');
    expect(tui.terminal.text).toContain('✔ 2.1 s ± 5.0 s of 5 min');
    expect(tui.terminal.text).toContain('6 of 6 checks passed');
    tui.clock.advance(600_000);
    await tui.shows(/Clean up and prove it +00:10/);
    expect(tui.terminal.text).toContain('✔ 31 min 35 s of 1 h');
  });

  it('says what to do while it is paused for credentials', async () => {
    using tui = new TuiUnderTest(sampleRun('paused', { environment: 'aws' }));
    tui.playUntil(({ type }) => type === 'run.paused');
    const text = await tui.shows('PAUSED at Restore to point in time');
    expect(text).toContain('Renew the credentials of account 111122223333');
    tui.playUntil(({ type }) => type === 'run.unpaused');
    await tui.until((shown) => !shown.includes('PAUSED'));
  });

  it('leaves the whole record in the terminal when the run is over', async () => {
    using tui = new TuiUnderTest(sampleRun('failed-check', { environment: 'aws' }), { rows: 12 });
    await tui.shows('RTO');
    tui.feed.play();
    expect(await tui.handle.done).toBe('finished');
    const { history, isAlternate } = tui.terminal;
    expect(isAlternate).toBe(false);
    expect(history).toContain('OBJECTIVES MISSED');
    expect(history).toMatch(/✔ Restore to point in time +19 min 08 s ± 15.0 s/);
    expect(history).toMatch(
      /✘ order-lines-sum.*\n.*\n +expected a1f3c0de98b4471e\n +observed 5c27be019d60f3a4/,
    );
    expect(history).toContain('rds:DescribeDBInstances answers DBInstanceNotFound');
    expect(history).toContain(REPORT);
    expect(history).toContain(`drill verify ${SAMPLE_RUN}`);
    expect(tui.keyboard.isRaw).toBe(false);
    expect(tui.feed.listenerCount).toBe(0);
    expect(tui.clock.sleeping).toBe(0);
  });

  it('never says that a sandbox report is evidence', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    tui.feed.play();
    await tui.handle.done;
    expect(tui.terminal.history).toContain('never evidence');
  });

  it('prints the record of a run that is over already, without taking the screen', async () => {
    const records = sampleRun('leaked');
    using tui = new TuiUnderTest(records, { played: records.length });
    expect(await tui.handle.done).toBe('finished');
    expect(tui.terminal.raw).not.toContain('\u001b[?1049h');
    expect(tui.terminal.history).toContain('NOT PROVEN');
    expect(tui.terminal.history).toMatch(
      /✘ rds:db-instance .*\n +left behind: .*\n +.*INVALID_STATE/,
    );
  });
});

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
    await until(() => tui.commands.length > 0);
    expect(tui.commands).toEqual([{ type: 'abort', reason: 'asked for on the screen' }]);
  });

  it('are not pressed by what is pasted', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    await tui.shows('abort');
    for (const chunk of ['\u001b[200~ay\u001b[201~', 'ay', '?']) {
      tui.press(chunk);
      await until(() => tui.keyboard.readableLength === 0);
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
    await tui.shows('Clean-up: 2 resources to remove');
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

describe('a screen that goes away', () => {
  it('says so, and leaves the run alone', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    await tui.shows('RTO');
    tui.handle.unmount();
    expect(await tui.handle.done).toBe('left');
    expect(tui.terminal.isAlternate).toBe(false);
    expect(tui.feed.listenerCount).toBe(0);
    expect(tui.commands).toEqual([]);
  });

  it('is left when the terminal is gone', async () => {
    using tui = new TuiUnderTest(sampleRun('met'));
    await tui.shows('RTO');
    tui.terminal.hangUp();
    tui.playUntil(restoring);
    expect(await tui.handle.done).toBe('left');
    expect(tui.feed.listenerCount).toBe(0);
  });

  it('is left when it breaks, with the reason', async () => {
    const records = sampleRun('met');
    using tui = new TuiUnderTest(records);
    await tui.shows('RTO');
    const broken = { type: 'activity.scheduled', data: { activity: 'restore' } };
    const [, second] = records;
    // A record that no fold expects: its time is no time.
    tui.feed.push({ ...second, ...broken, at: undefined } as unknown as JournalRecord);
    expect(await tui.handle.done).toBe('left');
    expect(tui.terminal.history).toContain('The screen broke');
    expect(tui.terminal.history.replaceAll('\n', '')).toContain('the run goes on without it');
  });
});

describe('a terminal', () => {
  it('is never scrolled by the screen, whatever its size and however it is resized', async () => {
    const records = sampleRun('resumed', {
      environment: 'aws',
      drill: { title: '誤削除からの復元訓練（四半期）' },
    });
    using tui = new TuiUnderTest(records, { columns: 100, rows: 30 });
    await tui.shows('RTO');
    const sizes = [
      [60, 18],
      [160, 50],
      [20, 10],
      [41, 11],
      [200, 12],
      [80, 24],
    ] as const;
    for (const [index, [columns, rows]] of sizes.entries()) {
      tui.feed.play(10);
      tui.terminal.resize(columns, rows);
      await tui.until(() => tui.terminal.screen.length === rows);
      tui.press(...(['l', '?', 'd', KEY.escape][index % 4] ?? ''));
      tui.clock.advance(250);
      await tui.shows('RTO');
      expect(tui.terminal.lostRows).toBe(0);
      expect(tui.terminal.wraps).toBe(0);
    }
  });

  it('without Unicode gets ASCII only', async () => {
    const records = sampleRun('leaked', { environment: 'aws' });
    using tui = new TuiUnderTest(records, { unicode: false });
    tui.playUntil(restoring);
    await tui.shows('RTO');
    tui.press('?');
    await tui.shows('-- Help');
    tui.feed.play();
    await tui.handle.done;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: all of ASCII, control characters too.
    expect(tui.terminal.raw).toMatch(/^[\u0000-\u007f]*$/);
  });

  it('draws nothing while nothing happens', async () => {
    const records = sampleRun('met');
    using tui = new TuiUnderTest(records, { played: beforeTheEnd(records) });
    await tui.shows('RTO');
    const written = tui.terminal.raw.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(tui.terminal.raw.length).toBe(written);
  });
});

async function until(fits: () => boolean): Promise<void> {
  const deadline = performance.now() + 15_000;
  while (!fits()) {
    if (performance.now() > deadline) throw new Error(`Waited in vain for ${fits}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
