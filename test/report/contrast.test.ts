import { describe, expect, it } from 'vitest';
import { PAGE_STYLE } from '../../src/report/html/styles.ts';

/** Colours of a mode by name, the later rule over the earlier. */
function palette(css: string): ReadonlyMap<string, string> {
  return new Map(
    [...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name = '', colour = '']) => [
      name,
      colour,
    ]),
  );
}

const split = PAGE_STYLE.indexOf('@media screen and (prefers-color-scheme: dark)');
const light = palette(PAGE_STYLE.slice(0, split));
const dark = palette(PAGE_STYLE.slice(split));

/** WCAG 2: relative luminance, contrast ratio. */
function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(a: string, b: string): number {
  const [bright = 0, dim = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (bright + 0.05) / (dim + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('colours of the %s page', (_, colours) => {
  const colour = (name: string) => colours.get(name) ?? '#808080';

  it.each([
    ['ink', 'paper'],
    ['ink', 'wash'],
    ['soft', 'paper'],
    ['soft', 'wash'],
    ['link', 'paper'],
    ['paper', 'bad'],
    ...['good', 'bad', 'open', 'plain'].flatMap((tone) => [
      [tone, `${tone}-wash`],
      [tone, 'paper'],
      ['ink', `${tone}-wash`],
    ]),
  ])('let %s be read on %s', (text = '', ground = '') => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(['aws', 'people', 'tool'])('let the bar %s be seen', (bar) => {
    expect(contrast(colour(bar), colour('paper'))).toBeGreaterThanOrEqual(3);
    expect(contrast(colour(bar), colour('wash'))).toBeGreaterThanOrEqual(3);
  });
});
