import { describeTerm } from '../../agent/answers/terms.ts';
import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { AnnualisedFigure, EquitySample } from '../../engine/performance/equity-curve.ts';
import type { Figure } from '../../engine/performance/figure.ts';
import type { Performance } from '../../engine/performance/performance.ts';
import { measurePerformance } from '../../engine/performance/performance.ts';
import { TRADES_FLOOR } from '../../engine/performance/trade-statistics.ts';
import { termOf } from '../i18n/template.ts';
import type { Block, Pair } from '../message.ts';
import { lines, message, pairs, section, table } from '../message.ts';
import { groupTrades } from '../trade-summary.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { bandPairs } from './paper-band.ts';

const ALL = 100_000;

export const performance: ChatCommand = {
  name: 'performance',
  aliases: ['성과', '실적', '수익률', 'perf', 'stats'],
  usage: '',
  summary: {
    en: 'Results by coin, strategy and exit, against buy-and-hold',
    ko: '코인, 전략, 청산 사유별 성과와 단순 보유 비교',
  },
  role: 'viewer',
  run: async (_args, context) => {
    const { text } = context.voice;
    const trades = await context.records.trades({ limit: ALL });
    const measured = measurePerformance({
      trades,
      equity: await equitySamples(context),
      held: context.info.heldSpans(),
      feeFraction: takerFee(context),
    });
    return [
      message({
        kind: 'answer',
        title: text.performanceTitle,
        blocks: [pairs([...overallPairs(measured, context), ...allTimeBand(context)]), ...tradeBlocks(trades, context)],
      }),
    ];
  },
};

function allTimeBand(context: CommandContext): readonly Pair[] {
  const { equity, startingCash } = context.desk.account();
  return bandPairs(context, { since: 0, net: equity.minus(startingCash) });
}

/** Returns the hourly measures with where the account began and where it stands. */
async function equitySamples({ records, desk }: CommandContext): Promise<readonly EquitySample[]> {
  const points = await records.equity(0, desk.now() + 1);
  const account = desk.account();
  const began = (points[0]?.at ?? desk.now()) - 1;
  return [
    { at: began, equity: estimateOf(account.startingCash) },
    ...points.map(({ at, equity }) => ({ at, equity: estimateOf(equity) })),
    { at: desk.now(), equity: estimateOf(account.equity) },
  ];
}

function takerFee({ desk }: CommandContext): number {
  return estimateOf(desk.instruments()[0]?.takerFeeFraction ?? '0');
}

function tradeBlocks(trades: readonly ClosedTrade[], context: CommandContext): readonly Block[] {
  const { text, format } = context.voice;
  if (trades.length === 0) return [lines(text.noTrades)];
  const tables = [
    groupTable(
      text.coin,
      groupTrades(trades, (trade) => format.coin(trade.symbol)),
      context,
    ),
    groupTable(
      text.source,
      groupTrades(trades, (trade) => describeTerm('term:source', trade.source, format.language)),
      context,
    ),
    groupTable(
      text.exitReason,
      groupTrades(trades, (trade) => termOf(trade.exitReason.code, format)),
      context,
    ),
  ];
  if (trades.length >= TRADES_FLOOR) return tables;
  return [...tables, section(text.noteTitle, [text.fewTrades({ floor: String(TRADES_FLOOR) })])];
}

function overallPairs(measured: Performance, context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const account = context.desk.account();
  const change = account.equity.minus(account.startingCash);
  const percent = (figure: Figure) => shown(figure, (value) => format.signedPercent(value), context);
  const ratio = (figure: AnnualisedFigure) =>
    shown(figure, (value) => `${format.number(value, 2)} (${text.returnBasis[figure.basis]})`, context);
  return [
    [text.equityChange, `${format.signedMoney(change)} (${percent(measured.returnFraction)})`],
    [text.buyAndHold, percent(measured.buyAndHoldFraction)],
    [text.maxDrawdown, format.percent(account.maxDrawdownFraction)],
    [text.sharpe, ratio(measured.sharpe)],
    [text.sortino, ratio(measured.sortino)],
    [
      text.closedTrades,
      text.tradesAndWins({ count: format.count(measured.trades), wins: format.count(measured.wins) }),
    ],
    [text.netProfit, format.signedMoney(measured.net)],
    [text.winRate, shown(measured.winRate, (value) => format.percent(value, 1), context)],
    [text.profitFactor, shown(measured.profitFactor, (value) => format.number(value, 2), context)],
    [text.averageTrade, shown(measured.expectancy, (value) => format.signedMoney(value), context)],
    [text.fees, format.money(account.fees)],
  ];
}

/** Returns the figure, or that there is not enough to tell. */
function shown({ value }: Figure, write: (value: number) => string, { voice }: CommandContext): string {
  return value === null ? voice.text.notEnough : write(value);
}

function groupTable(header: string, groups: ReturnType<typeof groupTrades>, context: CommandContext): Block {
  const { text, format } = context.voice;
  return table(
    [header, `>${text.tradesCount}`, `>${text.winsCount}`, `>${text.netProfit}`, `>${text.fees}`],
    groups.map(({ key, statistics }) => [
      key,
      format.count(statistics.trades),
      format.count(statistics.wins),
      format.signedMoney(statistics.net),
      format.money(statistics.fees),
    ]),
  );
}
