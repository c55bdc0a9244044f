/** As many trades as a busy market makes in some seconds: more than two overlapping sockets can repeat. */
const KEPT_IDS = 2_048;

/** Lets each trade of one symbol through once, and counts what never came. */
export class TradeLedger {
  private readonly seen = new Set<string>();
  private readonly order: string[] = [];
  private next = 0;
  private highest: number | null = null;
  private repeatedTrades = 0;
  private missingTrades = 0;

  /** Tells whether the trade is new. `sequence` is the venue's running number without holes, if it has one. */
  take(tradeId: string, sequence: number | null): boolean {
    if (this.seen.has(tradeId)) {
      this.repeatedTrades += 1;
      return false;
    }
    this.remember(tradeId);
    if (sequence === null) return true;
    if (this.highest === null) {
      this.highest = sequence;
      return true;
    }
    if (sequence > this.highest) {
      this.missingTrades += sequence - this.highest - 1;
      this.highest = sequence;
      return true;
    }
    // A late one fills a hole that was counted; one from before we began filled none.
    this.missingTrades = Math.max(0, this.missingTrades - 1);
    return true;
  }

  /** Trades that came again, and those that the numbers say were made but never came. */
  counts(): { readonly repeated: number; readonly missing: number } {
    return { repeated: this.repeatedTrades, missing: this.missingTrades };
  }

  private remember(tradeId: string): void {
    const forgotten = this.order[this.next];
    if (forgotten !== undefined) this.seen.delete(forgotten);
    this.order[this.next] = tradeId;
    this.next = (this.next + 1) % KEPT_IDS;
    this.seen.add(tradeId);
  }
}
