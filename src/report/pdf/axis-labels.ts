import { axisTicks } from '../axis.ts';
import type { ReportModel } from '../schema.ts';
import type { Fonts } from './fonts.ts';
import type { Look, Node } from './node.ts';
import type { Scale } from './scale.ts';
import type { Sheet } from './sheet.ts';
import { COLOR } from './theme.ts';

interface Label {
  readonly text: string;
  /** Where its middle belongs. */
  readonly at: number;
}

const LOOK = { fontSize: 6.5, color: COLOR.soft } as const satisfies Look;
/** Between two labels. */
const APART = 4;

/** Names of the milestones on an axis; those that would overlap stand together. */
export function milestoneLabels(
  milestones: ReportModel['milestones'],
  scale: Scale,
  fonts: Fonts,
): Node {
  const labels: Label[] = [];
  const reached = milestones
    .flatMap(({ id, offsetMs }) =>
      offsetMs === null ? [] : [{ text: id, at: scale.at(offsetMs) }],
    )
    .sort((a, b) => a.at - b.at);
  const right = (label: Label) => place(label, scale, width(label, fonts)) + width(label, fonts);
  const left = (label: Label) => place(label, scale, width(label, fonts));
  for (const one of reached) {
    let joined: Label = one;
    for (
      let last = labels.at(-1);
      last && right(last) + APART > left(joined);
      last = labels.at(-1)
    ) {
      labels.pop();
      joined = { text: `${last.text} ${joined.text}`, at: (last.at + joined.at) / 2 };
    }
    labels.push(joined);
  }
  return row(labels, scale, fonts, { ...LOOK, bold: true, color: COLOR.ink });
}

/** Round times on an axis; those that find no room are left out. */
export function tickLabels(scale: Scale, most: number, { words, fonts }: Sheet): Node {
  const labels: Label[] = [];
  let end = -APART;
  for (const { ms, label } of axisTicks(scale.startMs, scale.endMs, words, most)) {
    const one = { text: label, at: scale.at(ms) };
    const start = place(one, scale, width(one, fonts));
    if (start < end + APART) continue;
    labels.push(one);
    end = start + width(one, fonts);
  }
  return row(labels, scale, fonts, LOOK);
}

function row(labels: readonly Label[], scale: Scale, fonts: Fonts, look: Look): Node {
  let end = 0;
  const columns: Node[] = labels.flatMap((label) => {
    const own = width(label, fonts);
    const start = Math.max(end, place(label, scale, own));
    const gap = start - end;
    end = start + own;
    return [
      { text: '', width: gap },
      { ...look, text: label.text, width: own, noWrap: true },
    ];
  });
  return { columns: [...columns, { text: '', width: '*' }], columnGap: 0 };
}

function width({ text }: Label, fonts: Fonts): number {
  return fonts.width([{ text, bold: true }], LOOK.fontSize) + 0.5;
}

/** A label that would reach over an end of the axis is set against that end. */
function place({ at }: Label, scale: Scale, own: number): number {
  return Math.max(0, Math.min(scale.width - own, at - own / 2));
}
