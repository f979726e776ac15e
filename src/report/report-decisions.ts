import type { JournalRecord } from '../core/record.ts';
import type { RunState } from '../core/run-state.ts';
import type { Timeline } from '../core/timeline.ts';
import type { ReportModel } from './schema.ts';

type Decision = ReportModel['decisions'][number];

/** The answers that operators gave at gates, oldest first. */
export function reportDecisions(
  records: readonly JournalRecord[],
  { steps }: RunState,
  timeline: Timeline,
): Decision[] {
  const gates = new Map(
    steps.filter(({ waitsOn }) => waitsOn === 'people').map((step) => [step.id, step]),
  );
  return records.flatMap((record) => {
    if (record.type !== 'operator.commanded') return [];
    const { command, by, accepted } = record.data;
    if (!accepted || command.type !== 'send') return [];
    const open = timeline.spans.filter(
      ({ step, start, end }) =>
        gates.has(step) && start.seq < record.seq && (end?.seq ?? record.seq) >= record.seq,
    );
    const { event } = command;
    const choiceAt = (step: string) =>
      gates.get(step)?.choices?.find((choice) => choice.event === event);
    // Of gates that are open side by side the one that offers this answer.
    const gate = open.find(({ step }) => choiceAt(step)) ?? open[0];
    if (!gate) return [];
    const { step, start } = gate;
    const waitedMs = Math.max(0, timeline.offset(record.seq) - start.ms);
    const choice = choiceAt(step);
    const said = { label: choice?.label ?? null, labels: choice?.labels ?? null };
    const choices = gates.get(step)?.choices?.length ?? 0;
    return { at: record.at, by, step, event, ...said, choices, waitedMs };
  });
}
