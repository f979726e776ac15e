import type { Tone } from '../html/parts.ts';

/** A4, upright; in points. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  left: 48,
  right: 48,
  top: 62,
  bottom: 54,
} as const;

/** Width of what stands between the margins. */
export const MEASURE = PAGE.width - PAGE.left - PAGE.right;

export const SIZE = {
  text: 8.5,
  small: 7,
  code: 7,
  table: 8,
  lead: 8.5,
  part: 10,
  section: 14,
} as const;

export const LINE_HEIGHT = 1.38;

export const COLOR = {
  ink: '#161c24',
  soft: '#56616f',
  rule: '#c3cbd4',
  hair: '#dfe4ea',
  wash: '#f4f6f8',
  paper: '#ffffff',
} as const;

export const TONE_COLOR: { readonly [tone in Tone]: string } = {
  good: '#17693c',
  bad: '#a61f1a',
  open: '#835200',
  plain: '#56616f',
};
