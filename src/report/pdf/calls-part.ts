import type { ReportModel } from '../schema.ts';
import { timesOfDay } from '../times.ts';
import { code, type Inline, lines, small } from './inline.ts';
import type { Node } from './node.ts';
import { paragraph, section, subheading } from './parts.ts';
import { stepTitle } from './run-parts.ts';
import type { Sheet } from './sheet.ts';
import { table } from './table.ts';
import { time, timeColumn } from './times.ts';

type Call = ReportModel['calls'][number];

/** Calls that changed something one by one; the looks, which may be thousands, by what was looked at. */
export function callsPart(sheet: Sheet): Node[] {
  const { report, words } = sheet;
  const { labels } = words;
  const changing = report.calls.filter(({ mutating }) => mutating);
  const reading = report.calls.filter(({ mutating }) => !mutating);
  return section('calls', words.sections.calls, words.lead.calls, [
    subheading([labels.changingCalls, `   ${words.number(changing.length)}`]),
    changing.length === 0 ? paragraph(labels.none) : changingCalls(changing, sheet),
    ...(reading.length === 0
      ? []
      : [
          subheading([labels.readingCalls, `   ${words.number(reading.length)}`]),
          paragraph(`${words.pdf.looks} ${labels.inJson}`),
          readingCalls(reading, sheet),
        ]),
  ]);
}

function changingCalls(calls: readonly Call[], sheet: Sheet): Node {
  const { report, words, fonts } = sheet;
  const { labels } = words;
  return table(
    fonts,
    [
      { title: labels.operation },
      timeColumn(sheet),
      { title: labels.step },
      { title: labels.http, kind: 'number' },
      { title: labels.duration, kind: 'number' },
      { title: labels.requestId, kind: 'id' },
    ],
    calls.map((call) => [
      lines(
        code(`${call.service}:${call.operation}`),
        call.region !== report.workload.region && small(call.region),
        call.error && small(call.error.code),
      ),
      time(call.at, sheet),
      stepTitle(report, call.step),
      call.httpStatus,
      words.duration(call.durationMs),
      call.requestId,
    ]),
  );
}

function readingCalls(calls: readonly Call[], sheet: Sheet): Node {
  const { report, words, fonts } = sheet;
  const { labels } = words;
  return table(
    fonts,
    [
      { title: labels.operation },
      { title: labels.step },
      { title: labels.calls, kind: 'number' },
      timeColumn(sheet),
      { title: labels.requestId, kind: 'id' },
    ],
    grouped(calls).map((group) => {
      const ends = group.length === 1 ? group : [group[0], group.at(-1)];
      const codes = new Set(group.flatMap(({ error }) => (error ? [error.code] : [])));
      const [{ service, operation, step } = NO_CALL] = group;
      return [
        lines(code(`${service}:${operation}`), small([...codes].join(', '))),
        stepTitle(report, step),
        words.number(group.length),
        lines(...ends.map((call) => (call ? time(call.at, sheet) : null))),
        lines(...ends.flatMap((call) => (call ? idBesideTimes(call, sheet) : []))),
      ];
    }),
  );
}

/** As many lines as its times take, so that the next id stands beside its own. */
function idBesideTimes({ at, requestId }: Call, { report }: Sheet): Inline[] {
  const { local } = timesOfDay(at, report);
  return [requestId ?? '–', local !== null && small(' ')];
}

const NO_CALL = { service: '', operation: '', step: '' };

/** The same question of the same step, in the order of the first of each. */
function grouped(calls: readonly Call[]): Call[][] {
  const groups = new Map<string, Call[]>();
  for (const call of calls) {
    const key = JSON.stringify([call.step, call.service, call.operation]);
    const group = groups.get(key);
    if (group) group.push(call);
    else groups.set(key, [call]);
  }
  return [...groups.values()];
}
