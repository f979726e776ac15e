import type { Ms } from '../../core/ports.ts';
import { percent } from '../format.ts';
import type { ReportModel } from '../schema.ts';
import { type Html, html } from './html.ts';

/** Room for the name of a milestone on a narrow page, in per cent of the axis. */
const MARK_WIDTH = 7.2;

/** An axis of time that takes the whole width of its drawing. */
export interface Scale {
  readonly startMs: Ms;
  readonly endMs: Ms;
  /** Place on the axis in per cent. */
  at(ms: Ms): number;
  /** Length on the axis in per cent. */
  length(ms: Ms): string;
}

/** @param endMs is moved on where the axis would have no length */
export function scaleOf(startMs: Ms, endMs: Ms): Scale {
  const whole = Math.max(1, endMs - startMs);
  return {
    startMs,
    endMs: startMs + whole,
    at: (ms) => Number(percent(ms - startMs, whole)),
    length: (ms) => percent(ms, whole),
  };
}

/** Names of the milestones above a chart; what would overlap on a narrow page stands together. */
export function axisMarks(milestones: ReportModel['milestones'], scale: Scale): Html[] {
  const groups: Mark[] = [];
  const reached = milestones
    .flatMap(({ id, offsetMs }) =>
      offsetMs === null ? [] : [{ ids: [id], at: scale.at(offsetMs) }],
    )
    .sort((a, b) => a.at - b.at);
  for (const mark of reached) {
    let joined: Mark = mark;
    for (let last = groups.at(-1); last && right(last) > left(joined); last = groups.at(-1)) {
      groups.pop();
      joined = join(last, joined);
    }
    groups.push(joined);
  }
  return groups.map((mark) => axisText('mark', place(mark), mark.ids.join(' ')));
}

/** A word on an axis; at the ends it is set against them. */
export function axisText(kind: string, at: number, label: string): Html {
  const anchor = at < 3 ? 'start' : at > 97 ? 'end' : 'middle';
  return html`<text class="${kind}" x="${at}%" y="14" text-anchor="${anchor}">${label}</text>`;
}

interface Mark {
  readonly ids: readonly string[];
  /** Place of the middle of the name, in per cent. */
  readonly at: number;
}

const width = ({ ids }: Mark) => ids.length * MARK_WIDTH;
const left = (mark: Mark) => Math.max(0, mark.at - width(mark) / 2);
const right = (mark: Mark) => left(mark) + width(mark);

/** A name that would reach over an end of the axis is set against that end. */
function place(mark: Mark): number {
  if (left(mark) === 0) return 0;
  return right(mark) > 100 ? 100 : mark.at;
}

function join(a: Mark, b: Mark): Mark {
  const count = a.ids.length + b.ids.length;
  return {
    ids: [...a.ids, ...b.ids],
    at: (a.at * a.ids.length + b.at * b.ids.length) / count,
  };
}
