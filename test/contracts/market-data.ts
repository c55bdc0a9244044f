import { describe, expect, it } from 'vitest';
import type { MarketEvent } from '../../engine/domain/market.ts';
import type { MarketData } from '../../engine/ports/market-data.ts';

export interface MarketDataCase {
  readonly source: MarketData;
  /** Brings events about, and the end of a source that ends by itself; resolves when they were handed out. */
  drive(): Promise<void>;
}

/** What every source of market events promises; each case is a fresh source that will give at least ten events. */
export function describeMarketData(name: string, create: () => Promise<MarketDataCase>): void {
  describe(`${name} as market data`, () => {
    it('hands out events in time order, each with the time of its content', async () => {
      const events = await eventsOf(await create());
      expect(events.length).toBeGreaterThanOrEqual(10);
      for (const [index, event] of events.entries()) {
        expect(event.at).toBeGreaterThanOrEqual(events[index - 1]?.at ?? 0);
        expect(event.at).toBe(event.type === 'quote.updated' ? event.quote.at : event.candle.closeTime);
      }
    });

    it('hands out believable prices', async () => {
      for (const event of await eventsOf(await create())) {
        if (event.type === 'quote.updated') {
          const { bid, ask, price, volume } = event.quote;
          expect(bid).toBeGreaterThan(0);
          expect(ask).toBeGreaterThanOrEqual(bid);
          expect(price).toBeGreaterThan(0);
          expect(volume).toBeGreaterThanOrEqual(0);
        } else {
          const { open, high, low, close } = event.candle;
          expect(low).toBeLessThanOrEqual(Math.min(open, close));
          expect(high).toBeGreaterThanOrEqual(Math.max(open, close));
        }
      }
    });

    it('waits for a listener before the next event, and tells every listener', async () => {
      const { source, drive } = await create();
      const log: string[] = [];
      let busy = false;
      source.subscribe(async (event) => {
        expect(busy).toBe(false);
        busy = true;
        await Promise.resolve();
        busy = false;
        log.push(`first ${event.type} ${event.at}`);
      });
      source.subscribe((event) => {
        log.push(`second ${event.type} ${event.at}`);
      });
      await runAndStop(source, drive);
      const [first, second] = [
        log.filter((line) => line.startsWith('first')),
        log.filter((_, index) => index % 2 === 1),
      ];
      expect(second).toEqual(first.map((line) => line.replace('first', 'second')));
    });

    it('begins no event after stop', async () => {
      const { source, drive } = await create();
      let count = 0;
      source.subscribe(async () => {
        count += 1;
        if (count === 3) await source.stop();
      });
      await runAndStop(source, drive);
      expect(count).toBe(3);
    });

    it('rejects run with what a listener throws', async () => {
      const { source, drive } = await create();
      const fault = new Error('the listener failed');
      source.subscribe(() => {
        throw fault;
      });
      const running = source.run();
      const rejection = expect(running).rejects.toBe(fault);
      await drive();
      await rejection;
    });
  });
}

async function eventsOf({ source, drive }: MarketDataCase): Promise<readonly MarketEvent[]> {
  const events: MarketEvent[] = [];
  source.subscribe((event) => {
    events.push(event);
  });
  await runAndStop(source, drive);
  return events;
}

async function runAndStop(source: MarketData, drive: () => Promise<void>): Promise<void> {
  const running = source.run();
  await drive();
  await source.stop();
  await running;
}
