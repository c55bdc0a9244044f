import { DEFAULT_STOP } from '../../engine/desk/settings.ts';
import type { Command } from '../../engine/domain/command.ts';
import { decimalText, estimateOf } from '../../engine/domain/decimal.ts';
import { InvariantError } from '../../engine/domain/errors.ts';
import type { MarketContext } from '../../engine/domain/evidence.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { Direction } from '../../engine/domain/signal.ts';
import { SETTING_WORDS } from '../i18n/setting-words.ts';
import type { Message, Pair } from '../message.ts';
import { lines, message, pairs, textMessage } from '../message.ts';
import type { OrderLine } from '../parse/order-line.ts';
import { marketsOf, parseOrderLine } from '../parse/order-line.ts';
import { refusal } from './arguments.ts';
import type { CommandContext } from './command.ts';
import type { OrderQuote } from './order-quote.ts';
import { quoteOrder } from './order-quote.ts';
import { outcomeMessage } from './outcome-message.ts';
import { reducePosition } from './reduce-position.ts';

/** Reads an order line and sends it, or shows it back first; on the other side of a position it reduces that position. */
export async function placeOrder(
  direction: Direction,
  args: string,
  context: CommandContext,
): Promise<readonly Message[]> {
  const instruments = context.desk.instruments();
  const read = parseOrderLine(args, instruments);
  if (read.outcome === 'refused') return refusal(read.reason, context);
  const { instrument, size } = read.value;
  if (instrument === null) {
    return refusal({ code: 'parse.market-missing', values: { markets: marketsOf(instruments) } }, context);
  }
  if (size === null) return refusal({ code: 'parse.size-missing', values: {} }, context);
  const market = context.desk.market(instrument.symbol);
  if (market === null) return [textMessage('error', context.voice.text.noPrice({ coin: instrument.base }))];
  const held = context.desk.positions().find((view) => view.position.symbol === instrument.symbol);
  if (held !== undefined && held.position.direction !== direction) {
    return reducePosition(held, { ...read.value, instrument, size }, context);
  }
  return openOrder({ ...read.value, instrument, size }, direction, market, context);
}

type CompleteLine = OrderLine & { readonly instrument: Instrument; readonly size: NonNullable<OrderLine['size']> };

async function openOrder(
  line: CompleteLine,
  direction: Direction,
  market: MarketContext,
  context: CommandContext,
): Promise<readonly Message[]> {
  const { equity } = context.desk.account();
  const { instrument, size } = line;
  const defaultStopFraction = defaultStopOf(context);
  const quote = quoteOrder({ instrument, direction, size, line, market, equity, defaultStopFraction });
  if (typeof quote === 'string') return [textMessage('error', wrongSide(quote, context))];
  const ambiguous = twoUnits(line, quote, context);
  if (ambiguous !== null) return ambiguous;
  const { maxHumanOrderFraction, confirmAboveFraction } = context.info.settings;
  if (quote.equityFraction > maxHumanOrderFraction) return [aboveCap(quote, maxHumanOrderFraction, context)];
  if (context.plain || quote.equityFraction >= confirmAboveFraction) {
    return [askFirst(quote, context)];
  }
  const outcome = await context.engine.send(commandOf(quote, context));
  const receipt = await outcomeMessage(outcome, context);
  return [message({ ...receipt, blocks: [pairs(quotePairs(quote, context)), ...receipt.blocks] })];
}

function defaultStopOf({ desk }: CommandContext): number {
  const setting = desk.settings().find((view) => view.key === DEFAULT_STOP);
  if (typeof setting?.value !== 'number') throw new InvariantError(`the desk has no setting ${DEFAULT_STOP}`);
  return setting.value;
}

function wrongSide(which: 'stop' | 'target' | 'limit', context: CommandContext): string {
  const { text } = context.voice;
  return which === 'stop' ? text.stopWrongSide : which === 'target' ? text.targetWrongSide : text.limitInvalid;
}

/** `buy btc 200` is more likely 200 USDT than 200 BTC when the latter exceeds the account: both readings are shown. */
function twoUnits(line: CompleteLine, quote: OrderQuote, context: CommandContext): readonly Message[] | null {
  if (line.sizeIsExplicit || quote.size.type !== 'quantity' || quote.equityFraction <= 1) return null;
  const { quoteCurrency } = context.desk.account();
  const values = {
    first: `${quote.size.quantity} ${line.instrument.base}`,
    firstNotional: decimalText(quote.notional),
    second: `${quote.size.quantity} ${quoteCurrency}`,
  };
  return refusal({ code: 'parse.two-units', values }, context);
}

function aboveCap(quote: OrderQuote, cap: number, context: CommandContext): Message {
  const { text, format } = context.voice;
  const share = Number.isFinite(quote.equityFraction) ? format.percent(quote.equityFraction, 1) : text.dash;
  return message({
    kind: 'error',
    title: text.refusedTitle,
    blocks: [pairs(quotePairs(quote, context)), lines(text.aboveCap({ share, cap: format.percent(cap, 1) }))],
  });
}

function askFirst(quote: OrderQuote, context: CommandContext): Message {
  const { text } = context.voice;
  const code = context.askToConfirm({
    command: commandOf(quote, context),
    role: 'trader',
    quoted: { symbol: quote.instrument.symbol, price: estimateOf(quote.price) },
    line: lineOf(quote),
  });
  return message({
    kind: 'proposal',
    title: text.confirmTitle,
    blocks: [pairs(quotePairs(quote, context)), lines(text.confirmHow({ code }))],
    choices: [
      { label: text.confirmChoice, command: `/confirm ${code}` },
      { label: SETTING_WORDS[context.voice.language].cancel, command: '/confirm cancel' },
    ],
  });
}

/** Returns the order as a line that asks for the same again. */
function lineOf(quote: OrderQuote): string {
  const { size, instrument } = quote;
  const verb = quote.direction === 'long' ? 'buy' : 'sell';
  const amount =
    size.type === 'quantity'
      ? `${size.quantity} ${instrument.base}`
      : size.type === 'notional'
        ? `${size.notional} ${instrument.quote.toLowerCase()} ${instrument.base}`
        : `${Number((size.fraction * 100).toFixed(6))}% ${instrument.base}`;
  const part = (name: string, price: string | null) => (price === null ? '' : ` ${name} ${price}`);
  return `/${verb} ${amount}${part('limit', quote.limitPrice)}${part('stop', quote.stopPrice)}${part('target', quote.targetPrice)}`;
}

function commandOf(quote: OrderQuote, context: CommandContext): Command {
  return {
    type: 'order.place',
    by: context.userId,
    symbol: quote.instrument.symbol,
    direction: quote.direction,
    size: quote.size,
    limitPrice: quote.limitPrice,
    stopPrice: quote.stopPrice,
    targetPrice: quote.targetPrice,
  };
}

/** Returns what the person is about to do, in figures that show a slip of the finger. */
function quotePairs(quote: OrderQuote, context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const { symbol } = quote.instrument;
  const share = Number.isFinite(quote.equityFraction) ? format.percent(quote.equityFraction, 1) : text.dash;
  const price = (value: string | null) => (value === null ? text.none : format.price(symbol, value));
  return [
    [
      text.order,
      `${format.side(quote.direction === 'long' ? 'buy' : 'sell')} ${format.quantity(symbol, quote.quantity)}`,
    ],
    [text.account, text.accountName[context.info.account]],
    [
      text.price,
      quote.limitPrice === null
        ? text.aboutPrice({ price: format.price(symbol, quote.price) })
        : price(quote.limitPrice),
    ],
    [text.notional, `${format.money(quote.notional)} (${text.ofEquity({ share })})`],
    [text.stop, price(quote.stopPrice)],
    ...(quote.targetPrice === null ? [] : [[text.target, price(quote.targetPrice)] as const]),
    [text.worstLoss, format.money(quote.worstLoss)],
  ];
}
