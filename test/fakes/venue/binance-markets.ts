import { decimal } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';
import type { CoreMarket } from './core-types.ts';
import type { FakeFilters } from './venue.ts';

const filters = (tickSize: string, lotSize: string, maxQuantity: string, minNotional: string): FakeFilters => ({
  tickSize,
  lotSize,
  minQuantity: lotSize,
  maxQuantity,
  minNotional,
});

/** Binance's grid, as of 2025. */
const SPOT: Readonly<Record<string, FakeFilters>> = {
  BTC: filters('0.01', '0.00001', '9000', '5'),
  ETH: filters('0.01', '0.0001', '9000', '5'),
  SOL: filters('0.01', '0.001', '90000', '5'),
  XRP: filters('0.0001', '0.1', '9222449', '5'),
  BNB: filters('0.01', '0.001', '900000', '5'),
};

const USDM: Readonly<Record<string, FakeFilters>> = {
  BTC: filters('0.10', '0.001', '1000', '100'),
  ETH: filters('0.01', '0.001', '10000', '20'),
  SOL: filters('0.0100', '0.01', '100000', '5'),
  XRP: filters('0.0001', '0.1', '1000000', '5'),
};

export const FIRST_PRICES: Readonly<Record<string, number>> = { BTC: 60_000, ETH: 3_000, SOL: 150, XRP: 0.5, BNB: 600 };

export function spotMarkets(): readonly CoreMarket[] {
  return Object.entries(SPOT).map(([base, grid]) => ({
    symbol: `${base}/USDT`,
    id: `${base}USDT`,
    base,
    quote: 'USDT',
    kind: 'spot',
    filters: grid,
    trading: true,
    makerFee: '0.001',
    takerFee: '0.001',
  }));
}

export function usdmMarkets(): readonly CoreMarket[] {
  return Object.entries(USDM).map(([base, grid]) => ({
    symbol: `${base}/USDT:USDT`,
    id: `${base}USDT`,
    base,
    quote: 'USDT',
    kind: 'perpetual',
    filters: grid,
    trading: true,
    makerFee: '0.0002',
    takerFee: '0.0005',
  }));
}

/** `GET /api/v3/exchangeInfo`. */
export function spotExchangeInfo(core: VenueCore, wanted: readonly CoreMarket[]) {
  return {
    timezone: 'UTC',
    serverTime: core.now(),
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 6_000 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
      { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200_000 },
      { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61_000 },
    ],
    exchangeFilters: [],
    symbols: wanted.map((market) => ({
      symbol: market.id,
      status: market.trading ? 'TRADING' : 'BREAK',
      baseAsset: market.base,
      baseAssetPrecision: 8,
      quoteAsset: market.quote,
      quotePrecision: 8,
      quoteAssetPrecision: 8,
      baseCommissionPrecision: 8,
      quoteCommissionPrecision: 8,
      orderTypes: [
        'LIMIT',
        'LIMIT_MAKER',
        'MARKET',
        'STOP_LOSS',
        'STOP_LOSS_LIMIT',
        'TAKE_PROFIT',
        'TAKE_PROFIT_LIMIT',
      ],
      icebergAllowed: true,
      ocoAllowed: true,
      otoAllowed: true,
      quoteOrderQtyMarketAllowed: true,
      allowTrailingStop: true,
      cancelReplaceAllowed: true,
      amendAllowed: true,
      isSpotTradingAllowed: true,
      isMarginTradingAllowed: false,
      filters: [
        {
          filterType: 'PRICE_FILTER',
          minPrice: eight(market.filters.tickSize),
          maxPrice: '1000000.00000000',
          tickSize: eight(market.filters.tickSize),
        },
        {
          filterType: 'LOT_SIZE',
          minQty: eight(market.filters.minQuantity),
          maxQty: eight(market.filters.maxQuantity),
          stepSize: eight(market.filters.lotSize),
        },
        { filterType: 'ICEBERG_PARTS', limit: 10 },
        {
          filterType: 'MARKET_LOT_SIZE',
          minQty: '0.00000000',
          maxQty: eight(market.filters.maxQuantity),
          stepSize: '0.00000000',
        },
        {
          filterType: 'TRAILING_DELTA',
          minTrailingAboveDelta: 10,
          maxTrailingAboveDelta: 2_000,
          minTrailingBelowDelta: 10,
          maxTrailingBelowDelta: 2_000,
        },
        {
          filterType: 'PERCENT_PRICE_BY_SIDE',
          bidMultiplierUp: '5',
          bidMultiplierDown: '0.2',
          askMultiplierUp: '5',
          askMultiplierDown: '0.2',
          avgPriceMins: 5,
        },
        {
          filterType: 'NOTIONAL',
          minNotional: eight(market.filters.minNotional),
          applyMinToMarket: true,
          maxNotional: '9000000.00000000',
          applyMaxToMarket: false,
          avgPriceMins: 5,
        },
        { filterType: 'MAX_NUM_ORDERS', maxNumOrders: 200 },
        { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: 5 },
      ],
      permissions: [],
      permissionSets: [['SPOT']],
      defaultSelfTradePreventionMode: 'EXPIRE_MAKER',
      allowedSelfTradePreventionModes: ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT'],
    })),
  };
}

/** `GET /fapi/v1/exchangeInfo`. */
export function usdmExchangeInfo(core: VenueCore) {
  return {
    timezone: 'UTC',
    serverTime: core.now(),
    futuresType: 'U_MARGINED',
    rateLimits: [
      { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 2_400 },
      { rateLimitType: 'ORDERS', interval: 'MINUTE', intervalNum: 1, limit: 1_200 },
      { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 300 },
    ],
    exchangeFilters: [],
    assets: [{ asset: 'USDT', marginAvailable: true, autoAssetExchange: '-10000' }],
    symbols: [...core.markets.values()].map((market) => ({
      symbol: market.id,
      pair: market.id,
      contractType: 'PERPETUAL',
      deliveryDate: 4_133_404_800_000,
      onboardDate: 1_569_398_400_000,
      status: market.trading ? 'TRADING' : 'SETTLING',
      maintMarginPercent: '2.5000',
      requiredMarginPercent: '5.0000',
      baseAsset: market.base,
      quoteAsset: market.quote,
      marginAsset: market.quote,
      pricePrecision: decimal(market.filters.tickSize).decimalPlaces(),
      quantityPrecision: decimal(market.filters.lotSize).decimalPlaces(),
      baseAssetPrecision: 8,
      quotePrecision: 8,
      underlyingType: 'COIN',
      underlyingSubType: [],
      settlePlan: 0,
      triggerProtect: '0.0500',
      liquidationFee: '0.012500',
      marketTakeBound: '0.05',
      maxMoveOrderLimit: 10_000,
      filters: [
        {
          filterType: 'PRICE_FILTER',
          minPrice: market.filters.tickSize,
          maxPrice: '4529764',
          tickSize: market.filters.tickSize,
        },
        {
          filterType: 'LOT_SIZE',
          minQty: market.filters.minQuantity,
          maxQty: market.filters.maxQuantity,
          stepSize: market.filters.lotSize,
        },
        {
          filterType: 'MARKET_LOT_SIZE',
          minQty: market.filters.minQuantity,
          maxQty: market.filters.maxQuantity,
          stepSize: market.filters.lotSize,
        },
        { filterType: 'MAX_NUM_ORDERS', limit: 200 },
        { filterType: 'MAX_NUM_ALGO_ORDERS', limit: 10 },
        { filterType: 'MIN_NOTIONAL', notional: market.filters.minNotional },
        { filterType: 'PERCENT_PRICE', multiplierUp: '1.0500', multiplierDown: '0.9500', multiplierDecimal: '4' },
      ],
      orderTypes: [
        'LIMIT',
        'MARKET',
        'STOP',
        'STOP_MARKET',
        'TAKE_PROFIT',
        'TAKE_PROFIT_MARKET',
        'TRAILING_STOP_MARKET',
      ],
      timeInForce: ['GTC', 'IOC', 'FOK', 'GTX', 'GTD'],
    })),
  };
}

function eight(text: string): string {
  return decimal(text).toFixed(8);
}
