import fc from 'fast-check';
import { renderToString } from 'ink';
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { openChoices } from '../../src/core/open-choices.ts';
import { RunScreen } from '../../src/tui/RunScreen.tsx';
import { currentStep } from '../../src/tui/step-rows.ts';
import { ManualClock } from '../support/manual-clock.ts';
import { ReplayFeed } from '../support/replay-feed.ts';
import { SAMPLE_KINDS, type SampleKind, sampleRun } from '../support/sample-run.ts';

const TITLE = '四半期の訓練: restore the orders database to the moment before a bad delete';

/** The rows of the screen after so many records. */
function draw(
  feed: ReplayFeed,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string[] {
  const screen = (
    <RunScreen
      feed={feed}
      clock={new ManualClock(feed.get().state.lastAt)}
      onCommand={() => Promise.resolve({ accepted: true })}
      onAttach={() => Promise.resolve({ accepted: true })}
      onEnd={() => {}}
      detachable={false}
      resumeCommand="drill resume the-run"
      columns={columns}
      rows={rows}
    />
  );
  return renderToString(screen, { columns }).split('\n');
}

const anyMoment = fc
  .record({
    kind: fc.constantFrom(...SAMPLE_KINDS),
    environment: fc.constantFrom('sandbox' as const, 'aws' as const),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
    columns: fc.integer({ min: 20, max: 200 }),
    rows: fc.integer({ min: 10, max: 60 }),
  })
  .map(({ kind, environment, share, columns, rows }) => {
    const records = sampleRun(kind, { environment, drill: { title: TITLE } });
    const played = Math.max(1, Math.ceil(share * records.length));
    return { kind, environment, played, columns, rows };
  });

function feedAt(moment: {
  readonly kind: SampleKind;
  readonly environment: 'sandbox' | 'aws';
  readonly played: number;
}): ReplayFeed {
  const { kind, environment, played } = moment;
  return new ReplayFeed(sampleRun(kind, { environment, drill: { title: TITLE } }), played);
}

describe('the screen, at any moment of any run and in any size', () => {
  it('is exactly as high as the terminal and nowhere wider', () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        const drawn = draw(feedAt(moment), moment);
        expect(drawn).toHaveLength(moment.rows);
        for (const row of drawn) expect(stringWidth(row)).toBeLessThanOrEqual(moment.columns);
      }),
      { numRuns: 80 },
    );
  });

  it('keeps the place, the clock, the current step and the last row in sight', () => {
    fc.assert(
      fc.property(anyMoment, (moment) => {
        const feed = feedAt(moment);
        const { state } = feed.get();
        const drawn = draw(feed, moment);
        expect(drawn[0]).toMatch(moment.environment === 'aws' ? /AWS 1111/ : /SANDBOX/);
        expect(drawn.join('\n')).toMatch(/^ ?RTO/m);
        expect(drawn.at(-1)).toMatch(/keys are off|stdin/);
        const step = currentStep(state);
        if (step) expect(drawn.join('\n')).toContain(step.title.slice(0, 8));
        if (state.pauses.length > 0) expect(drawn.join('\n')).toContain('PAUSED');
        if (openChoices(state).length > 0) expect(drawn.join('\n')).toContain('DECIDE');
      }),
      { numRuns: 80 },
    );
  });
});
