import { Writable } from 'node:stream';
import { displayWidth } from '../../bot/surfaces/display-width.ts';

const ESC = String.fromCharCode(0x1b);

/** A terminal's screen, as far as the chat uses one: what is written ends up where a person would see it. */
export class Screen extends Writable {
  readonly columns: number;
  raw = '';
  #rows: string[][] = [[]];
  #row = 0;
  #column = 0;

  constructor(columns = 60) {
    super();
    this.columns = columns;
  }

  override _write(chunk: Buffer | string, _encoding: BufferEncoding, done: () => void): void {
    const text = chunk.toString();
    this.raw += text;
    const token = new RegExp(`${ESC}\\[([0-9;?]*)([A-Za-z])|[^]`, 'gu');
    for (const match of text.matchAll(token)) {
      const [whole, argument = '', command] = match;
      if (command === undefined) this.#put(whole);
      else this.#control(command, Number(argument) || 1);
    }
    done();
  }

  /** Returns the rows without trailing blanks; a double-width character fills two cells. */
  rows(): readonly string[] {
    return this.#rows.map((row) =>
      Array.from(row, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
  }

  cursor(): { readonly row: number; readonly column: number } {
    return { row: this.#row, column: this.#column };
  }

  #put(character: string): void {
    if (character === '\r') this.#column = 0;
    else if (character === '\n') this.#newLine();
    else {
      const width = displayWidth(character);
      if (this.#column + width > this.columns) this.#newLine();
      const row = this.#rows[this.#row] ?? [];
      row[this.#column] = character;
      if (width === 2) row[this.#column + 1] = '';
      this.#column += width;
    }
  }

  #newLine(): void {
    this.#row += 1;
    this.#column = 0;
    this.#rows[this.#row] ??= [];
  }

  #control(command: string, count: number): void {
    if (command === 'A') this.#row = Math.max(0, this.#row - count);
    else if (command === 'C') this.#column = Math.min(this.columns - 1, this.#column + count);
    else if (command === 'J' && count === 1) {
      this.#rows = this.#rows.slice(0, this.#row + 1);
      this.#rows[this.#row] = (this.#rows[this.#row] ?? []).slice(0, this.#column);
    } else if (command === 'J') this.#rows = [[]];
    else if (command === 'H') {
      this.#row = 0;
      this.#column = 0;
    }
  }
}
