import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, estimateOf } from '../../engine/domain/decimal.ts';
import { feesPaid } from '../../engine/domain/portfolio.ts';
import { instantOf, wallTime } from '../../engine/domain/zone.ts';
import { tradeStatistics } from '../../engine/performance/trade-statistics.ts';
import { feesText } from '../i18n/fee-text.ts';
import type { Message, Pair } from '../message.ts';
import { lines, message, pairs, table } from '../message.ts';
import { extremeTrades, groupTrades } from '../trade-summary.ts';
import { refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { refreshChoice } from './page.ts';
import { bandPairs } from './paper-band.ts';

type Period = 'day' | 'week' | 'month';

const DAYS: Readonly<Record<Period, number>> = { day: 1, week: 7, month: 30 };

const PERIODS: Readonly<Record<string, Period>> = {
  '': 'day',
  day: 'day',
  today: 'day',
  daily: 'day',
  d: 'day',
  오늘: 'day',
  일: 'day',
  하루: 'day',
  week: 'week',
  weekly: 'week',
  w: 'week',
  주: 'week',
  주간: 'week',
  이번주: 'week',
  일주일: 'week',
  month: 'month',
  monthly: 'month',
  m: 'month',
  월: 'month',
  월간: 'month',
  이번달: 'month',
  한달: 'month',
};

/** More trades or fills than a month of this desk makes; the sums stay exact. */
const ALL = 100_000;
const DAY_MS = 86_400_000;

export const pnl: ChatCommand = {
  name: 'pnl',
  aliases: ['손익', '수익', 'profit', 'p&l'],
  usage: '[day|week|month]',
  summary: { en: 'Profit and loss of a period', ko: '기간 손익 (일, 주, 월)' },
  role: 'viewer',
  takesPlain: (args) => periodOf(args) !== null,
  run: async (args, context) => {
    const period = periodOf(args);
    if (period === null) return refusal({ code: 'parse.not-a-period', values: { text: args } }, context);
    return [await periodMessage(period, context)];
  },
};

function periodOf(args: string): Period | null {
  const word = args.toLowerCase().replace(/\s/g, '');
  return Object.hasOwn(PERIODS, word) ? (PERIODS[word] ?? null) : null;
}

async function periodMessage(period: Period, context: CommandContext): Promise<Message> {
  const { text, format } = context.voice;
  const since = startOf(period, context);
  const [start, trades, fills] = await Promise.all([
    equityAt(since, context),
    context.records.trades({ since, limit: ALL }),
    context.records.fills({ since, limit: ALL }),
  ]);
  const fees = feesPaid(fills.map(({ fill }) => fill));
  const coins = groupTrades(trades, (trade) => trade.symbol);
  const byCoin = table(
    [text.coin, `>${text.tradesCount}`, `>${text.netProfit}`],
    coins.map(({ key, statistics }) => [
      format.coin(key),
      format.count(statistics.trades),
      format.signedMoney(statistics.net),
    ]),
  );
  return message({
    kind: 'answer',
    title: text.pnlTitle({ period: text.periodName[period], since: `${format.dateTime(since)} ${format.zoneLabel()}` }),
    blocks: [
      pairs([
        equityPair(start, context),
        ...tradePairs(trades, context),
        [text.fees, feesText(fees, format)],
        ...bandPairs(context, { since, net: context.desk.account().equity.minus(start) }),
      ]),
      coins.length === 0 ? lines(text.noTradesInPeriod) : byCoin,
    ],
    choices: [refreshChoice(`/pnl ${period}`, context.voice)],
  });
}

/** Returns midnight of the first day of the period, in the person's zone. */
function startOf(period: Period, context: CommandContext): number {
  const { zone } = context.voice;
  const today = wallTime(context.desk.now(), zone);
  const first = new Date(Date.UTC(today.year, today.month - 1, today.day - DAYS[period] + 1));
  const midnight = { hour: 0, minute: 0, second: 0 };
  return instantOf(
    { year: first.getUTCFullYear(), month: first.getUTCMonth() + 1, day: first.getUTCDate(), ...midnight },
    zone,
  );
}

/** Returns the equity last measured before a time; before the first measurement the desk held its starting cash. */
async function equityAt(at: number, { records, desk }: CommandContext): Promise<Decimal> {
  const near = await records.equity(at - DAY_MS, at);
  // A desk that was off at that moment measured last when it was left, however long before.
  const last = near.at(-1) ?? (await records.equity(0, at)).at(-1);
  return last === undefined ? desk.account().startingCash : decimal(last.equity);
}

function equityPair(start: Decimal, context: CommandContext): Pair {
  const { text, format } = context.voice;
  const change = context.desk.account().equity.minus(start);
  const fraction = start.isZero() ? 0 : estimateOf(change.div(start));
  return [text.equityChange, `${format.signedMoney(change)} (${format.signedPercent(fraction)})`];
}

function tradePairs(trades: readonly ClosedTrade[], context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const { best, worst } = extremeTrades(trades);
  const statistics = tradeStatistics(trades);
  return [
    [
      text.closedTrades,
      text.tradesAndWins({ count: format.count(statistics.trades), wins: format.count(statistics.wins) }),
    ],
    [text.netProfit, format.signedMoney(statistics.net)],
    ...(best === null ? [] : [[text.best, `${format.signedMoney(best.net)} [T-${best.number}]`] as const]),
    ...(worst === null ? [] : [[text.worst, `${format.signedMoney(worst.net)} [T-${worst.number}]`] as const]),
  ];
}
