import { decimal, decimalText } from '../../domain/decimal.ts';
import type { FundingPayment } from '../../domain/funding.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import type { VenueBalance, VenuePosition } from '../../ports/execution.ts';
import { marketIdOf, symbolOfMarketId } from '../venues/venue-symbols.ts';
import * as shapes from './binance-shapes.ts';
import { shaped } from './exact-json.ts';
import { unavailable, type VenueAnswer } from './venue-client.ts';
import type { KeyRights, PositionSettings, ProtocolParts } from './venue-protocol.ts';

const VENUE = 'binanceusdm';
const FUNDING_PAGE = 1_000;
/** The venue tells the income of three months. */
const FUNDING_LOOKBACK_MS = 89 * 86_400_000;

type Parts = Pick<ProtocolParts, 'symbols' | 'reads' | 'orders' | 'now' | 'leverage' | 'marginMode'>;

/** What the futures account holds and how its positions are set. */
export function usdmAccount({ symbols, reads, orders, now, leverage, marginMode }: Parts) {
  async function risks(symbol: InstrumentSymbol | null): Promise<readonly shapes.BinancePosition[]> {
    const params = symbol === null ? {} : { symbol: marketIdOf(VENUE, symbol) };
    const body = await reads.read({ endpoint: 'fapiPrivateV2GetPositionRisk', params, cost: { weight: 5 } });
    return shaped(VENUE, shapes.positions, body);
  }

  async function change(endpoint: string, params: Readonly<Record<string, string | number>>): Promise<VenueAnswer> {
    return orders.call({ endpoint, params, cost: { weight: 1 }, priority: 'order' });
  }

  async function assertSettings(symbol: InstrumentSymbol): Promise<Reason | null> {
    return (await assertOneWay()) ?? (await assertMargin(symbol));
  }

  async function hedged(): Promise<boolean> {
    const body = await reads.read({ endpoint: 'fapiPrivateGetPositionSideDual', params: {}, cost: { weight: 30 } });
    return shaped(VENUE, shapes.positionMode, body).dualSidePosition;
  }

  async function assertOneWay(): Promise<Reason | null> {
    if (!(await hedged())) return null;
    const answer = await change('fapiPrivatePostPositionSideDual', { dualSidePosition: 'false' });
    if (!answer.ok && answer.status === null) throw unavailable(VENUE, answer);
    return (await hedged()) ? reason('venue.hedge-mode') : null;
  }

  async function assertMargin(symbol: InstrumentSymbol): Promise<Reason | null> {
    const before = modeOf(await risks(symbol));
    if (before.marginMode !== marginMode)
      await change('fapiPrivatePostMarginType', {
        symbol: marketIdOf(VENUE, symbol),
        marginType: marginMode === 'isolated' ? 'ISOLATED' : 'CROSSED',
      });
    if (before.leverage !== leverage)
      await change('fapiPrivatePostLeverage', { symbol: marketIdOf(VENUE, symbol), leverage });
    if (before.marginMode === marginMode && before.leverage === leverage) return null;
    // What was asked for is not yet what is: the venue is asked again.
    const after = modeOf(await risks(symbol));
    if (after.marginMode !== marginMode)
      return reason('venue.wrong-margin-mode', { symbol, wanted: marginMode, found: after.marginMode });
    if (after.leverage !== leverage)
      return reason('venue.wrong-leverage', { symbol, wanted: leverage, found: after.leverage });
    return null;
  }

  async function fundingPage(startTime: number): Promise<readonly IncomeRow[]> {
    const params = { incomeType: 'FUNDING_FEE', startTime, limit: FUNDING_PAGE };
    const body = await reads.read({ endpoint: 'fapiPrivateGetIncome', params, cost: { weight: 30 } });
    return shaped(VENUE, shapes.income, body);
  }

  return {
    assertSettings,
    async balances(): Promise<readonly VenueBalance[]> {
      const body = await reads.read({ endpoint: 'fapiPrivateV3GetAccount', params: {}, cost: { weight: 5 } });
      const { assets } = shaped(VENUE, shapes.futuresAccount, body);
      const held = assets.filter(({ walletBalance }) => walletBalance !== '0');
      return held.map(({ asset, walletBalance, availableBalance }) => {
        const locked = decimal(walletBalance).minus(decimal(availableBalance));
        return {
          currency: asset,
          free: availableBalance,
          // Unrealised profit may be available too: then nothing counts as locked.
          locked: locked.isNegative() ? '0' : decimalText(locked),
        };
      });
    },
    async positions(): Promise<readonly VenuePosition[]> {
      return (await risks(null)).flatMap((row) => {
        const symbol = symbolOfMarketId(VENUE, row.symbol);
        if (symbol === null || row.positionAmt === '0') return [];
        return {
          symbol,
          quantity: row.positionAmt,
          entryPrice: row.entryPrice === '0' ? null : row.entryPrice,
          ...modeOf([row]),
        };
      });
    },
    async fundingSince(at: number): Promise<readonly FundingPayment[]> {
      const found = new Map<string, FundingPayment>();
      let start = Math.trunc(Math.max(at, now() - FUNDING_LOOKBACK_MS));
      for (;;) {
        const rows = await fundingPage(start);
        for (const payment of rows.flatMap(fundingPayment)) found.set(payment.id, payment);
        if (rows.length < FUNDING_PAGE) return [...found.values()];
        // A full page is followed by what came with its last row or after it.
        start = Math.max(start + 1, ...rows.map(({ time }) => time));
      }
    },
    async fees(): Promise<ReadonlyMap<InstrumentSymbol, { maker: string; taker: string }>> {
      const rates = new Map<InstrumentSymbol, { maker: string; taker: string }>();
      for (const symbol of symbols) {
        const answer = await reads.call({
          endpoint: 'fapiPrivateGetCommissionRate',
          params: { symbol: marketIdOf(VENUE, symbol) },
          cost: { weight: 20 },
          priority: 'read',
        });
        const parsed = answer.ok ? shapes.commission.safeParse(answer.body) : null;
        // Without the account's own rates the public ones stand; they only steer estimates.
        if (parsed?.success === true)
          rates.set(symbol, { maker: parsed.data.makerCommissionRate, taker: parsed.data.takerCommissionRate });
      }
      return rates;
    },
    async keyRights(): Promise<KeyRights> {
      const body = await reads.read({ endpoint: 'sapiGetAccountApiRestrictions', params: {}, cost: { weight: 1 } });
      const rights = shaped(VENUE, shapes.restrictions, body);
      return {
        canTrade: rights.enableFutures ?? null,
        canWithdraw: rights.enableWithdrawals ?? null,
        ipBound: rights.ipRestrict ?? null,
        expiresAt: rights.tradingAuthorityExpirationTime ?? null,
      };
    },
    async settings(): Promise<PositionSettings> {
      const rows = await risks(null);
      const leverages = symbols.flatMap((symbol) => {
        const row = rows.find((entry) => entry.symbol === marketIdOf(VENUE, symbol));
        const mode = row === undefined ? null : modeOf([row]);
        if (mode === null || mode.leverage === null || mode.marginMode === null) return [];
        return [{ symbol, leverage: mode.leverage, marginMode: mode.marginMode }];
      });
      return { positionMode: (await hedged()) ? 'hedge' : 'one-way', leverage: leverages };
    },
  };
}

type IncomeRow = ReturnType<typeof shapes.income.parse>[number];

function fundingPayment(row: IncomeRow): readonly FundingPayment[] {
  const symbol = symbolOfMarketId(VENUE, row.symbol);
  if (symbol === null || row.incomeType !== 'FUNDING_FEE') return [];
  const { income: amount, asset: currency, time: at } = row;
  return [{ id: `${row.tranId}-${row.symbol}`, venue: VENUE, symbol, amount, currency, rateFraction: null, at }];
}

function modeOf(rows: readonly shapes.BinancePosition[]): Pick<VenuePosition, 'leverage' | 'marginMode'> {
  const row = rows[0];
  const type = row?.marginType?.toLowerCase() ?? (row?.isolated === true ? 'isolated' : null);
  const marginMode = type === 'isolated' ? 'isolated' : type === 'cross' || type === 'crossed' ? 'cross' : null;
  return { leverage: row?.leverage ?? null, marginMode };
}
