import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';

/** Candles as one typed array per field; index i of every array is the same candle. */
export interface CandleColumns {
  readonly openTime: Float64Array;
  readonly open: Float64Array;
  readonly high: Float64Array;
  readonly low: Float64Array;
  readonly close: Float64Array;
  readonly volume: Float64Array;
}

/** What one unit of the stored integers is worth: prices and volumes are whole multiples of 10^-decimals. */
export interface BarScale {
  readonly barMs: number;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

const formatVersion = 1;

/** Returns columns with room for `length` candles. */
export function allocateColumns(length: number): CandleColumns {
  return {
    openTime: new Float64Array(length),
    open: new Float64Array(length),
    high: new Float64Array(length),
    low: new Float64Array(length),
    close: new Float64Array(length),
    volume: new Float64Array(length),
  };
}

/**
 * Packs candles given in whole units (ticks, volume units, epoch ms).
 *
 * Column by column: bars since the one before, open against the last close, close against open, wick above
 * and wick below the body, volume. Neighbouring candles resemble each other, so these are small numbers, and
 * low <= open, close <= high holds for whatever is unpacked.
 */
export function encodeBars(units: CandleColumns, barMs: number): Buffer {
  const length = units.openTime.length;
  const bytes: number[] = [];
  pushUnsigned(bytes, formatVersion);
  pushUnsigned(bytes, length);
  pushUnsigned(bytes, length === 0 ? 0 : at(units.openTime, 0) / barMs);
  for (let i = 1; i < length; i++) pushUnsigned(bytes, (at(units.openTime, i) - at(units.openTime, i - 1)) / barMs);
  for (let i = 0; i < length; i++) pushSigned(bytes, at(units.open, i) - (i === 0 ? 0 : at(units.close, i - 1)));
  for (let i = 0; i < length; i++) pushSigned(bytes, at(units.close, i) - at(units.open, i));
  for (let i = 0; i < length; i++)
    pushUnsigned(bytes, at(units.high, i) - Math.max(at(units.open, i), at(units.close, i)));
  for (let i = 0; i < length; i++)
    pushUnsigned(bytes, Math.min(at(units.open, i), at(units.close, i)) - at(units.low, i));
  for (let i = 0; i < length; i++) pushUnsigned(bytes, at(units.volume, i));
  const raw = Uint8Array.from(bytes);
  return brotliCompressSync(raw, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: raw.length },
  });
}

/** Unpacks what `encodeBars` packed, in real prices and volumes. Throws a RangeError when the bytes make no sense. */
export function decodeBars(packed: Uint8Array, scale: BarScale): CandleColumns {
  const reader = new VarintReader(brotliDecompressSync(packed));
  const version = reader.unsigned();
  if (version !== formatVersion)
    throw new RangeError(`the bar format is version ${version}, this reader knows ${formatVersion}`);
  const columns = allocateColumns(reader.count());
  readTimes(reader, columns, scale.barMs);
  readPrices(reader, columns);
  reader.fillUnsigned(columns.volume);
  reader.expectEnd();
  // Dividing two exact integers gives the very double that parsing the decimal text would give; multiplying by 0.1 would not.
  divide([columns.open, columns.high, columns.low, columns.close], 10 ** scale.priceDecimals);
  divide([columns.volume], 10 ** scale.quantityDecimals);
  return columns;
}

function readTimes(reader: VarintReader, { openTime }: CandleColumns, barMs: number): void {
  let bar = 0;
  if (openTime.length === 0) reader.unsigned();
  for (let i = 0; i < openTime.length; i++) {
    bar += reader.unsigned();
    openTime[i] = bar * barMs;
  }
}

function readPrices(reader: VarintReader, { open, high, low, close }: CandleColumns): void {
  reader.fillSigned(open);
  reader.fillSigned(close);
  let previousClose = 0;
  for (let i = 0; i < open.length; i++) {
    open[i] = previousClose + at(open, i);
    close[i] = at(open, i) + at(close, i);
    previousClose = at(close, i);
  }
  reader.fillUnsigned(high);
  reader.fillUnsigned(low);
  for (let i = 0; i < open.length; i++) {
    high[i] = Math.max(at(open, i), at(close, i)) + at(high, i);
    low[i] = Math.min(at(open, i), at(close, i)) - at(low, i);
  }
}

function divide(columns: readonly Float64Array[], divisor: number): void {
  for (const column of columns) {
    for (let i = 0; i < column.length; i++) column[i] = at(column, i) / divisor;
  }
}

/** Reads base-128 integers. Arithmetic instead of bit shifts, because volumes outgrow 32 bits. */
class VarintReader {
  private readonly bytes: Uint8Array;
  private position = 0;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
  }

  unsigned(): number {
    let value = 0;
    let factor = 1;
    for (;;) {
      const byte = this.bytes[this.position++];
      if (byte === undefined) throw new RangeError('the bars end in the middle of a number');
      value += (byte & 127) * factor;
      if (byte < 128) return value;
      factor *= 128;
    }
  }

  /** Returns a length that the remaining bytes can possibly hold, so that a broken file cannot ask for all memory. */
  count(): number {
    const count = this.unsigned();
    if (count > this.bytes.length) throw new RangeError(`${count} bars cannot fit into ${this.bytes.length} bytes`);
    return count;
  }

  fillUnsigned(column: Float64Array): void {
    for (let i = 0; i < column.length; i++) column[i] = this.unsigned();
  }

  fillSigned(column: Float64Array): void {
    for (let i = 0; i < column.length; i++) {
      const folded = this.unsigned();
      column[i] = folded % 2 === 0 ? folded / 2 : -(folded + 1) / 2;
    }
  }

  expectEnd(): void {
    const left = this.bytes.length - this.position;
    if (left !== 0) throw new RangeError(`${left} bytes follow the last bar`);
  }
}

function pushUnsigned(bytes: number[], value: number): void {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is not a whole number of units`);
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
}

function pushSigned(bytes: number[], value: number): void {
  pushUnsigned(bytes, value < 0 ? -2 * value - 1 : 2 * value);
}

function at(column: Float64Array, index: number): number {
  return column[index] ?? Number.NaN;
}
