import type { Decimal } from '../../../engine/domain/decimal.ts';
import type { VenueCore } from './core.ts';

interface Income {
  readonly account: string;
  readonly symbol: string;
  readonly type: 'FUNDING_FEE' | 'REALIZED_PNL' | 'COMMISSION';
  readonly amount: Decimal;
  readonly asset: string;
  readonly at: number;
  readonly id: number;
  readonly tradeId: string;
}

/** What came to and left futures wallets, as `GET /fapi/v1/income` tells it. */
export class IncomeBook {
  readonly #core: VenueCore;
  readonly #rows: Income[] = [];
  readonly #rates: { readonly symbol: string; readonly rate: string; readonly at: number }[] = [];

  constructor(core: VenueCore) {
    this.#core = core;
    core.on((event) => {
      if (event.type === 'funding') {
        const { account, symbol, amount, currency: asset, at } = event;
        this.#rows.push({ account, symbol, type: 'FUNDING_FEE', amount, asset, at, id: Number(event.id), tradeId: '' });
        if (this.#rates.at(-1)?.at !== at) this.#rates.push({ symbol, rate: event.rate, at });
      }
      if (event.type === 'order' && event.trade !== null) {
        const { account, symbol, at, fee, feeCurrency: asset, realized, sequence, id: tradeId } = event.trade;
        this.#rows.push({ account, symbol, type: 'COMMISSION', amount: fee.neg(), asset, at, id: sequence, tradeId });
        if (!realized.isZero())
          this.#rows.push({
            account,
            symbol,
            type: 'REALIZED_PNL',
            amount: realized,
            asset,
            at,
            id: sequence,
            tradeId,
          });
      }
    });
  }

  list(account: string, params: URLSearchParams) {
    const [from, to] = [Number(params.get('startTime') ?? 0), Number(params.get('endTime') ?? Number.MAX_SAFE_INTEGER)];
    const limit = Math.min(Number(params.get('limit') ?? 100), 1_000);
    const rows = this.#rows.filter((row) => {
      if (row.account !== account || row.at < from || row.at > to) return false;
      if (params.has('symbol') && this.#core.market(row.symbol).id !== params.get('symbol')) return false;
      return !params.has('incomeType') || row.type === params.get('incomeType');
    });
    return (params.has('startTime') ? rows.slice(0, limit) : rows.slice(-limit)).map((row) => ({
      symbol: this.#core.market(row.symbol).id,
      incomeType: row.type,
      income: row.amount.toFixed(8),
      asset: row.asset,
      info: row.type === 'FUNDING_FEE' ? 'FUNDING_FEE' : row.tradeId,
      time: row.at,
      tranId: row.id,
      tradeId: row.tradeId,
    }));
  }

  rates(id: string | null) {
    return this.#rates
      .filter(({ symbol }) => id === null || this.#core.market(symbol).id === id)
      .map(({ symbol, rate, at }) => ({
        symbol: this.#core.market(symbol).id,
        fundingTime: at,
        fundingRate: rate,
        markPrice: this.#core.lastPrice(symbol).toFixed(8),
      }));
  }
}
