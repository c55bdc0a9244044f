import type { MarketEvent } from '../../../../engine/domain/market.ts';
import { ConnectionBudget } from '../../../../engine/exchanges/feeds/connection-budget.ts';
import type { RequestPublic } from '../../../../engine/exchanges/feeds/history-request.ts';
import {
  createLiveMarketData,
  type LiveMarketData,
  type LiveMarketOptions,
} from '../../../../engine/exchanges/feeds/live-market-data.ts';
import type { FeedNotice } from '../../../../engine/exchanges/feeds/live-market-notice.ts';
import { OWN_ADDRESS } from '../../../../engine/exchanges/venues/venue-name.ts';
import { FakeLiveLoop } from './fake-live-loop.ts';
import { type FakeSocket, FakeSockets } from './fake-sockets.ts';

export const MINUTE = 60_000;
/** Half a minute before a full one. */
export const BEGIN = 1_700_000_010_000;
export const BTC = 'BTC/KRW';

/** What a Korean venue says on its stream and by REST, as the test wants it. */
export class ScriptedVenue {
  /** Minutes that REST knows, by open time; null takes the venue away. */
  minutes: Map<number, readonly [o: number, h: number, l: number, c: number, v: number]> | null = new Map();
  /** What REST says of the book. */
  restBook: unknown = [];
  private number = 0;
  private readonly loop: FakeLiveLoop;
  private readonly sockets: FakeSockets;
  private readonly host: string;

  constructor(loop: FakeLiveLoop, sockets: FakeSockets, host: string) {
    this.loop = loop;
    this.sockets = sockets;
    this.host = host;
  }

  living(): readonly FakeSocket[] {
    return this.sockets.living().filter((socket) => new URL(socket.terms.url).host === this.host);
  }

  all(): readonly FakeSocket[] {
    return this.sockets.all.filter((socket) => new URL(socket.terms.url).host === this.host);
  }

  say(message: unknown): void {
    for (const socket of this.living()) socket.say(message);
  }

  trade(price: number, quantity = 1, changes: object = {}): void {
    this.number += 1;
    const at = this.loop.now();
    const fields = { type: 'trade', code: 'KRW-BTC', timestamp: at, trade_timestamp: at, ask_bid: 'BID' };
    this.say({ ...fields, trade_price: price, trade_volume: quantity, sequential_id: `${this.number}`, ...changes });
  }

  book(price: number, at = this.loop.now(), spread = 0.5): void {
    const unit = { ask_price: price + spread, bid_price: price - spread, ask_size: 2, bid_size: 3 };
    this.say({ type: 'orderbook', code: 'KRW-BTC', timestamp: at, orderbook_units: [unit], level: 0 });
  }

  /** Lives so long, a book and a trade a second. */
  async live(ms: number, price: number, stepMs = 1_000): Promise<void> {
    for (let passed = 0; passed < ms; passed += stepMs) {
      await this.loop.pass(stepMs);
      this.book(price);
      this.trade(price);
      await this.loop.pass(0);
    }
  }

  rest(url: URL): { status: number; body: string } {
    if (this.minutes === null) return { status: 503, body: '' };
    if (url.pathname === '/v1/orderbook') return { status: 200, body: JSON.stringify(this.restBook) };
    const text = url.searchParams.get('to') ?? '';
    const until = Date.parse(text.endsWith('Z') ? text : `${text}+09:00`);
    const rows = [...this.minutes]
      .filter(([openTime]) => openTime < until)
      .sort(([a], [b]) => b - a)
      .slice(0, Number(url.searchParams.get('count')))
      .map(([openTime, [o, h, l, c, v]]) => ({
        candle_date_time_utc: new Date(openTime).toISOString().slice(0, 19),
        opening_price: o,
        high_price: h,
        low_price: l,
        trade_price: c,
        candle_acc_trade_volume: v,
      }));
    return { status: 200, body: JSON.stringify(rows) };
  }
}

export interface ScriptedMarket {
  readonly loop: FakeLiveLoop;
  readonly sockets: FakeSockets;
  readonly upbit: ScriptedVenue;
  readonly bithumb: ScriptedVenue;
  readonly market: LiveMarketData;
  readonly events: MarketEvent[];
  readonly notices: FeedNotice[];
  readonly asked: string[];
}

/** A live market whose venues are the test's; nothing of it touches a wire or a second. */
export function scriptedMarket(
  changes: Partial<LiveMarketOptions> = {},
  answer?: (url: URL) => { status: number; body: string } | null,
): ScriptedMarket {
  const loop = new FakeLiveLoop(BEGIN);
  const sockets = new FakeSockets();
  const upbit = new ScriptedVenue(loop, sockets, 'api.upbit.com');
  const bithumb = new ScriptedVenue(loop, sockets, 'ws-api.bithumb.com');
  const asked: string[] = [];
  const request: RequestPublic = async (text) => {
    const url = new URL(text);
    asked.push(`${url.host}${url.pathname}`);
    const told = answer?.(url) ?? (url.host === 'api.upbit.com' ? upbit : bithumb).rest(url);
    return { headers: { date: new Date(loop.now()).toUTCString() }, ...told };
  };
  const notices: FeedNotice[] = [];
  const market = createLiveMarketData({
    venue: 'upbit',
    address: OWN_ADDRESS,
    symbols: [BTC],
    clock: loop,
    loop,
    budget: new ConnectionBudget({ loop }),
    openSocket: sockets.open,
    request,
    onNotice: (notice) => notices.push(notice),
    ...changes,
  });
  const events: MarketEvent[] = [];
  market.subscribe((event) => {
    events.push(event);
  });
  return { loop, sockets, upbit, bithumb, market, events, notices, asked };
}
