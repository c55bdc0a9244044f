import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import { lines, message, table } from '../message.ts';
import { isSymbolOrNothing, readOptionalSymbol, refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { lineOf, pageBlocks, pageChoices, pageOf, readUpTo, splitPage } from './page.ts';

const SHOWN = 15;

export const trades: ChatCommand = {
  name: 'trades',
  aliases: ['거래', '매매내역', 'trade'],
  usage: '[symbol] [page]',
  summary: { en: 'Closed trades with profit and reason', ko: '종료된 거래와 손익, 사유' },
  role: 'viewer',
  takesPlain: (args, context) => isSymbolOrNothing(splitPage(args).rest, context),
  run: async (args, context) => {
    const { text } = context.voice;
    const { rest, page } = splitPage(args);
    const symbol = readOptionalSymbol(rest, context);
    if (symbol.outcome === 'refused') return refusal(symbol.reason, context);
    const limit = readUpTo(page, SHOWN);
    const shown = pageOf(await context.records.trades({ symbol: symbol.value ?? undefined, limit }), page, SHOWN);
    const block = shown.items.length === 0 ? lines(text.noTrades) : tradesTable(shown.items, context);
    return [
      message({
        kind: 'answer',
        title: text.tradesTitle,
        blocks: [block, ...pageBlocks(shown, context.voice)],
        choices: pageChoices(shown, lineOf('/trades', symbol.value, context)),
      }),
    ];
  },
};

function tradesTable(closed: readonly ClosedTrade[], context: CommandContext) {
  const { text } = context.voice;
  return table(
    [
      text.trade,
      text.closed,
      text.coin,
      text.side,
      `>${text.quantity}`,
      `>${text.entry}`,
      `>${text.exit}`,
      `>${text.netProfit}`,
      text.reason,
    ],
    closed.map((trade) => row(trade, context)),
  );
}

function row(trade: ClosedTrade, context: CommandContext): readonly string[] {
  const { format } = context.voice;
  return [
    `[T-${trade.number}]`,
    format.time(trade.closedAt),
    format.coin(trade.symbol),
    format.direction(trade.direction),
    format.number(trade.quantity, 12),
    format.price(trade.symbol, trade.entryPrice),
    format.price(trade.symbol, trade.exitPrice),
    format.signedMoney(trade.net),
    context.voice.reason(trade.exitReason, trade.symbol),
  ];
}
