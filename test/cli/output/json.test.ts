import { describe, expect, it } from 'vitest';
import { type JsonEvent, jsonOutput } from '../../../src/cli/output/json.ts';
import { ReplayFeed } from '../../support/replay-feed.ts';
import { SAMPLE_RUN } from '../../support/sample-drill.ts';
import { FAILOVER_RUN } from '../../support/sample-failover-drill.ts';
import { type SampleKind, sampleRun } from '../../support/sample-run.ts';

function follow(kind: SampleKind) {
  const records = sampleRun(kind);
  const feed = new ReplayFeed(records);
  const lines: string[] = [];
  const output = jsonOutput({ feed, stdout: (line) => lines.push(line), reportPath: 'reports/x' });
  const events = () => lines.map((line) => JSON.parse(line) as JsonEvent);
  return { records, feed, output, lines, events };
}

describe('a run as JSON events', () => {
  it('is every record in order, each as soon as it is there, and then the result', () => {
    const { records, feed, output, lines, events } = follow('met');
    expect(lines).toHaveLength(1);
    feed.play(5);
    expect(lines).toHaveLength(6);
    feed.play();
    output.end(true);
    const told = events();
    expect(told.slice(0, -1)).toEqual(records.map((record) => ({ type: 'record', record })));
    expect(told.at(-1)).toMatchObject({
      type: 'result',
      run: SAMPLE_RUN,
      environment: 'sandbox',
      status: 'completed',
      verdict: { verdict: 'met' },
      report: 'reports/x',
    });
  });

  it('says after the record that opened it what can be decided, and with which command', () => {
    const { feed, events } = follow('failover');
    feed.playUntil(
      (record) => record.type === 'state.changed' && record.data.entered.includes('return'),
    );
    const decisions = events().filter(({ type }) => type === 'decision');
    expect(decisions.map((event) => 'step' in event && event.step)).toEqual(['choose', 'return']);
    expect(events().at(-1)).toEqual({
      type: 'decision',
      run: FAILOVER_RUN,
      step: 'return',
      title: 'Tokyo is back: fail back now?',
      choices: [
        {
          event: 'fail-back',
          label: 'Fail back: rebuild, switch, verify',
          command: `drill decide ${FAILOVER_RUN} fail-back`,
        },
        {
          event: 'stay',
          label: 'Stay in Osaka',
          command: `drill decide ${FAILOVER_RUN} stay`,
        },
      ],
    });
  });

  it('is one line an event, whatever the texts hold', () => {
    const { feed, output, lines } = follow('failed-check');
    feed.play();
    output.end(true);
    for (const line of lines) expect(line).not.toContain('\n');
  });

  it('has null for a verdict and a report that do not exist', () => {
    const { feed, output, events } = follow('interrupted');
    feed.play();
    output.end(false);
    expect(events().at(-1)).toMatchObject({ status: 'interrupted', verdict: null, report: null });
  });

  it('has one result', () => {
    const { feed, output, events } = follow('met');
    feed.play();
    output.end(true);
    output.end(true);
    expect(events().filter(({ type }) => type === 'result')).toHaveLength(1);
  });
});
