import { estimateOf } from '../../engine/domain/decimal.ts';
import type { Block, Pair } from '../message.ts';
import { lines, message, pairs, section, table } from '../message.ts';
import type { TradeSummary } from '../trade-summary.ts';
import { groupTrades, SAMPLE_FLOOR, summariseTrades } from '../trade-summary.ts';
import type { ChatCommand, CommandContext } from './command.ts';

const ALL = 100_000;

export const performance: ChatCommand = {
  name: 'performance',
  aliases: ['성과', '실적', '수익률', 'perf', 'stats'],
  usage: '',
  summary: { en: 'Results by coin, strategy and exit', ko: '코인, 전략, 청산 사유별 성과' },
  role: 'viewer',
  run: async (_args, context) => {
    const { text } = context.voice;
    const trades = await context.records.trades({ limit: ALL });
    const overall = pairs(overallPairs(summariseTrades(trades), context));
    const blocks: readonly Block[] =
      trades.length === 0
        ? [overall, lines(text.noTrades)]
        : [
            overall,
            groupTable(
              text.coin,
              groupTrades(trades, (trade) => context.voice.format.coin(trade.symbol)),
              context,
            ),
            groupTable(
              text.source,
              groupTrades(trades, (trade) => trade.source),
              context,
            ),
            groupTable(
              text.exitReason,
              groupTrades(trades, (trade) => trade.exitReason.code),
              context,
            ),
            ...(trades.length < SAMPLE_FLOOR
              ? [section(text.noteTitle, [text.fewTrades({ floor: String(SAMPLE_FLOOR) })])]
              : []),
          ];
    return [message({ kind: 'answer', title: text.performanceTitle, blocks })];
  },
};

function overallPairs(summary: TradeSummary, context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const account = context.desk.account();
  const change = account.equity.minus(account.startingCash);
  const fraction = account.startingCash.isZero() ? 0 : estimateOf(change.div(account.startingCash));
  return [
    [text.equityChange, `${format.signedMoney(change)} (${format.signedPercent(fraction)})`],
    [text.maxDrawdown, format.percent(account.maxDrawdownFraction)],
    [text.closedTrades, text.tradesAndWins({ count: format.count(summary.count), wins: format.count(summary.wins) })],
    [text.netProfit, format.signedMoney(summary.net)],
    [text.winRate, summary.winFraction === null ? text.notEnough : format.percent(summary.winFraction, 1)],
    [text.profitFactor, summary.profitFactor === null ? text.notEnough : format.number(summary.profitFactor, 2)],
    [text.averageTrade, summary.average === null ? text.notEnough : format.signedMoney(summary.average)],
    [text.fees, format.money(account.fees)],
  ];
}

function groupTable(header: string, groups: ReturnType<typeof groupTrades>, context: CommandContext): Block {
  const { text, format } = context.voice;
  return table(
    [header, `>${text.tradesCount}`, `>${text.winsCount}`, `>${text.netProfit}`, `>${text.fees}`],
    groups.map(({ key, summary }) => [
      key,
      format.count(summary.count),
      format.count(summary.wins),
      format.signedMoney(summary.net),
      format.money(summary.fees),
    ]),
  );
}
