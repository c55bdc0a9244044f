import { z } from 'zod';
import { decimal, decimalText } from '../../domain/decimal.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { symbolOfMarketId } from '../venues/venue-symbols.ts';
import { exactNumber, idText, shaped, wholeNumber } from './exact-json.ts';
import { streamUrl, type UserStreamParts, type UserStreamWire } from './user-stream.ts';

const UPBIT_URL = 'wss://api.upbit.com/websocket/v1/private';
/** Its private v1 stream is being ended; v2 names the fields anew. */
const BITHUMB_URL = 'wss://ws-api.bithumb.com/websocket/v2/private';

const upbitOrder = z.object({
  code: z.string(),
  uuid: idText,
  ask_bid: z.string(),
  state: z.string(),
  trade_uuid: idText.nullish(),
  price: exactNumber.nullish(),
  volume: exactNumber.nullish(),
  trade_fee: exactNumber.nullish(),
  is_maker: z.union([z.boolean(), z.string()]).nullish(),
  identifier: z.string().nullish(),
  trade_timestamp: wholeNumber.nullish(),
  timestamp: wholeNumber,
});

const bithumbOrder = z.object({
  code: z.string(),
  order_id: idText,
  client_order_id: z.string().nullish(),
  side: z.string(),
  state: z.string(),
  trade_id: idText.nullish(),
  trade_price: exactNumber.nullish(),
  trade_quantity: exactNumber.nullish(),
  paid_fee: exactNumber.nullish(),
  is_maker: z.union([z.boolean(), z.string()]).nullish(),
  trade_timestamp: wholeNumber.nullish(),
  timestamp: wholeNumber,
});

/** A frame of either venue in one shape. */
interface OrderFrame {
  readonly code: string;
  readonly venueOrderId: string;
  readonly clientId: string | null;
  readonly buys: boolean;
  readonly state: string;
  readonly tradeId: string | null;
  readonly price: string | null;
  readonly quantity: string | null;
  /** Of this trade alone, or null where only the order's whole fee is told. */
  readonly tradeFee: string | null;
  readonly paidFee: string | null;
  readonly maker: boolean;
  readonly tradedAt: number | null;
  readonly at: number;
}

/** Upbit's and Bithumb's private streams: a token in the header, then `myOrder` of every market. */
export function koreanUserStream(parts: UserStreamParts): UserStreamWire {
  const { venue, address, client, ids, fills } = parts;
  const upbit = venue === 'upbit';

  async function read(message: unknown): Promise<void> {
    const frame = upbit
      ? upbitFrame(shaped(venue, upbitOrder, message))
      : bithumbFrame(shaped(venue, bithumbOrder, message));
    const symbol = symbolOfMarketId(venue, frame.code);
    if (symbol === null) return;
    const clientId = frame.clientId ?? ids.clientIdOf(frame.venueOrderId);
    if (clientId !== null) ids.remember({ clientId, venueOrderId: frame.venueOrderId, algo: false });
    if (frame.state === 'trade' && frame.tradeId !== null)
      await parts.heard({
        tradeId: frame.tradeId,
        venueOrderId: frame.venueOrderId,
        clientId,
        symbol,
        side: frame.buys ? 'buy' : 'sell',
        quantity: frame.quantity ?? '0',
        price: frame.price ?? '0',
        fee: frame.tradeFee ?? feeSoFar(clientId ?? frame.venueOrderId, frame.paidFee),
        feeCurrency: 'KRW',
        liquidity: frame.maker ? 'maker' : 'taker',
        at: frame.tradedAt ?? frame.at,
      });
    else if (frame.state === 'cancel' || (frame.state === 'prevented' && (await hasEnded(clientId, symbol))))
      parts.canceled(clientId ?? frame.venueOrderId, frame.at, frame.state);
  }

  /** A self-trade that was prevented may have ended the order or only made it smaller: the frame does not say which. */
  async function hasEnded(clientId: string | null, symbol: InstrumentSymbol): Promise<boolean> {
    if (clientId === null) return false;
    const found = await parts.findOrder(clientId, symbol);
    return found?.state === 'CANCELED';
  }

  /** Bithumb tells what the whole order has cost: what earlier trades took is taken off. */
  function feeSoFar(clientId: string, paidFee: string | null): string {
    const fee = decimal(paidFee ?? '0').minus(fills.feesOf(clientId));
    return fee.isNegative() ? '0' : decimalText(fee);
  }

  return {
    async open() {
      const url = upbit ? UPBIT_URL : BITHUMB_URL;
      const token = await client.authorization(upbit ? 'accounts' : 'v1/accounts');
      return { url: streamUrl(url, address), headers: { authorization: token } };
    },
    // Nothing acknowledges the subscription; what answers the ping behind it was read after it.
    greetings: () => [JSON.stringify([{ ticket: 'assent' }, { type: 'myOrder' }, { type: 'myAsset' }]), 'PING'],
    upWhenOpen: false,
    keepAlive: null,
    pingText: 'PING',
    condition(message) {
      if (typeOf(message) !== null) return null;
      if (has(message, 'status')) return 'up';
      return has(message, 'error') ? 'ended' : null;
    },
    async read(message) {
      if (typeOf(message) === 'myOrder') await read(message);
    },
  };
}

function upbitFrame(told: z.infer<typeof upbitOrder>): OrderFrame {
  return {
    code: told.code,
    venueOrderId: told.uuid,
    clientId: told.identifier ?? null,
    buys: told.ask_bid.toUpperCase() === 'BID',
    state: told.state,
    tradeId: told.trade_uuid ?? null,
    price: told.price ?? null,
    quantity: told.volume ?? null,
    tradeFee: told.trade_fee ?? null,
    paidFee: null,
    maker: String(told.is_maker) === 'true',
    tradedAt: told.trade_timestamp ?? null,
    at: told.timestamp,
  };
}

function bithumbFrame(told: z.infer<typeof bithumbOrder>): OrderFrame {
  return {
    code: told.code,
    venueOrderId: told.order_id,
    clientId: told.client_order_id ?? null,
    buys: /^(buy|bid)$/i.test(told.side),
    state: told.state,
    tradeId: told.trade_id ?? null,
    price: told.trade_price ?? null,
    quantity: told.trade_quantity ?? null,
    tradeFee: null,
    paidFee: told.paid_fee ?? null,
    maker: String(told.is_maker) === 'true',
    tradedAt: told.trade_timestamp ?? null,
    at: told.timestamp,
  };
}

function typeOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'type' in message ? message.type : null;
}

function has(message: unknown, field: string): boolean {
  return typeof message === 'object' && message !== null && field in message;
}
