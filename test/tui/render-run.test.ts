import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { eventually, KEY, REPORT, TuiUnderTest } from '../support/render-tui.ts';
import { SAMPLE_RUN } from '../support/sample-drill.ts';
import { sampleRun } from '../support/sample-run.ts';

const restoring = (record: JournalRecord) =>
  record.type === 'poll.observed' && record.data.activity === 'restore';
const cleaning = (record: JournalRecord) => record.type === 'cleanup.started';

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
    await eventually(() => tui.clock.sleeping === 1);
    tui.clock.advance(249);
    expect(tui.clock.sleeping).toBe(1);
    tui.clock.advance(1);
    expect(tui.clock.sleeping).toBe(0);
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
});
