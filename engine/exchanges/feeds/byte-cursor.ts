import { hashBytes } from './byte-hash.ts';
import type { FrameFaultCause } from './frame-fault.ts';
import { ESCAPES, isNumberByte, isSpace, JSON_NUMBER } from './json-bytes.ts';
import type { LevelList } from './level-list.ts';

const QUOTE = 0x22;
const COMMA = 0x2c;
const COLON = 0x3a;
const DOT = 0x2e;
const MINUS = 0x2d;
const ZERO = 0x30;
const NINE = 0x39;
const BACKSLASH = 0x5c;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const SPACE = 0x20;

const MAX_DEPTH = 16;
const MAX_LEVELS = 10_000;
/** Up to so many digits a whole number and its power of ten are both exact, so that their quotient is rounded once. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Float64Array.from({ length: 23 }, (_, exponent) => Number(`1e${exponent}`));

/**
 * Reads JSON straight from bytes, only as far as it is asked to: no strings, no objects. The first fault stays and
 * ends everything: whatever is read after it is worthless, and every loop comes to its end.
 */
export class ByteCursor {
  fault: FrameFaultCause | null = null;
  /** Where the last key or string lies, quotes left out. */
  textStart = 0;
  textEnd = 0;
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #end = 0;
  #fresh = false;

  /** Begins at the first byte of a frame. */
  reset(bytes: Uint8Array): void {
    this.#bytes = bytes;
    this.#at = 0;
    this.#end = bytes.length;
    this.fault = null;
    this.#fresh = false;
  }

  get position(): number {
    return this.#at;
  }

  /** Goes back to a place that was passed. */
  seek(position: number): void {
    if (this.fault === null) this.#at = position;
  }

  fail(cause: FrameFaultCause): void {
    if (this.fault === null) this.fault = cause;
    this.#at = this.#end;
  }

  /** Steps into an object. */
  enterObject(): void {
    if (this.#peek() !== OPEN_BRACE) {
      this.#unexpected();
      return;
    }
    this.#at += 1;
    this.#fresh = true;
  }

  /** Whether the object has another member; steps out of it when not. */
  more(): boolean {
    const next = this.#peek();
    if (next === CLOSE_BRACE) {
      this.#at += 1;
      this.#fresh = false;
      return false;
    }
    if (this.#fresh) this.#fresh = false;
    else if (next === COMMA) this.#at += 1;
    else this.#unexpected();
    return this.fault === null;
  }

  /** Reads a key and its colon. Returns its letter, or two letters as `first << 8 | second`, or 0 for a longer one. */
  key(): number {
    this.#text();
    const { textStart, textEnd } = this;
    if (this.#peek() !== COLON) {
      this.#unexpected();
      return 0;
    }
    this.#at += 1;
    const length = textEnd - textStart;
    if (length === 1) return this.#bytes[textStart] ?? 0;
    return length === 2 ? ((this.#bytes[textStart] ?? 0) << 8) | (this.#bytes[textStart + 1] ?? 0) : 0;
  }

  /** Reads a string; `textStart` and `textEnd` say where it lies. */
  text(): void {
    if (this.#peek() !== QUOTE) {
      this.#wrongType();
      return;
    }
    this.#text();
  }

  /** Reads a string and says whether it is this one. */
  textIs(expected: Uint8Array, from = 0, to = expected.length): boolean {
    this.text();
    return this.lastTextIs(expected, from, to);
  }

  /** Whether the last key or string is this one, or this part of it. */
  lastTextIs(expected: Uint8Array, from = 0, to = expected.length): boolean {
    const shift = this.textStart - from;
    if (this.fault !== null || this.textEnd !== shift + to) return false;
    const bytes = this.#bytes;
    for (let at = from; at < to; at += 1) if (bytes[shift + at] !== expected[at]) return false;
    return true;
  }

  /** A number made of the last key or string, small and the same for the same bytes. */
  lastTextHash(): number {
    return hashBytes(this.#bytes, this.textStart, this.textEnd);
  }

  /** The last key or string as text: for what is told to people, not for every frame. */
  lastText(): string {
    return Buffer.from(this.#bytes.subarray(this.textStart, this.textEnd)).toString('utf8');
  }

  /** What was passed over since a place, as text; short. */
  sliceFrom(position: number): string {
    return this.#slice(position, Math.min(this.#at, position + 32)).trim();
  }

  /** Reads a whole number that is not negative and that a double holds exactly. */
  integer(): number {
    let byte = this.#peek();
    if (byte === MINUS) return this.#failed('negative');
    if (!(byte >= ZERO && byte <= NINE)) return this.#failed('wrong-type');
    const bytes = this.#bytes;
    const start = this.#at;
    let value = 0;
    do {
      value = value * 10 + (byte - ZERO);
      this.#at += 1;
      byte = bytes[this.#at] ?? -1;
    } while (byte >= ZERO && byte <= NINE);
    if (bytes[start] === ZERO && this.#at > start + 1) return this.#failed('bad-number');
    // Nothing after it also means that the object it is in was cut off.
    if (byte === -1 || byte === DOT || byte === 0x65 || byte === 0x45) return this.#failed('bad-number');
    return value <= Number.MAX_SAFE_INTEGER ? value : this.#failed('bad-number');
  }

  /** Reads a decimal that is written as a string and not negative, as Binance writes prices and quantities. */
  decimal(): number {
    if (this.#peek() !== QUOTE) return this.#failed('wrong-type');
    const bytes = this.#bytes;
    const start = this.#at + 1;
    let at = start;
    let byte = bytes[at] ?? -1;
    let digits = 0;
    while (byte >= ZERO && byte <= NINE) {
      digits = digits * 10 + (byte - ZERO);
      at += 1;
      byte = bytes[at] ?? -1;
    }
    const whole = at - start;
    if (whole === 0) return this.#failed(at >= this.#end ? 'truncated' : byte === MINUS ? 'negative' : 'bad-number');
    let places = 0;
    if (byte === DOT) {
      let zeros = 0;
      at += 1;
      for (byte = bytes[at] ?? -1; byte >= ZERO && byte <= NINE; byte = bytes[at] ?? -1) {
        if (byte === ZERO) {
          zeros += 1;
        } else {
          for (places += zeros + 1; zeros > 0; zeros -= 1) digits *= 10;
          digits = digits * 10 + (byte - ZERO);
        }
        at += 1;
      }
    }
    if (byte !== QUOTE) return this.#failed(at >= this.#end ? 'truncated' : 'bad-number');
    this.#at = at + 1;
    if (whole + places <= EXACT_DIGITS) return places === 0 ? digits : digits / (POWERS_OF_TEN[places] ?? 1);
    return this.#longDecimal(start, at);
  }

  /** Reads `true` or `false`. */
  boolean(): boolean {
    const byte = this.#peek();
    if (byte === 0x74) this.#literal('true');
    else if (byte === 0x66) this.#literal('false');
    else this.#wrongType();
    return byte === 0x74;
  }

  /** Reads `[["price","quantity"],…]` into a list that is emptied first. Prices must be above zero. */
  levels(into: LevelList): void {
    into.clear();
    if (this.#peek() !== OPEN_BRACKET) {
      this.#wrongType();
      return;
    }
    this.#at += 1;
    if (this.#peek() === CLOSE_BRACKET) {
      this.#at += 1;
      return;
    }
    while (this.fault === null) {
      if (this.#peek() !== OPEN_BRACKET) {
        this.#wrongType();
        return;
      }
      this.#at += 1;
      const price = this.decimal();
      if (this.#peek() !== COMMA) {
        this.#unexpected();
        return;
      }
      this.#at += 1;
      const quantity = this.decimal();
      while (this.#peek() === COMMA) {
        this.#at += 1;
        this.skip();
      }
      if (this.#peek() !== CLOSE_BRACKET) {
        this.#unexpected();
        return;
      }
      this.#at += 1;
      if (!(price > 0)) {
        this.fail('absurd-price');
        return;
      }
      if (into.count >= MAX_LEVELS) {
        this.fail('too-many-levels');
        return;
      }
      into.push(price, quantity);
      const next = this.#peek();
      this.#at += 1;
      if (next === COMMA) continue;
      if (next !== CLOSE_BRACKET) this.#unexpected();
      return;
    }
  }

  /** Passes over any value, which must be JSON. */
  skip(depth = 0): void {
    const byte = this.#peek();
    if (depth > MAX_DEPTH) {
      this.fail('not-json');
      return;
    }
    if (byte === QUOTE) {
      this.#text();
      return;
    }
    if (byte === OPEN_BRACE || byte === OPEN_BRACKET) {
      this.#skipInside(byte, depth);
      return;
    }
    if (byte === 0x74) {
      this.#literal('true');
      return;
    }
    if (byte === 0x66) {
      this.#literal('false');
      return;
    }
    if (byte === 0x6e) {
      this.#literal('null');
      return;
    }
    this.#skipNumber();
  }

  /** Checks that nothing but space is left. */
  finish(): void {
    if (this.fault === null && this.#peek() !== -1) this.fail('not-json');
  }

  #skipInside(open: number, depth: number): void {
    const close = open === OPEN_BRACE ? CLOSE_BRACE : CLOSE_BRACKET;
    this.#at += 1;
    if (this.#peek() === close) {
      this.#at += 1;
      return;
    }
    while (this.fault === null) {
      if (open === OPEN_BRACE) this.key();
      this.skip(depth + 1);
      const next = this.#peek();
      if (next === close) {
        this.#at += 1;
        return;
      }
      if (next !== COMMA) {
        this.#unexpected();
        return;
      }
      this.#at += 1;
    }
  }

  #skipNumber(): void {
    const start = this.#at;
    while (isNumberByte(this.#bytes[this.#at] ?? -1)) this.#at += 1;
    if (!JSON_NUMBER.test(this.#slice(start, this.#at))) this.#unexpected();
  }

  #literal(word: string): void {
    for (let index = 0; index < word.length; index += 1) {
      if (this.#bytes[this.#at] !== word.charCodeAt(index)) {
        this.#unexpected();
        return;
      }
      this.#at += 1;
    }
  }

  #text(): void {
    if (this.#peek() !== QUOTE) {
      this.#unexpected();
      return;
    }
    const bytes = this.#bytes;
    const end = this.#end;
    let at = this.#at + 1;
    this.textStart = at;
    for (let byte = bytes[at]; at < end && byte !== QUOTE; byte = bytes[at]) {
      if (byte === undefined || byte < SPACE) break;
      if (byte === BACKSLASH && !ESCAPES.includes(bytes[at + 1] ?? 0)) break;
      at += byte === BACKSLASH ? 2 : 1;
    }
    if (at < end && bytes[at] !== QUOTE) {
      this.fail('not-json');
      return;
    }
    if (at >= end) {
      this.fail('truncated');
      return;
    }
    this.textEnd = at;
    this.#at = at + 1;
  }

  #longDecimal(start: number, end: number): number {
    const value = Number(this.#slice(start, end));
    return Number.isFinite(value) && end - start <= 64 ? value : this.#failed('bad-number');
  }

  #slice(start: number, end: number): string {
    return this.fault === null ? latin1Of(this.#bytes.subarray(start, end)) : '';
  }

  /** The next byte that is no space, -1 at the end. */
  #peek(): number {
    const bytes = this.#bytes;
    let byte = bytes[this.#at] ?? -1;
    while (byte <= SPACE && isSpace(byte)) {
      this.#at += 1;
      byte = bytes[this.#at] ?? -1;
    }
    return byte;
  }

  #failed(cause: FrameFaultCause): number {
    if (this.#at >= this.#end) this.fail('truncated');
    else this.fail(cause);
    return 0;
  }

  #wrongType(): void {
    this.fail(this.#at >= this.#end ? 'truncated' : 'wrong-type');
  }

  #unexpected(): void {
    this.fail(this.#at >= this.#end ? 'truncated' : 'not-json');
  }
}

function latin1Of({ buffer, byteOffset, length }: Uint8Array): string {
  return Buffer.from(buffer, byteOffset, length).toString('latin1');
}
