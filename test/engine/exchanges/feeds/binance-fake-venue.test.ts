import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { createBinanceFeed } from '../../../../engine/exchanges/feeds/binance-feed.ts';
import type { FeedEvent } from '../../../../engine/exchanges/feeds/feed-event.ts';
import { type FrameFault, FrameQuarantine } from '../../../../engine/exchanges/feeds/frame-fault.ts';
import type { BookSync, StreamKind, VenueFeed } from '../../../../engine/exchanges/feeds/venue-feed.ts';
import { startFakeVenue } from '../../../fakes/venue/start-fake-venue.ts';
import type { FakeVenue } from '../../../fakes/venue/venue.ts';
import { seededRandom } from '../../../faults/seeded-random.ts';

const KINDS: readonly StreamKind[] = ['trades', 'depth', 'best', 'candles', 'ticker'];

const opened: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const one of opened.splice(0).reverse()) await one.close();
});

/** The least that a live connection does: opens what is planned, greets, reads, and fetches snapshots when wanted. */
class Follower {
  readonly events: FeedEvent[] = [];
  readonly quarantine: FrameQuarantine;
  readonly sync: BookSync;
  readonly #feed: VenueFeed;
  readonly #venue: FakeVenue;
  readonly #symbol: string;
  readonly #watchers = new Set<() => void>();
  #asking = false;

  constructor(venue: FakeVenue, feed: VenueFeed, symbol: string) {
    this.#feed = feed;
    this.#venue = venue;
    this.#symbol = symbol;
    this.sync = feed.bookSync(symbol);
    this.quarantine = new FrameQuarantine(venue.name);
  }

  async open(): Promise<void> {
    const plans = this.#feed.plan(KINDS.map((kind) => ({ symbol: this.#symbol, kind })));
    for (const { url, messages } of plans) {
      const path = new URL(url).pathname;
      const parser = this.#feed.parser([this.#symbol]);
      const socket = new WebSocket(`${this.#venue.streamUrl}${path}`);
      opened.push({ close: () => socket.terminate() });
      socket.on('message', (bytes: Buffer) => {
        const fault = parser.read(bytes, (event) => this.#take(event));
        if (fault !== null) this.#quarantined(fault, bytes);
        for (const watcher of this.#watchers) watcher();
      });
      await new Promise((resolve, reject) => {
        socket.once('open', resolve);
        socket.once('error', reject);
      });
      for (const message of messages) socket.send(message);
    }
    await this.until(() => this.events.filter(({ type }) => type === 'answer').length === plans.length);
  }

  /** Waits for a message after which something holds. */
  async until(holds: () => boolean): Promise<void> {
    if (holds()) return;
    await new Promise<void>((resolve) => {
      const watcher = () => {
        if (!holds()) return;
        this.#watchers.delete(watcher);
        resolve();
      };
      this.#watchers.add(watcher);
    });
  }

  /** Asks the venue by REST for its whole book. */
  async snapshot() {
    const { path } = this.#feed.snapshot(this.#symbol)!;
    const answer = await fetch(`${this.#venue.restUrl}${path}`);
    const snapshot = this.#feed.parser([this.#symbol]).readSnapshot(this.#symbol, await answer.text());
    if (snapshot.type === 'fault') throw new Error(snapshot.cause);
    return snapshot;
  }

  #take(event: FeedEvent): void {
    this.events.push(event);
    if (event.type === 'depth.diff') this.sync.take(event);
    if (this.sync.needsSnapshot && !this.#asking) void this.#resync();
  }

  async #resync(): Promise<void> {
    this.#asking = true;
    while (this.sync.needsSnapshot) this.sync.take(await this.snapshot());
    this.#asking = false;
    for (const watcher of this.#watchers) watcher();
  }

  #quarantined(fault: FrameFault, bytes: Buffer): void {
    this.quarantine.put(fault, bytes, 0);
  }
}

async function follow(name: 'binance' | 'binanceusdm') {
  const venue = await startFakeVenue(name);
  opened.push(venue);
  const symbol = name === 'binance' ? 'BTC/USDT' : 'BTC/USDT:USDT';
  const follower = new Follower(venue, createBinanceFeed(name), symbol);
  await follower.open();
  return { venue, follower, symbol };
}

/** Strangers' orders around the price: resting ones, and some that take. */
function trade(venue: FakeVenue, symbol: string, random: () => number): void {
  const side = random() < 0.5 ? 'buy' : 'sell';
  const away = (side === 'buy' ? -1 : 1) * Math.floor(random() * 200);
  const quantity = (0.01 + random() / 10).toFixed(3);
  venue.market.strangerOrder(symbol, side, quantity, random() < 0.2 ? null : `${60_000 + away}.0`);
}

describe.each(['binance', 'binanceusdm'] as const)('the feed of %s against a venue of our own', (name) => {
  it('keeps the very book of the venue, and reads everything it sends', { timeout: 20_000 }, async () => {
    const { venue, follower, symbol } = await follow(name);
    const random = seededRandom(11);
    for (let index = 0; index < 150; index += 1) {
      trade(venue, symbol, random);
      if (index % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await follower.until(() => follower.sync.book.synced);
    const whole = await follower.snapshot();
    await follower.until(() => follower.sync.book.synced && follower.sync.book.updateId >= whole.updateId);
    const shown = (side: 'bid' | 'ask') =>
      follower.sync.book.levels(side, 1_000).flatMap((level) => [level.price, level.quantity]);
    expect(follower.sync.book.updateId).toBe(whole.updateId);
    expect(shown('bid')).toEqual([...whole.bids.values.subarray(0, whole.bids.count * 2)]);
    expect(shown('ask')).toEqual([...whole.asks.values.subarray(0, whole.asks.count * 2)]);
    expect(shown('bid').length).toBeGreaterThan(10);
    expect([follower.quarantine.counts(), follower.sync.breaks]).toEqual([{}, 0]);
    const kinds = new Set(follower.events.map(({ type }) => type));
    expect(kinds).toEqual(new Set(['answer', 'depth.diff', 'best', 'trade', 'candle', 'ticker']));
  });

  it.each(['drop', 'reorder', 'duplicate', 'garbage'] as const)(
    'is right again after the stream did: %s',
    { timeout: 20_000 },
    async (fault) => {
      const { venue, follower, symbol } = await follow(name);
      const random = seededRandom(5);
      trade(venue, symbol, random);
      await follower.until(() => follower.sync.book.synced);
      venue.faults.onStream(fault, 'public', 12);
      for (let round = 0; round < 40; round += 1) {
        trade(venue, symbol, random);
        const seen = follower.events.length + follower.quarantine.count();
        if (round > 25) await follower.until(() => follower.events.length + follower.quarantine.count() > seen);
        else await new Promise((resolve) => setTimeout(resolve, 12));
      }
      venue.faults.heal();
      const quiet = await follower.snapshot();
      trade(venue, symbol, random);
      await follower.until(() => follower.sync.book.synced && follower.sync.book.updateId > quiet.updateId);
      const whole = await follower.snapshot();
      await follower.until(() => follower.sync.book.updateId >= whole.updateId);
      expect(follower.sync.book.updateId).toBe(whole.updateId);
      const top = follower.sync.book.levels('bid', 50).flatMap((level) => [level.price, level.quantity]);
      expect(top).toEqual([...whole.bids.values.subarray(0, Math.min(100, whole.bids.count * 2))]);
      if (fault === 'garbage') expect(follower.quarantine.count()).toBeGreaterThan(0);
      else expect(follower.quarantine.counts()).toEqual({});
      if (fault === 'duplicate') expect(follower.sync.breaks).toBe(0);
    },
  );
});
