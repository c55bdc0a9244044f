import type { SeriesSite, SiteAnswer } from './series-site.ts';
import { startSeriesSite } from './series-site.ts';

export interface FuturesBook {
  readonly funding: readonly { readonly at: number; readonly rate: string }[];
  readonly interest: readonly { readonly at: number; readonly coins: string; readonly usd: string }[];
  /** The rate expected for the next payment. */
  readonly next: { readonly at: number; readonly rate: string };
}

/** Speaks the public interface of Binance's USDT-margined futures; an unknown symbol is error -1121. */
export function startBinanceFutures(books: Readonly<Record<string, FuturesBook>>): Promise<SeriesSite> {
  return startSeriesSite((url) => {
    const symbol = url.searchParams.get('symbol') ?? '';
    const book = books[symbol];
    if (book === undefined) return { status: 400, body: { code: -1121, msg: 'Invalid symbol.' } };
    return answer(url, symbol, book);
  });
}

function answer(url: URL, symbol: string, book: FuturesBook): SiteAnswer | undefined {
  const start = Number(url.searchParams.get('startTime') ?? 0);
  const end = Number(url.searchParams.get('endTime') ?? Number.MAX_SAFE_INTEGER);
  const limit = Number(url.searchParams.get('limit') ?? 100);
  const inSpan = <T extends { readonly at: number }>(rows: readonly T[]) =>
    rows.filter(({ at }) => at >= start && at <= end).slice(0, limit);
  switch (url.pathname) {
    case '/fapi/v1/fundingRate':
      return {
        body: inSpan(book.funding).map(({ at, rate }) => ({
          symbol,
          fundingTime: at,
          fundingRate: rate,
          markPrice: '34287.54619963',
        })),
      };
    case '/futures/data/openInterestHist':
      return {
        body: inSpan(book.interest).map(({ at, coins, usd }) => ({
          symbol,
          sumOpenInterest: coins,
          sumOpenInterestValue: usd,
          CMCCirculatingSupply: '165880.538',
          timestamp: at,
        })),
      };
    case '/fapi/v1/premiumIndex':
      return {
        body: {
          symbol,
          markPrice: '11793.63104562',
          indexPrice: '11781.80495970',
          estimatedSettlePrice: '11781.16138815',
          lastFundingRate: book.next.rate,
          interestRate: '0.00010000',
          nextFundingTime: book.next.at + 3_600_000,
          time: book.next.at,
        },
      };
    default:
      return undefined;
  }
}
