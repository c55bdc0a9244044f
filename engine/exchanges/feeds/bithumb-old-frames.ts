import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { DepthSnapshotEvent, FeedEvent } from './feed-event.ts';
import { type FrameFault, frameFault } from './frame-fault.ts';
import { LevelList } from './level-list.ts';
import { isRecord, type JsonRecord, millisecondsOf } from './upbit-fields.ts';
import type { FrameParser } from './venue-feed.ts';

const LARGEST_FRAME_BYTES = 512 * 1024;
const MOST_ENTRIES = 1_000;
const KST_OFFSET_MS = 9 * 3_600_000;

/**
 * Reads the frames of Bithumb's older public stream (`pubwss`), as recordings hold them: numbers as strings, times of
 * trades in Korean time, changes of levels instead of books. Nothing of ours subscribes to it any more.
 */
export class BithumbOldFrames implements FrameParser {
  private readonly symbols: ReadonlyMap<string, InstrumentSymbol>;
  private readonly bids = new LevelList();
  private readonly asks = new LevelList();

  constructor(symbols: readonly InstrumentSymbol[]) {
    this.symbols = new Map(symbols.map((symbol) => [symbol.replace('/', '_'), symbol]));
  }

  read(frame: Uint8Array | string, emit: (event: FeedEvent) => void): FrameFault | null {
    if (frame.length === 0) return frameFault('empty');
    if (frame.length > LARGEST_FRAME_BYTES) return frameFault('too-large');
    const text = typeof frame === 'string' ? frame : Buffer.from(frame).toString('utf8');
    const message = recordOf(text);
    if (message === null) return frameFault(text.trimStart().startsWith('<') ? 'html' : 'not-json');
    if (typeof message.status === 'string') {
      const ok = message.status === '0000';
      emit({ type: 'answer', id: null, ok, refusal: ok ? null : message.status.slice(0, 8) });
      return null;
    }
    const { content } = message;
    const list = isRecord(content) && Array.isArray(content.list) ? content.list : null;
    if (!isRecord(content) || list === null || list.length > MOST_ENTRIES) return frameFault('unknown-message');
    if (message.type === 'transaction') return this.trades(list, emit);
    if (message.type === 'orderbookdepth') return this.depth(list, content.datetime, emit);
    return frameFault('unknown-stream', String(message.type));
  }

  readSnapshot(): DepthSnapshotEvent | FrameFault {
    return frameFault('unknown-message', 'snapshot');
  }

  private trades(list: readonly unknown[], emit: (event: FeedEvent) => void): FrameFault | null {
    const events: FeedEvent[] = [];
    for (const entry of list) {
      const read = isRecord(entry) ? this.trade(entry) : frameFault('wrong-type', 'list');
      if (read.type === 'fault') return read;
      events.push(read);
    }
    for (const event of events) emit(event);
    return null;
  }

  private trade(entry: JsonRecord): FeedEvent | FrameFault {
    const symbol = this.symbolOf(entry);
    if (symbol === null) return frameFault('wrong-symbol', String(entry.symbol));
    const [price, quantity, at] = [numberOf(entry.contPrice), numberOf(entry.contQty), koreanTimeOf(entry.contDtm)];
    if (price === null || quantity === null) return frameFault('bad-number', 'contPrice');
    if (price <= 0 || quantity <= 0) return frameFault('negative', 'contPrice');
    if (at === null) return frameFault('missing-field', 'contDtm');
    if (entry.buySellGb !== '1' && entry.buySellGb !== '2') return frameFault('missing-field', 'buySellGb');
    const takerSide = entry.buySellGb === '2' ? 'buy' : 'sell';
    // There is no number; the time in microseconds with price and size is the nearest to one.
    const tradeId = `${String(entry.contDtm)} ${String(entry.contPrice)} ${String(entry.contQty)}`;
    const trade = { symbol, venue: 'bithumb', tradeId, at, price, quantity, takerSide } as const;
    return { type: 'trade', symbol, at, trade, sequence: null };
  }

  private depth(list: readonly unknown[], datetime: unknown, emit: (event: FeedEvent) => void): FrameFault | null {
    const at = millisecondsOf(typeof datetime === 'number' ? String(datetime) : datetime);
    if (at === null) return frameFault('missing-field', 'datetime');
    this.bids.clear();
    this.asks.clear();
    const symbols = new Set<InstrumentSymbol>();
    for (const entry of list) {
      const symbol = isRecord(entry) ? this.symbolOf(entry) : null;
      if (!isRecord(entry) || symbol === null) return frameFault('wrong-symbol', 'list');
      const [price, quantity] = [numberOf(entry.price), numberOf(entry.quantity)];
      if (price === null || quantity === null) return frameFault('bad-number', 'price');
      if (price <= 0 || quantity < 0) return frameFault('negative', 'price');
      if (entry.orderType !== 'bid' && entry.orderType !== 'ask') return frameFault('missing-field', 'orderType');
      (entry.orderType === 'bid' ? this.bids : this.asks).push(price, quantity);
      symbols.add(symbol);
    }
    const [symbol, another] = symbols;
    if (symbol === undefined || another !== undefined) return frameFault('wrong-symbol', 'list');
    const sequence = { firstUpdateId: Number(datetime), lastUpdateId: Number(datetime), previousUpdateId: null };
    emit({ type: 'depth.diff', symbol, at, ...sequence, bids: this.bids, asks: this.asks });
    return null;
  }

  private symbolOf(entry: JsonRecord): InstrumentSymbol | null {
    return typeof entry.symbol === 'string' ? (this.symbols.get(entry.symbol) ?? null) : null;
  }
}

function recordOf(text: string): JsonRecord | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

function numberOf(value: unknown): number | null {
  return typeof value === 'string' && /^\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

/** Milliseconds of `2021-06-02 08:43:34.555058`, Korean time. */
function koreanTimeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,6}$/.test(value)) return null;
  const at = Date.parse(`${value.slice(0, 10)}T${value.slice(11, 23)}Z`);
  return Number.isFinite(at) ? at - KST_OFFSET_MS : null;
}
