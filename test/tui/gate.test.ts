import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { gateRows } from '../../src/tui/gate-rows.ts';
import { eventually, TuiUnderTest } from '../support/render-tui.ts';
import { ReplayFeed } from '../support/replay-feed.ts';
import { sampleRun } from '../support/sample-run.ts';

const entered = (gate: string) => (record: JournalRecord) =>
  record.type === 'state.changed' && record.data.entered.includes(gate);
const left = (gate: string) => (record: JournalRecord) =>
  record.type === 'state.changed' && record.data.exited.includes(gate);

const failover = sampleRun('failover', { environment: 'aws' });

function atGate(options: ConstructorParameters<typeof TuiUnderTest>[1] = {}): TuiUnderTest {
  const tui = new TuiUnderTest(failover, options);
  tui.playUntil(entered('choose'));
  return tui;
}

describe('a gate on the screen', () => {
  it('says what is to be decided, what is true now, and which key gives which answer', async () => {
    using tui = atGate();
    const text = await tui.shows('DECIDE: Traffic does not move: what now?');
    expect(text).toContain('Takes writes: orders-prod-replica in ap-northeast-3');
    expect(text).toMatch(/^ {2}1 {2}Go on: edit the record \(control plane\)$/m);
    expect(text).toMatch(/^ {2}2 {2}Roll back: writes return to the old primary$/m);
    expect(text).toMatch(/^ {2}3 {2}Stop: leave everything as it is now$/m);
    expect(tui.terminal.screen.at(-1)).toMatch(/1-3 {2}decide/);
  });

  it('asks once before it sends the answer, and sends it as it was numbered', async () => {
    using tui = atGate();
    await tui.shows('DECIDE');
    tui.press('2');
    await tui.shows('Roll back: writes return to the old primary?  Enter: yes');
    expect(tui.commands).toEqual([]);
    tui.press('\r');
    await eventually(() => tui.commands.length > 0);
    expect(tui.commands).toEqual([{ type: 'send', event: 'roll-back' }]);
    await tui.until((text) => !text.includes('Enter: yes'));
  });

  it('takes any other key for no', async () => {
    using tui = atGate();
    await tui.shows('DECIDE');
    for (const key of ['y', '1', 'x']) {
      tui.press('3');
      await tui.shows('Stop: leave everything as it is now?  Enter: yes');
      tui.press(key);
      await tui.until((text) => !text.includes('Enter: yes'));
    }
    tui.press('4', '\r');
    await tui.shows('DECIDE');
    expect(tui.commands).toEqual([]);
  });

  it('shows why an answer was refused', async () => {
    using tui = atGate({
      answer: () =>
        Promise.resolve({ accepted: false, reason: 'The run is being aborted already.' }),
    });
    await tui.shows('DECIDE');
    tui.press('1');
    await tui.shows('Enter: yes');
    tui.press('\r');
    await tui.shows('Refused: The run is being aborted already.');
  });

  it('goes away once it was decided, wherever that was done', async () => {
    using tui = atGate();
    await tui.shows('DECIDE');
    tui.press('1');
    await tui.shows('Enter: yes');
    tui.playUntil(left('choose'));
    await tui.until((text) => !text.includes('DECIDE'));
    tui.press('\r');
    await tui.shows('nothing to decide any more');
    expect(tui.commands).toEqual([]);
  });

  it('can be answered by who only watches, on any page', async () => {
    using tui = atGate({ detachable: true });
    await tui.shows('leave');
    tui.press('l');
    await tui.shows('── Log');
    expect(tui.terminal.text).toContain('DECIDE');
    tui.press('1');
    await tui.shows('Enter: yes');
    tui.press('\r');
    await eventually(() => tui.commands.length > 0);
    expect(tui.commands).toEqual([{ type: 'send', event: 'edit-record' }]);
  });

  it('stands whole on a terminal of 40 columns', async () => {
    using tui = atGate({ columns: 40, rows: 20 });
    const text = await tui.shows('DECIDE');
    for (const number of [1, 2, 3]) expect(text).toMatch(new RegExp(`^ {2}${number} {2}\\w`, 'm'));
    expect(text).toContain('Roll back: writes return to the\n     old primary');
    expect(tui.terminal.screen.at(-1)).toContain('1-3 pick');
    expect(text).toMatch(/RTO {2}00:1/);
  });
});

describe('the rows of a gate', () => {
  const state = () => {
    const feed = new ReplayFeed(failover);
    feed.playUntil(entered('choose'));
    return feed.get();
  };

  it('keep every answer in sight before any fact', () => {
    const { state: run, records } = state();
    for (let most = 1; most < 12; most += 1) {
      const rows = gateRows(run, records, 30, most, { now: 0 });
      expect(rows.flatMap(({ number }) => number ?? [])).toEqual([1, 2, 3]);
      if (most >= 4) expect(rows.length).toBeLessThanOrEqual(most);
    }
    expect(gateRows(run, records, 80, 4, { now: 0 }).map(({ kind }) => kind)).toEqual([
      'title',
      'choice',
      'choice',
      'choice',
    ]);
    expect(gateRows(run, records, 80, 5, { now: 0 }).map(({ kind }) => kind)).toContain('fact');
  });

  it('begin with what has failed since the newest look', () => {
    const feed = new ReplayFeed(failover);
    feed.playUntil(entered('choose'));
    const { state: run, records } = feed.get();
    const failed = (code: string): JournalRecord =>
      ({
        ...(records.at(-1) as JournalRecord),
        type: 'activity.failed',
        data: { activity: 'promote', failure: { code, message: 'it was refused' } },
      }) as JournalRecord;
    const factsOf = (more: readonly JournalRecord[]) =>
      gateRows(run, more, 80, 20, { now: 0 }).flatMap(({ kind, text }) =>
        kind === 'fact' ? [text] : [],
      );
    const since = [
      'Failed: Requests still go to ap-northeast-1, although its health check fails.',
      '(TRAFFIC_NOT_MOVED)',
      'Takes writes: orders-prod-replica in ap-northeast-3',
    ];
    expect(factsOf(records)).toEqual(since);
    // What was looked at since says more than a failure of before.
    expect(factsOf([failed('ACCESS_DENIED'), ...records])).toEqual(since);
  });

  it('are none where nothing is asked', () => {
    const { state: opened, records } = new ReplayFeed(failover).get();
    expect(gateRows(opened, records, 80, 10, { now: 0 })).toEqual([]);
    const feed = new ReplayFeed(failover);
    feed.playUntil(entered('declare'));
    expect(gateRows(feed.get().state, feed.get().records, 80, 10, { now: 0 })).toEqual([]);
  });
});

describe('a failover on the screen', () => {
  it('shows what users saw in a row of its own, in as many words as fit', async () => {
    for (const [columns, told] of [
      [
        100,
        '17 min 36 s without service, 2,091 of 2,901 requests failed, 37 acknowledged writes lost',
      ],
      [80, '17 min 36 s out, 2,091 of 2,901 failed, 37 writes lost'],
      [40, '17 min 36 s out, 37 writes lost'],
    ] as const) {
      using tui = new TuiUnderTest(failover, { columns });
      tui.playUntil(entered('return'));
      const text = await tui.shows('User');
      expect(text).toMatch(new RegExp(`^ ?User ${told}$`, 'm'));
    }
  });

  it('has no such row before a log was read', async () => {
    using tui = atGate();
    await tui.shows('RTO');
    expect(tui.terminal.text).not.toMatch(/^ ?User/m);
  });

  it('stops its clock when the traffic has moved, and says that production is changed', async () => {
    using tui = new TuiUnderTest(failover, { columns: 160, rows: 50 });
    tui.playUntil((record) => record.type === 'milestone.reached' && record.data.id === 'T5');
    await tui.shows('T5 service verified');
    expect(tui.terminal.text).toMatch(/RTO {2}00:13:04 of 1 h/);
    expect(tui.terminal.screen[0]).toContain('LIVE');
    tui.playUntil(({ type }) => type === 'cleanup.started');
    await tui.shows('✔ 17 min 06 s ± 2.0 s of 1 h');
    expect(tui.terminal.text).toMatch(/T6 traffic moved +01:10:05Z/);
    expect(tui.terminal.text).toMatch(/T7 failed back +01:25:08Z/);
  });

  it('leaves in the terminal who is primary, how long the way back took, and what production has now', async () => {
    using tui = new TuiUnderTest(failover);
    tui.feed.play();
    expect(await tui.handle.done).toBe('finished');
    const { history } = tui.terminal;
    expect(history).toMatch(/Primary +orders-prod in ap-northeast-1/);
    expect(history).toMatch(/Failback +took 15 min 03 s/);
    expect(history).toMatch(/Users +17 min 36 s without service/);
    expect(history).toMatch(/→ rds:db-instance .*\n +handed over to production: stays on purpose/);
    expect(history).not.toContain('left behind');
  });
});
