import { describe, expect, it } from 'vitest';
import type { SentimentReading } from '../../../engine/domain/evidence.ts';
import type { Sentiment } from '../../../engine/ports/sentiment.ts';
import { BTC } from '../../fakes/market.ts';
import { mood } from '../decision/decision-fixtures.ts';
import type { DeskWorld } from './desk-world.ts';
import { entrySignal, MINUTE, minuteCandle, openHoldingWorld } from './desk-world.ts';

/** News whose mood a test sets. */
function moods(): Sentiment & { now: SentimentReading | null } {
  return {
    now: null,
    read() {
      return this.now;
    },
  };
}

async function closeMinute(world: DeskWorld): Promise<void> {
  // On the full minute, where bars close.
  world.clock.set(Math.ceil((world.clock.now() + 1) / MINUTE) * MINUTE);
  const candle = minuteCandle(world.clock.now(), 100_000);
  world.engine.process({ type: 'market', event: { type: 'candle.closed', at: candle.closeTime, candle } });
  await world.engine.settled();
}

const orders = (world: DeskWorld) => world.execution.arrivals.map(({ leg }) => leg);

describe('bad news', () => {
  it('ends a long at once, without a vote, and says which news did', async () => {
    const sentiment = moods();
    const world = await openHoldingWorld({ sentiment });
    sentiment.now = mood(-0.7);
    await closeMinute(world);
    expect(orders(world)).toEqual(['entry', 'stop', 'emergency']);
    const [, exit] = world.journal.of('decision.made');
    expect(exit?.record).toMatchObject({
      outcome: 'acted',
      signal: {
        source: 'emergency:news',
        reason: { code: 'exit.news-alarm', values: { tone: -0.7, limit: -0.6, sources: 2, newsIds: 'N-1,N-2' } },
      },
      inputs: { sentiment: { value: -0.7 } },
    });
    await world.quote(99_900);
    expect(world.ledger.position(BTC)).toBeNull();
    expect(world.ledger.state.panicked).toBe(false);
  });

  it('is heeded once, however long it lasts, and keeps the desk out while it does', async () => {
    const sentiment = moods();
    const world = await openHoldingWorld({ sentiment });
    sentiment.now = mood(-0.7);
    await closeMinute(world);
    await closeMinute(world);
    // With a profit, so that no pause after a loss speaks first.
    await world.quote(100_500);
    await closeMinute(world);
    expect(orders(world)).toEqual(['entry', 'stop', 'emergency']);
    const again = await world.candidates.consider(entrySignal(world.clock.now()));
    expect(again).toMatchObject({ outcome: 'denied', reason: { code: 'risk.news-alarm' } });
    sentiment.now = mood(-0.2);
    const calm = await world.candidates.consider(entrySignal(world.clock.now()));
    expect(calm?.outcome).toBe('acted');
  });

  it.each([
    ['too little news', null],
    ['news not bad enough', mood(-0.59)],
    ['good news', mood(0.9)],
  ])('%s ends nothing', async (_, reading) => {
    const sentiment = moods();
    const world = await openHoldingWorld({ sentiment });
    sentiment.now = reading;
    await closeMinute(world);
    expect(orders(world)).toEqual(['entry', 'stop']);
  });
});
