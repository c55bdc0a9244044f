const KEPT = 15;
/** A price this many times the recent median, or this part of it, is a slip of somebody's finger until it stays. */
const WIDE = 1.5;
/** So many refused prices in a row that agree with each other are the market, however far it went. */
const STAYED = 10;

/** Where a band keeps what it knows, in three cache lines of eight numbers. */
const MEDIAN = 0;
const COUNT = 1;
const NEXT = 2;
const STRAYED = 3;
const STRAY_PRICE = 4;
const RECENT = 5;
const BAND_ROOM = 24;

const sorting = new Float64Array(KEPT);

/**
 * Refuses a price far from the median of the last accepted ones, yet follows a market that really went there: it does
 * so once enough prices in a row say the same. Many bands in one array, one for each symbol and kind of message.
 */
export class PriceBands {
  readonly #bands: Float64Array;

  constructor(count: number) {
    this.#bands = new Float64Array(count * BAND_ROOM);
    for (let band = 0; band < count; band += 1) this.reset(band);
  }

  /** Returns whether the price may be believed; a believed one moves the band. */
  accepts(band: number, price: number): boolean {
    const bands = this.#bands;
    const at = band * BAND_ROOM;
    if (!(price > 0 && price < Number.POSITIVE_INFINITY)) return false;
    const median = bands[at + MEDIAN] ?? 0;
    if (price > median * WIDE || price < median / WIDE) return this.#stray(band, price);
    bands[at + STRAYED] = 0;
    this.#learn(at, price);
    return true;
  }

  /** Forgets everything, as after a long silence. */
  reset(band: number): void {
    const at = band * BAND_ROOM;
    this.#bands.fill(0, at, at + BAND_ROOM);
    this.#bands[at + MEDIAN] = Number.NaN;
    this.#bands[at + STRAY_PRICE] = Number.NaN;
  }

  #stray(band: number, price: number): boolean {
    const bands = this.#bands;
    const at = band * BAND_ROOM;
    const before = bands[at + STRAY_PRICE] ?? 0;
    const agrees = price <= before * WIDE && price >= before / WIDE;
    const strayed = agrees ? (bands[at + STRAYED] ?? 0) + 1 : 1;
    bands[at + STRAYED] = strayed;
    bands[at + STRAY_PRICE] = price;
    if (strayed < STAYED) return false;
    this.reset(band);
    this.#learn(at, price);
    return true;
  }

  /** The median is taken anew once a round: between, no price can have moved far from it. */
  #learn(at: number, price: number): void {
    const bands = this.#bands;
    const next = bands[at + NEXT] ?? 0;
    const count = Math.min(KEPT, (bands[at + COUNT] ?? 0) + 1);
    bands[at + RECENT + next] = price;
    bands[at + NEXT] = next + 1 === KEPT ? 0 : next + 1;
    bands[at + COUNT] = count;
    if (next + 1 === KEPT || count < KEPT) bands[at + MEDIAN] = this.#median(at + RECENT, count);
  }

  #median(from: number, count: number): number {
    for (let taken = 0; taken < count; taken += 1) {
      const price = this.#bands[from + taken] ?? 0;
      let to = taken;
      for (; to > 0 && (sorting[to - 1] ?? 0) > price; to -= 1) sorting[to] = sorting[to - 1] ?? 0;
      sorting[to] = price;
    }
    return sorting[count >> 1] ?? 0;
  }
}

/** One band alone. */
export class PriceBand {
  readonly #bands = new PriceBands(1);

  /** Returns whether the price may be believed; a believed one moves the band. */
  accepts(price: number): boolean {
    return this.#bands.accepts(0, price);
  }

  /** Forgets everything, as after a long silence. */
  reset(): void {
    this.#bands.reset(0);
  }
}
