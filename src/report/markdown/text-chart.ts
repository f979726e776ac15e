import type { ReportModel } from '../schema.ts';
import type { Words } from '../words.ts';
import { mdBlock, padTo, textWidth } from './markdown.ts';

const TRACK = 48;
const LONGEST_TITLE = 34;

/** The timeline in letters: a row per step, the critical path in full blocks, the others in light ones. */
export function textChart(report: ReportModel, words: Words): string {
  const { timeline, milestones, steps } = report;
  const rows = steps.filter(({ spans }) => spans.length > 0);
  const marks = milestones.filter(({ offsetMs }) => offsetMs !== null);
  const starts = [
    0,
    ...marks.map(({ offsetMs }) => offsetMs ?? 0),
    ...rows.map(({ spans }) => spans[0]?.startMs ?? 0),
  ];
  const startMs = starts.reduce((least, one) => Math.min(least, one));
  const endMs = Math.max(timeline.endMs, startMs + 1);
  const column = (ms: number) =>
    Math.min(TRACK - 1, Math.max(0, Math.floor(((ms - startMs) / (endMs - startMs)) * TRACK)));
  const width = Math.min(LONGEST_TITLE, Math.max(0, ...rows.map(({ title }) => textWidth(title))));
  const lines = rows.map((step) => {
    const track = Array<string>(TRACK).fill('·');
    for (const span of step.spans) {
      track.fill(step.critical ? '█' : '░', column(span.startMs), column(span.endMs) + 1);
    }
    const took =
      step.durationMs === null ? words.stepStatus[step.status] : words.duration(step.durationMs);
    return `${padTo(step.title, width)}  ${track.join('')}  ${took}`;
  });
  return mdBlock([...markLines(marks, column, width), ...lines]);
}

/**
 * Names of the milestones; those that would overlap go to a line of their own.
 * @param width letters before the two blanks before the chart
 */
export function markLines(
  marks: ReportModel['milestones'],
  column: (ms: number) => number,
  width: number,
): string[] {
  const lines: string[] = [];
  for (const { id, offsetMs } of marks) {
    const at = width + 2 + column(offsetMs ?? 0);
    const free = lines.findIndex((line) => line.length < at);
    const index = free === -1 ? lines.length : free;
    lines[index] = (lines[index] ?? '').padEnd(at) + id;
  }
  return lines;
}
