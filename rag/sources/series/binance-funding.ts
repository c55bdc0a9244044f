import { z } from 'zod';
import type { Source, Unreadable, Visit } from '../source.ts';
import type { Part } from './gather.ts';
import { gather } from './gather.ts';
import type { Progress } from './progress.ts';
import type { Candidate, Range, Reading } from './reading.ts';
import { judge, numberIn } from './reading.ts';
import { askJson, eachRow, epochMs, written } from './site.ts';

export const BINANCE_FUTURES_ORIGIN = 'https://fapi.binance.com';
const SOURCE = 'binance';
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
const FUNDING_LIMIT = 1_000;
const FUNDING_HISTORY_MS = 300 * DAY_MS;
/** Binance keeps a month of it and gives 500 rows at a time. */
const OPEN_INTEREST_HISTORY_MS = 500 * HOUR_MS;

/** The caps of Binance lie at 3 % and below; what is beyond 5 % was written in percent, or is broken. */
const RATE: Range = { least: -0.05, most: 0.05 };
const COINS: Range = { least: 0, most: 1e16 };
const USD: Range = { least: 0, most: 1e12 };

const rowsSchema = z.array(z.unknown());
const fundingSchema = z.object({ symbol: z.string(), fundingTime: epochMs, fundingRate: written });
const interestSchema = z.object({
  symbol: z.string(),
  timestamp: epochMs,
  sumOpenInterest: written,
  sumOpenInterestValue: written,
});
const premiumSchema = z.object({ symbol: z.string(), lastFundingRate: written, time: epochMs });

type Funding = z.infer<typeof fundingSchema>;

interface Contract {
  /** `BTCUSDT`, `1000PEPEUSDT`. */
  readonly symbol: string;
  /** `BTC`, `PEPE`. */
  readonly asset: string;
  /** Coins in one unit of the contract. */
  readonly coins: number;
}

/**
 * Perpetual futures of Binance in USDT, per symbol: the funding rates as paid (a fraction of the position; the unit names
 * the hours it is paid for, `fraction/8h`), the rate expected for the next payment, and open interest by the hour, in
 * dollars and in coins. A rate is known at its payment, open interest at its timestamp.
 * https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Get-Funding-Rate-History
 */
export function createBinanceFundingSource(options: {
  readonly symbols: readonly string[];
  readonly origin?: string | undefined;
}): Source {
  const { symbols, origin = BINANCE_FUTURES_ORIGIN } = options;
  return {
    name: 'series:binance-funding',
    everyMs: 15 * 60_000,
    hosts: [new URL(origin).hostname],
    visit: (visit) =>
      gather(
        visit,
        'Binance',
        symbols.flatMap((symbol) => partsOf(visit, origin, contractOf(symbol))),
      ),
  };
}

function partsOf(visit: Visit, origin: string, contract: Contract): readonly Part[] {
  const { symbol } = contract;
  return [
    { place: `${symbol} funding`, read: (until) => readFunding(visit, origin, contract, until) },
    { place: `${symbol} open interest`, read: (until) => readInterest(visit, origin, contract, until) },
    { place: `${symbol} next funding`, read: () => readPremium(visit, origin, contract) },
  ];
}

async function readFunding(visit: Visit, origin: string, contract: Contract, until: Progress['until']) {
  const series = `funding:binance:${contract.asset}`;
  const last = until[series];
  const startTime = last === undefined ? visit.now - FUNDING_HISTORY_MS : last + 1;
  const query = `symbol=${contract.symbol}&startTime=${startTime}&limit=${FUNDING_LIMIT}`;
  const rows = await askJson(visit, `${origin}/fapi/v1/fundingRate?${query}`, rowsSchema);
  const times = rows.map((row) => fundingSchema.safeParse(row).data?.fundingTime);
  function* candidatesOf(row: Funding, place: string, index: number): Generator<Candidate | Unreadable> {
    if (row.symbol !== contract.symbol)
      return yield { place, problem: `It is about another symbol than ${contract.symbol}.` };
    const hours =
      hoursBetween(times[index - 1] ?? last, row.fundingTime) ?? hoursBetween(row.fundingTime, times[index + 1]);
    const at = row.fundingTime;
    const unit = `fraction/${hours ?? 8}h`;
    yield { place, series, at, knownBy: at, written: row.fundingRate, range: RATE, unit, source: SOURCE };
  }
  return judge(eachRow(rows, fundingSchema, `${contract.symbol} funding`, candidatesOf), visit.now);
}

/** Payments fall a few milliseconds late; a gap of another length is a halt of the venue and says nothing. */
function hoursBetween(earlier: number | undefined, later: number | undefined): number | undefined {
  if (earlier === undefined || later === undefined) return undefined;
  const hours = Math.round((later - earlier) / HOUR_MS);
  return [1, 2, 4, 8].includes(hours) ? hours : undefined;
}

async function readInterest(visit: Visit, origin: string, contract: Contract, until: Progress['until']) {
  const series = `open-interest:binance:${contract.asset}`;
  const { now } = visit;
  const startTime = Math.max(now - OPEN_INTEREST_HISTORY_MS, (until[series] ?? 0) + 1);
  // Both ends are given: with the start alone, which end of the span is cut off at the limit is not documented.
  const query = `symbol=${contract.symbol}&period=1h&startTime=${startTime}&endTime=${now}&limit=500`;
  const rows = await askJson(visit, `${origin}/futures/data/openInterestHist?${query}`, rowsSchema);
  function* candidatesOf(row: z.infer<typeof interestSchema>, place: string): Generator<Candidate | Unreadable> {
    if (row.symbol !== contract.symbol)
      return yield { place, problem: `It is about another symbol than ${contract.symbol}.` };
    const common = { place, at: row.timestamp, knownBy: row.timestamp, source: SOURCE };
    yield { ...common, series, written: row.sumOpenInterestValue, range: USD, unit: 'usd' };
    yield {
      ...common,
      series: `open-interest-coin:binance:${contract.asset}`,
      written: inCoins(row.sumOpenInterest, contract.coins),
      range: COINS,
      unit: 'coin',
    };
  }
  return judge(eachRow(rows, interestSchema, `${contract.symbol} open interest`, candidatesOf), now);
}

async function readPremium(visit: Visit, origin: string, contract: Contract): Promise<Reading> {
  const url = `${origin}/fapi/v1/premiumIndex?symbol=${contract.symbol}`;
  const premium = await askJson(visit, url, premiumSchema);
  const place = `${contract.symbol} next funding`;
  if (premium.symbol !== contract.symbol) {
    return { points: [], unreadable: [{ place, problem: `It is about another symbol than ${contract.symbol}.` }] };
  }
  const series = `funding-next:binance:${contract.asset}`;
  const at = premium.time;
  return judge(
    [
      {
        place,
        series,
        at,
        knownBy: at,
        written: premium.lastFundingRate,
        range: RATE,
        unit: 'fraction',
        source: SOURCE,
      },
    ],
    visit.now,
  );
}

/** What is no number stays as it is, to be refused as such. */
function inCoins(contracts: string | number, coins: number): string | number {
  const value = numberIn(contracts);
  return value === null ? contracts : value * coins;
}

function contractOf(symbol: string): Contract {
  const [, thousands, asset] = /^(1000000|1000)?([A-Z0-9]+)USDT$/.exec(symbol) ?? [];
  return { symbol, asset: asset ?? symbol, coins: Number(thousands ?? 1) };
}
