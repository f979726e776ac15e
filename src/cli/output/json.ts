import type { Environment } from '../../core/drill.ts';
import type { JournalRecord, RunStatus } from '../../core/record.ts';
import type { RunFeed } from '../../core/run-feed.ts';
import type { Verdict } from '../../core/verdict.ts';
import { decisionsOpenedBy, type OpenDecision } from './open-decision.ts';
import { type OpenTask, tasksOpenedBy } from './open-task.ts';
import { followRecords, type RunOutput } from './run-output.ts';

/** One line of `--json`. Readers must ignore types and fields that they do not know. */
export type JsonEvent = JsonRecordEvent | JsonTaskEvent | JsonDecisionEvent | JsonResultEvent;

/** A record of the journal, as soon as it is there; see JOURNAL.md for what records say. */
export interface JsonRecordEvent {
  readonly type: 'record';
  readonly record: JournalRecord;
}

/** A person is asked for something; it stands after the record that opened it. */
export interface JsonTaskEvent extends OpenTask {
  readonly type: 'task';
  readonly run: string;
}

/** The run waits for an operator; it stands after the record that led there. */
export interface JsonDecisionEvent extends OpenDecision {
  readonly type: 'decision';
  readonly run: string;
}

/** The last line. A stream without one was cut off. */
export interface JsonResultEvent {
  readonly type: 'result';
  readonly run: string;
  /** `sandbox`: whatever the verdict, it is no evidence. */
  readonly environment: Environment['kind'];
  /** `interrupted`: the journal has no end yet and can be resumed. */
  readonly status: RunStatus | 'interrupted';
  /** `null` when the run is interrupted. */
  readonly verdict: Verdict | null;
  /** Where the report stands; `null` when none was written. */
  readonly report: string | null;
}

export interface JsonOutputOptions {
  readonly feed: RunFeed;
  /** Takes one line, without its end. Must not throw when its reader is gone. */
  readonly stdout: (line: string) => void;
  readonly reportPath: string;
}

/** Tells a run as one JSON event a line. */
export function jsonOutput({ feed, stdout, reportPath }: JsonOutputOptions): RunOutput {
  const say = (event: JsonEvent) => stdout(JSON.stringify(event));
  const stop = followRecords(feed, (record) => {
    say({ type: 'record', record });
    const { state } = feed.get();
    for (const task of tasksOpenedBy(record, state)) say({ type: 'task', run: state.run, ...task });
    for (const decision of decisionsOpenedBy(record, state)) {
      say({ type: 'decision', run: state.run, ...decision });
    }
  });
  let hasEnded = false;
  return {
    end(reportWritten) {
      if (hasEnded) return;
      hasEnded = true;
      stop();
      const { run, environment, status, verdict } = feed.get().state;
      say({
        type: 'result',
        run,
        environment: environment.kind,
        status: status ?? 'interrupted',
        verdict: verdict ?? null,
        report: reportWritten ? reportPath : null,
      });
    },
  };
}
