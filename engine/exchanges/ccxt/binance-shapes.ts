import { z } from 'zod';
import { exactNumber, idText, wholeNumber } from './exact-json.ts';

/** What Binance's REST answers look like, as far as they are read; unknown fields pass. */

const side = z.enum(['BUY', 'SELL']);
/** Quoted by our own reader where it stands bare, so both spellings. */
const flag = z.union([z.boolean(), z.enum(['true', 'false'])]).transform((value) => value === true || value === 'true');

export const serverTime = z.object({ serverTime: wholeNumber });

const filter = z.object({
  filterType: z.string(),
  tickSize: exactNumber.optional(),
  stepSize: exactNumber.optional(),
  minQty: exactNumber.optional(),
  maxQty: exactNumber.optional(),
  minNotional: exactNumber.optional(),
  notional: exactNumber.optional(),
});

export const exchangeInfo = z.object({
  symbols: z
    .array(
      z.object({
        symbol: z.string(),
        status: z.string(),
        contractType: z.string().optional(),
        filters: z.array(filter),
      }),
    )
    .min(1),
});
export type ListedMarket = z.infer<typeof exchangeInfo>['symbols'][number];

export const placed = z.object({ orderId: idText });
export const placedAlgo = z.object({ algoId: idText });

export const order = z.object({
  symbol: z.string(),
  orderId: idText,
  clientOrderId: z.string(),
  status: z.string(),
  executedQty: exactNumber,
  side,
  type: z.string(),
  reduceOnly: flag.optional(),
});
export type BinanceOrder = z.infer<typeof order>;
export const orders = z.array(order);

export const algoOrder = z.object({
  symbol: z.string(),
  algoId: idText,
  clientAlgoId: z.string(),
  algoStatus: z.string(),
  side,
  actualOrderId: idText.nullish(),
  triggerTime: wholeNumber.nullish(),
  updateTime: wholeNumber.nullish(),
  reduceOnly: flag.optional(),
  closePosition: flag.optional(),
});
export type BinanceAlgoOrder = z.infer<typeof algoOrder>;
export const algoOrders = z.union([
  z.array(algoOrder),
  z.object({ orders: z.array(algoOrder) }).transform((o) => o.orders),
]);

/** Spot writes isBuyer, isMaker; futures buyer, maker and side. */
export const trades = z.array(
  z
    .object({
      symbol: z.string(),
      id: idText,
      orderId: idText,
      price: exactNumber,
      qty: exactNumber,
      commission: exactNumber,
      commissionAsset: z.string(),
      time: wholeNumber,
      isBuyer: flag.optional(),
      isMaker: flag.optional(),
      buyer: flag.optional(),
      maker: flag.optional(),
    })
    .refine((trade) => (trade.isBuyer ?? trade.buyer) !== undefined, 'says no side'),
);
export type BinanceTrade = z.infer<typeof trades>[number];

export const spotAccount = z.object({
  canTrade: flag.optional(),
  commissionRates: z.object({ maker: exactNumber, taker: exactNumber }).optional(),
  balances: z.array(z.object({ asset: z.string(), free: exactNumber, locked: exactNumber })),
});

export const futuresAccount = z.object({
  assets: z.array(z.object({ asset: z.string(), walletBalance: exactNumber, availableBalance: exactNumber })),
});

export const positions = z.array(
  z.object({
    symbol: z.string(),
    positionAmt: exactNumber,
    entryPrice: exactNumber,
    leverage: wholeNumber.optional(),
    marginType: z.string().optional(),
    isolated: flag.optional(),
    positionSide: z.string().optional(),
  }),
);
export type BinancePosition = z.infer<typeof positions>[number];

export const income = z.array(
  z.object({
    symbol: z.string(),
    incomeType: z.string(),
    income: exactNumber,
    asset: z.string(),
    time: wholeNumber,
    tranId: idText,
  }),
);

export const positionMode = z.object({ dualSidePosition: flag });
export const restrictions = z.object({
  ipRestrict: flag.optional(),
  enableReading: flag.optional(),
  enableWithdrawals: flag.optional(),
  enableSpotAndMarginTrading: flag.optional(),
  enableFutures: flag.optional(),
  tradingAuthorityExpirationTime: wholeNumber.nullish(),
});
export const commission = z.object({ makerCommissionRate: exactNumber, takerCommissionRate: exactNumber });
export const listenKey = z.object({ listenKey: z.string().min(1) });
