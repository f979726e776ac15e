import { describe, expect, it } from 'vitest';
import type { JournalRecord } from '../../src/core/record.ts';
import { TuiUnderTest } from '../support/render-tui.ts';
import { sampleRun } from '../support/sample-run.ts';

const RECORDS = sampleRun('root', { environment: 'aws' });

const asks = (step: string) => (record: JournalRecord) =>
  record.type === 'task.opened' && record.data.activity === step;
const looked = (step: string) => (record: JournalRecord) =>
  record.type === 'activity.succeeded' && record.data.activity === step;

describe('a run that recovers no data, on the screen', () => {
  it('speaks of the account where others speak of data, and of no RPO', async () => {
    using tui = new TuiUnderTest(RECORDS);
    const text = await tui.shows('Acct posture nobody has looked yet');
    expect(text).toContain('RPO  not applicable: no data is recovered');
    expect(text).not.toContain('checks to come');
  });

  it('shows how the account was found, and afterwards how much of what is required is good', async () => {
    using tui = new TuiUnderTest(RECORDS);
    tui.playUntil(looked('posture-before'));
    await tui.shows('posture before: 6 pass, 1 fail, 2 unknown, 1 attested; 4 required');
    tui.playUntil(looked('posture-after'));
    await tui.shows('posture after: 7 pass, 1 fail, 1 unknown, 1 attested; 4 of 4 required');
  });

  it('lets the clocks of people and of AWS run one at a time', async () => {
    using tui = new TuiUnderTest(RECORDS);
    tui.playUntil(asks('mail'));
    await tui.shows('Time people 17 min · AWS 38.1 s · tool 0 ms · before the run 7 min');
    tui.clock.advance(120_000);
    await tui.shows('Time people 19 min · AWS 38.1 s');
    tui.playUntil(asks('case'));
    await tui.shows('Time people 26 min · AWS 38.1 s');
    tui.clock.advance(3_600_000);
    await tui.shows('Time people 26 min · AWS 1 h 01 min');
  });

  it('leaves the time out where the terminal is too low for it', async () => {
    using tui = new TuiUnderTest(RECORDS, { rows: 19 });
    tui.playUntil(asks('mail'));
    await tui.shows('MAILBOX-HOLDER');
    expect(tui.terminal.text).not.toContain('Time people');
  });

  it('leaves in the terminal what changed, and where the time went', async () => {
    using tui = new TuiUnderTest(RECORDS, { played: RECORDS.length, columns: 120 });
    const text = await tui.shows('OBJECTIVES MET');
    expect(text).toContain('RPO       not applicable: no data is recovered');
    expect(text).toContain('Account   posture after: 7 pass');
    expect(text).toContain('✔ learned: Root user not used, by CloudTrail: unknown → pass');
    expect(text).toContain('T0 – T5: people 32 min · AWS 2 h 09 min · tool 0 ms');
    expect(text).not.toMatch(/^Checks/m);
  });
});
