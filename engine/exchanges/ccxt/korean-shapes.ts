import { z } from 'zod';
import { exactNumber, idText, isoMoment } from './exact-json.ts';

/** What the REST answers of Upbit and Bithumb look like, as far as they are read. */

export const markets = z.array(z.object({ market: z.string() })).min(1);

export const ticks = z.array(z.object({ market: z.string(), tick_size: exactNumber }));

export const tickers = z.array(z.object({ market: z.string(), trade_price: exactNumber }));

const level = z.object({ ask_price: exactNumber, bid_price: exactNumber });
export const orderBooks = z.array(z.object({ market: z.string(), orderbook_units: z.array(level).min(1) })).min(1);

const chanceSide = z.object({ min_total: exactNumber.nullish(), price_unit: exactNumber.nullish() });
export const chance = z.object({
  bid_fee: exactNumber,
  ask_fee: exactNumber,
  maker_bid_fee: exactNumber.nullish(),
  market: z.object({
    state: z.string().nullish(),
    bid: chanceSide,
    ask: chanceSide,
    max_total: exactNumber.nullish(),
  }),
});

export const accounts = z.array(z.object({ currency: z.string(), balance: exactNumber, locked: exactNumber }));

const trade = z.object({
  market: z.string(),
  uuid: idText,
  price: exactNumber,
  volume: exactNumber,
  funds: exactNumber.optional(),
  side: z.enum(['bid', 'ask']).optional(),
  created_at: isoMoment,
});
export type KoreanTrade = z.infer<typeof trade>;

export const order = z.object({
  uuid: idText,
  side: z.enum(['bid', 'ask']),
  ord_type: z.string(),
  state: z.string(),
  market: z.string(),
  created_at: isoMoment,
  executed_volume: exactNumber,
  paid_fee: exactNumber,
  time_in_force: z.string().nullish(),
  identifier: z.string().nullish(),
  client_order_id: z.string().nullish(),
});
export type KoreanOrder = z.infer<typeof order>;
export const orders = z.array(order);

export const orderWithTrades = order.extend({ trades: z.array(trade) });
export type KoreanOrderWithTrades = z.infer<typeof orderWithTrades>;

export const apiKeys = z.array(z.object({ access_key: z.string(), expire_at: isoMoment.nullish() }));
