import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { BithumbOldFrames } from '../../../../engine/exchanges/feeds/bithumb-old-frames.ts';
import type { FeedEvent } from '../../../../engine/exchanges/feeds/feed-event.ts';

const SAMPLES = '../shared/data/samples';
const FIXTURE = 'test/fixtures/venue-frames/bithumb-pubwss-2021-2026.jsonl';

function read(frame: string, symbols: readonly string[]) {
  const events: FeedEvent[] = [];
  const fault = new BithumbOldFrames(symbols).read(frame, (event) => events.push(event));
  return { events, fault };
}

function readFile(path: string, symbols: readonly string[]): FeedEvent[] {
  const lines = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .filter((line) => !line.includes('"dir":"sent"'));
  return lines.flatMap((line) => {
    const frame = line.startsWith('{"recv_ms"') ? line.slice(line.indexOf('"msg":') + 6, -1) : line;
    const { events, fault } = read(frame, symbols);
    expect(fault).toBeNull();
    return events;
  });
}

describe('frames of the older Bithumb stream', () => {
  it('gives trades at Korean time and changes of levels, as recorded in 2021 and 2026', () => {
    const events = readFile(FIXTURE, ['BTC/KRW', 'CON/KRW', 'GOM2/KRW']);
    expect(events.map((event) => event.type)).toEqual([
      'answer',
      'answer',
      'trade',
      'trade',
      'trade',
      'trade',
      'depth.diff',
      'depth.diff',
    ]);
    expect(events[2]).toMatchObject({
      at: Date.UTC(2021, 5, 1, 23, 43, 34, 555),
      trade: { price: 3.908, quantity: 12_365.191, takerSide: 'buy' },
    });
    const [diff] = events.filter((event) => event.type === 'depth.diff');
    expect(diff).toMatchObject({ symbol: 'BTC/KRW', at: 1_778_154_976_506, lastUpdateId: 1_778_154_976_506_519 });
  });

  it.skipIf(!existsSync(SAMPLES))('reads all that was recorded', () => {
    const symbols = ['SOC', 'GOM2', 'CON'].map((coin) => `${coin}/KRW`);
    const events = readFile(`${SAMPLES}/bithumb_ws_transaction_2021-06-02.jsonl`, symbols);
    expect(events.filter((event) => event.type === 'trade').length).toBe(7);
  });

  it('refuses what it cannot believe', () => {
    const trade = (changes: object) =>
      JSON.stringify({
        type: 'transaction',
        content: {
          list: [
            {
              symbol: 'BTC_KRW',
              buySellGb: '1',
              contPrice: '1',
              contQty: '1',
              contDtm: '2026-05-07 20:56:17.158984',
              ...changes,
            },
          ],
        },
      });
    expect(read(trade({}), ['BTC/KRW']).fault).toBeNull();
    expect(read(trade({ contPrice: 'NaN' }), ['BTC/KRW']).fault?.cause).toBe('bad-number');
    expect(read(trade({ contQty: '0' }), ['BTC/KRW']).fault?.cause).toBe('negative');
    expect(read(trade({ contDtm: 'now' }), ['BTC/KRW']).fault?.cause).toBe('missing-field');
    expect(read(trade({}), ['ETH/KRW']).fault?.cause).toBe('wrong-symbol');
    expect(read('<html>', ['BTC/KRW']).fault?.cause).toBe('html');
    expect(read('{"type":"transaction"}', ['BTC/KRW']).fault?.cause).toBe('unknown-message');
  });
});
