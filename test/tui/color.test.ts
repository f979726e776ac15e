import { describe, expect, it, vi } from 'vitest';
import type { TuiUnderTest as Tui } from '../support/render-tui.ts';

// Read once, when the colouring library is loaded.
vi.hoisted(() => {
  process.env['FORCE_COLOR'] = '1';
});

const { TuiUnderTest } = await import('../support/render-tui.ts');
const { sampleRun } = await import('../support/sample-run.ts');

const COLORS = /␛\[(3[0-7]|4[0-7]|9[0-7]|10[0-7])m/;
const BLACK_ON_YELLOW = /␛\[43m(␛\[\d+m)*␛\[30m(␛\[\d+m)* SANDBOX /;
const WHITE_ON_RED = /␛\[41m(␛\[\d+m)*␛\[97m(␛\[\d+m)* AWS 111122223333 /;
const INVERSE = /␛\[7m(␛\[\d+m)* SANDBOX /;

/** What was written, with its control sequences to be seen. */
const written = (tui: Tui) => tui.terminal.raw.replaceAll('\u001b', '␛');

describe('colours', () => {
  it('tell the sandbox from an account at first sight', async () => {
    using sandbox = new TuiUnderTest(sampleRun('met'));
    await sandbox.shows('SANDBOX');
    expect(written(sandbox)).toMatch(BLACK_ON_YELLOW);
    using aws = new TuiUnderTest(sampleRun('met', { environment: 'aws' }));
    await aws.shows('AWS');
    expect(written(aws)).toMatch(WHITE_ON_RED);
  });

  it('of the clock change at 70 % and at 100 % of the objective', async () => {
    using tui = new TuiUnderTest(sampleRun('met', { environment: 'aws' }));
    tui.playUntil(({ type }) => type === 'receipt.received');
    await tui.shows('of 1 h');
    for (const [minutes, clock, color] of [
      [41.5, '00:41:30', 32],
      [42.5, '00:42:30', 33],
      [60.5, '01:00:30', 31],
    ] as const) {
      const before = written(tui).length;
      tui.clock.advanceTo(
        new Date(Date.parse('2026-11-24T00:53:00Z') + minutes * 60_000).toISOString(),
      );
      await tui.shows(`${clock} of 1 h`);
      expect(written(tui).slice(before)).toContain(`␛[${color}m`);
    }
    await tui.shows('over by 30.0 s');
  });

  it('are left out when they are not wanted, and the place still stands out', async () => {
    using tui = new TuiUnderTest(sampleRun('failed-check'), { color: false });
    await tui.shows('SANDBOX');
    tui.feed.play();
    await tui.handle.done;
    expect(written(tui)).not.toMatch(COLORS);
    expect(written(tui)).toMatch(INVERSE);
  });
});
