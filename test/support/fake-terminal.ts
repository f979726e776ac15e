import { PassThrough, Writable } from 'node:stream';
import stringWidth from 'string-width';

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ESCAPE = '\u001b';
const CONTROL_SEQUENCE = new RegExp(`^${ESCAPE}\\[([?\\d;]*)([A-Za-z])`);

/**
 * A terminal that remembers what stands on it. It knows the sequences that the screen uses and throws on others.
 * Two buffers, as xterm has: the primary one keeps what scrolls off its top, the alternate one loses it.
 */
export class FakeTerminal extends Writable {
  readonly isTTY = true;
  columns: number;
  rows: number;
  /** All that was written, byte for byte. */
  raw = '';
  /** How many rows the alternate screen has lost at its top. Anything above 0 is a broken picture. */
  lostRows = 0;
  /** How often a text was longer than its row. */
  wraps = 0;
  isAlternate = false;
  #primary: string[][] = [[]];
  #alternate: string[][] = [];
  #row = 0;
  #column = 0;
  #saved = { row: 0, column: 0 };
  #failure: Error | undefined;

  constructor(columns: number, rows: number) {
    super({ decodeStrings: false });
    this.columns = columns;
    this.rows = rows;
  }

  override _write(chunk: unknown, _encoding: string, done: (error?: Error) => void): void {
    if (!this.#failure) {
      this.raw += String(chunk);
      this.#interpret(String(chunk));
    }
    done(this.#failure);
  }

  /** From now on every write fails, as when the terminal's window was closed. */
  hangUp(code = 'EIO'): void {
    this.#failure = Object.assign(new Error(`write ${code}`), { code });
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    const lost = Math.max(0, this.#row - rows + 1);
    if (this.isAlternate && lost > 0) {
      this.#alternate.splice(0, lost);
      this.#row -= lost;
    }
    this.#alternate = this.#alternate.slice(0, rows).map((cells) => cells.slice(0, columns));
    this.#column = Math.min(this.#column, columns - 1);
    this.emit('resize');
  }

  /** What stands on the visible screen, without spaces at the ends of rows. */
  get screen(): string[] {
    const cells = this.isAlternate ? this.#alternate : this.#primary.slice(-this.rows);
    return cells.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  get text(): string {
    return this.screen.join('\n');
  }

  /** Everything that stands in the primary buffer, scrollback included. */
  get history(): string {
    return this.#primary
      .map((row) =>
        Array.from(row, (cell) => cell ?? ' ')
          .join('')
          .trimEnd(),
      )
      .join('\n');
  }

  get #cells(): string[][] {
    return this.isAlternate ? this.#alternate : this.#primary;
  }

  #interpret(text: string): void {
    let rest = text;
    while (rest !== '') {
      const sequence = CONTROL_SEQUENCE.exec(rest);
      if (sequence) {
        this.#control(sequence[1] ?? '', sequence[2] ?? '');
        rest = rest.slice(sequence[0].length);
        continue;
      }
      if (rest.startsWith(ESCAPE))
        throw new Error(`Unknown sequence ${JSON.stringify(rest.slice(0, 12))}`);
      const end = rest.indexOf(ESCAPE);
      this.#print(end < 0 ? rest : rest.slice(0, end));
      rest = end < 0 ? '' : rest.slice(end);
    }
  }

  #print(text: string): void {
    for (const { segment } of graphemes.segment(text)) {
      if (segment === '\n' || segment === '\r\n') {
        this.#lineFeed();
        this.#column = 0;
        continue;
      }
      const width = stringWidth(segment);
      if (this.#column + width > this.columns) {
        this.wraps += 1;
        this.#lineFeed();
        this.#column = 0;
      }
      const row = this.#rowCells();
      row[this.#column] = segment;
      for (let extra = 1; extra < width; extra += 1) row[this.#column + extra] = '';
      this.#column += width;
    }
  }

  #rowCells(): string[] {
    const cells = this.#cells;
    while (cells.length <= this.#row) cells.push([]);
    return cells[this.#row] ?? [];
  }

  #lineFeed(): void {
    this.#row += 1;
    if (this.isAlternate && this.#row >= this.rows) {
      this.lostRows += 1;
      this.#alternate.shift();
      this.#row = this.rows - 1;
    }
    this.#rowCells();
  }

  #control(parameters: string, final: string): void {
    const count = Number.parseInt(parameters, 10) || 1;
    switch (final) {
      case 'm':
        return;
      case 'A':
        this.#row = Math.max(
          this.isAlternate ? 0 : this.#primary.length - this.rows,
          this.#row - count,
          0,
        );
        return;
      case 'E':
        this.#row = Math.min(this.#row + count, this.rows - 1);
        this.#column = 0;
        return;
      case 'G':
        this.#column = count - 1;
        return;
      case 'H': {
        const [row = '1', column = '1'] = parameters.split(';');
        this.#row = Number(row || 1) - 1;
        this.#column = Number(column || 1) - 1;
        return;
      }
      case 'J':
        this.#rowCells().splice(this.#column);
        this.#cells.splice(this.#row + 1);
        return;
      case 'K':
        if (parameters === '2') this.#rowCells().splice(0);
        else this.#rowCells().splice(this.#column);
        return;
      case 'h':
      case 'l':
        this.#mode(parameters, final === 'h');
        return;
      default:
        throw new Error(`Unknown sequence CSI ${parameters}${final}`);
    }
  }

  #mode(mode: string, on: boolean): void {
    switch (mode) {
      case '?1049':
        if (on === this.isAlternate) return;
        if (on) this.#saved = { row: this.#row, column: this.#column };
        this.isAlternate = on;
        this.#alternate = [];
        this.#row = on ? 0 : this.#saved.row;
        this.#column = on ? 0 : this.#saved.column;
        return;
      case '?25':
      case '?2004':
      case '?2026':
        return;
      default:
        throw new Error(`Unknown mode ${mode}`);
    }
  }
}

/** The keyboard of a fake terminal. */
export class FakeKeyboard extends PassThrough {
  readonly isTTY: boolean;
  isRaw = false;

  constructor(isTTY = true) {
    super();
    this.isTTY = isTTY;
  }

  setRawMode(isRaw: boolean): this {
    this.isRaw = isRaw;
    return this;
  }

  ref(): this {
    return this;
  }

  unref(): this {
    return this;
  }
}
