import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ColumnNeed, columnWidths } from '../../src/report/pdf/column-widths.ts';

const text = (natural: number, least = 20): ColumnNeed => ({ natural, least, grows: true });
const figure = (natural: number): ColumnNeed => ({ natural, least: natural, grows: false });

const need = fc
  .record({
    least: fc.double({ min: 1, max: 80, noNaN: true }),
    more: fc.double({ min: 0, max: 300, noNaN: true }),
    grows: fc.boolean(),
  })
  .map(({ least, more, grows }): ColumnNeed => ({ least, natural: least + more, grows }));

describe('the columns of a table', () => {
  it('fill the line, whatever they ask for', () => {
    fc.assert(
      fc.property(fc.array(need, { minLength: 1, maxLength: 9 }), (needs) => {
        const widths = columnWidths(needs, 400);
        expect(widths.reduce((sum, width) => sum + width)).toBeCloseTo(400);
        expect(widths.every((width) => width > 0)).toBe(true);
      }),
    );
  });

  it('have what they ask for where there is room, and those of text share the rest', () => {
    expect(columnWidths([text(100), figure(40), text(50)], 340)).toEqual([200, 40, 100]);
  });

  it('give way from the widest on, so that the narrow ones keep their lines', () => {
    const widths = columnWidths([text(300), text(90), text(40), figure(30)], 300);
    expect(widths.map((width) => Math.round(width))).toEqual([140, 90, 40, 30]);
  });

  it('are not torn where they are narrow, whatever the wide ones ask for', () => {
    const [, narrow] = columnWidths([text(260, 80), text(16, 0), text(60, 0), figure(65)], 350);
    expect(narrow).toBe(16);
  });

  it('have more of the line the more they have to say', () => {
    const [first = 0, second = 0, third = 0] = columnWidths([text(400), text(200), text(100)], 380);
    expect(first).toBeGreaterThan(second);
    expect(second).toBeGreaterThan(third);
    expect(third).toBe(100);
  });

  it('are never torn below their longest word while others can give way', () => {
    const widths = columnWidths([text(300, 150), text(300, 20)], 200);
    expect(widths.map((width) => Math.round(width))).toEqual([150, 50]);
  });
});
