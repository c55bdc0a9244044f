import type { MarketContext } from '../../engine/domain/evidence.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import { PREMIUM_WORDS } from '../i18n/premium-words.ts';
import type { Message, Pair } from '../message.ts';
import { message, pairs, table, textMessage } from '../message.ts';
import { isSymbolOrNothing, readOptionalSymbol, refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';

export const market: ChatCommand = {
  name: 'market',
  aliases: ['시장', '시세', '가격', 'price', 'prices', 'markets'],
  usage: '[symbol]',
  summary: { en: 'Prices, moves and volatility', ko: '시세와 변동, 거래량' },
  role: 'viewer',
  takesPlain: isSymbolOrNothing,
  run: async (args, context) => {
    const symbol = readOptionalSymbol(args, context);
    if (symbol.outcome === 'refused') return refusal(symbol.reason, context);
    return [symbol.value === null ? overview(context) : details(symbol.value, context)];
  },
};

function overview(context: CommandContext): Message {
  const { text, format } = context.voice;
  const rows = context.desk.instruments().map((instrument) => {
    const seen = context.desk.market(instrument.symbol);
    const coin = format.coin(instrument.symbol);
    if (seen === null) return [coin, text.dash, text.dash, text.dash, text.dash];
    return [
      coin,
      format.price(instrument.symbol, seen.price),
      optionalPercent(seen.change1hFraction, context),
      optionalPercent(seen.change24hFraction, context),
      seen.rsi14 === null ? text.dash : format.number(seen.rsi14, 1),
    ];
  });
  const headers = [text.coin, `>${text.price}`, `>${text.change1h}`, `>${text.change24h}`, '>RSI(14)'];
  return message({ kind: 'answer', title: text.marketTitle, blocks: [table(headers, rows)] });
}

function details(symbol: InstrumentSymbol, context: CommandContext): Message {
  const { text, format } = context.voice;
  const seen = context.desk.market(symbol);
  if (seen === null) return textMessage('answer', text.noPrice({ coin: format.coin(symbol) }));
  return message({
    kind: 'answer',
    title: text.marketOf({ pair: format.pair(symbol) }),
    blocks: [pairs(marketPairs(symbol, seen, context))],
  });
}

function marketPairs(symbol: InstrumentSymbol, seen: MarketContext, context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const optional = (value: number | null, write: (value: number) => string) =>
    value === null ? text.dash : write(value);
  return [
    [text.price, format.price(symbol, seen.price)],
    [text.bidAsk, `${format.price(symbol, seen.bid)} / ${format.price(symbol, seen.ask)}`],
    [text.spread, format.percent(seen.spreadFraction, 3)],
    [text.change1h, optionalPercent(seen.change1hFraction, context)],
    [text.change24h, optionalPercent(seen.change24hFraction, context)],
    [text.atr, optional(seen.atrFraction, (value) => format.percent(value, 3))],
    [text.volatility, optional(seen.volatility, (value) => format.percent(value, 3))],
    ['RSI(14)', optional(seen.rsi14, (value) => format.number(value, 1))],
    [text.volumeRatio, optional(seen.volumeRatio, (value) => text.times({ value: format.number(value, 2) }))],
    ...premiumPair(symbol, context),
    [text.quotedAt, `${format.time(seen.quotedAt)} ${format.zoneLabel()}`],
  ];
}

/** Nothing where nothing is traded in won. */
function premiumPair(symbol: InstrumentSymbol, { info, voice }: CommandContext): readonly Pair[] {
  if (info.premium === undefined) return [];
  const { language, format } = voice;
  const words = PREMIUM_WORDS[language];
  const premium = info.premium.of(symbol);
  if (premium === null) return [[words.label, words.unknown]];
  const { fraction, rate, ageMs } = premium;
  return [
    [
      words.label,
      words.value({
        premium: format.signedPercent(fraction, 1),
        rate: format.money(rate),
        age: format.duration(ageMs),
      }),
    ],
  ];
}

function optionalPercent(fraction: number | null, context: CommandContext): string {
  return fraction === null ? context.voice.text.dash : context.voice.format.signedPercent(fraction);
}
