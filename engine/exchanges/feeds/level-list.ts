const FIRST_ROOM = 64;

/** Levels of one side as pairs in one flat array: price, quantity, price, quantity …; used again for each message. */
export class LevelList {
  values = new Float64Array(FIRST_ROOM);
  /** How many levels (pairs) there are. */
  count = 0;

  clear(): void {
    this.count = 0;
  }

  /** Adds a level behind the others. */
  push(price: number, quantity: number): void {
    const at = this.count * 2;
    if (at === this.values.length) this.#grow();
    this.values[at] = price;
    this.values[at + 1] = quantity;
    this.count += 1;
  }

  /** Returns a copy that outlives the next message. */
  copy(): LevelList {
    const copy = new LevelList();
    copy.values = this.values.slice(0, Math.max(2, this.count * 2));
    copy.count = this.count;
    return copy;
  }

  #grow(): void {
    const larger = new Float64Array(this.values.length * 2);
    larger.set(this.values);
    this.values = larger;
  }
}
