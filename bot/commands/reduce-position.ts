import type { Command } from '../../engine/domain/command.ts';
import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, decimalText, estimateOf, roundDownTo } from '../../engine/domain/decimal.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { AskedSize } from '../../engine/domain/signal.ts';
import type { PositionView } from '../../engine/ports/desk-view.ts';
import type { Message, Pair } from '../message.ts';
import { lines, message, pairs, textMessage } from '../message.ts';
import type { CommandContext } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

export interface Reduction {
  readonly instrument: Instrument;
  readonly size: AskedSize;
}

/** Closes a part of a position, or all of it; never turns it round. */
export async function reducePosition(
  held: PositionView,
  reduction: Reduction,
  context: CommandContext,
): Promise<readonly Message[]> {
  const { text, format } = context.voice;
  const { position } = held;
  const quantity = quantityOf(held, reduction);
  if (quantity === null) return [textMessage('error', text.noPrice({ coin: reduction.instrument.base }))];
  if (quantity.greaterThan(position.quantity)) {
    const values = { asked: format.quantity(position.symbol, quantity), held: heldText(held, context) };
    return [textMessage('error', text.moreThanHeld({ ...values, coin: format.coin(position.symbol) }))];
  }
  const command: Command = {
    type: 'position.close',
    by: context.userId,
    symbol: position.symbol,
    fraction: fractionOf(quantity, position.quantity),
    expected: { direction: position.direction, quantity: decimalText(position.quantity) },
  };
  if (context.plain) return [askFirst(held, quantity, command, context)];
  const receipt = await outcomeMessage(await context.engine.send(command), context);
  return [message({ ...receipt, blocks: [pairs(reductionPairs(held, quantity, context)), ...receipt.blocks] })];
}

function quantityOf(held: PositionView, { size, instrument }: Reduction): Decimal | null {
  const { position } = held;
  switch (size.type) {
    case 'quantity':
      return decimal(size.quantity);
    case 'fraction':
      return size.fraction >= 1 ? position.quantity : position.quantity.times(size.fraction);
    case 'notional':
      return held.price === null ? null : roundDownTo(decimal(size.notional).div(held.price), instrument.lotSize);
  }
}

/**
 * A fraction is an estimate and sizes are rounded down: 0.1 of 0.3 would come back as 0.0999 and lose a lot. A hair
 * more than the exact fraction keeps the lot, and the cap at 1 keeps it within the position.
 */
function fractionOf(part: Decimal, whole: Decimal): number {
  return part.greaterThanOrEqualTo(whole) ? 1 : Math.min(1, estimateOf(part.div(whole)) * (1 + 1e-9));
}

function askFirst(held: PositionView, quantity: Decimal, command: Command, context: CommandContext): Message {
  const { text } = context.voice;
  const { symbol } = held.position;
  const quoted = held.price === null ? null : { symbol, price: estimateOf(held.price) };
  const line = `/close ${context.voice.format.coin(symbol)} ${quantity.toFixed()}`;
  const code = context.askToConfirm({ command, role: 'trader', quoted, line });
  return message({
    kind: 'proposal',
    title: text.confirmTitle,
    blocks: [pairs(reductionPairs(held, quantity, context)), lines(text.confirmHow({ code }))],
    choices: [{ label: text.confirmChoice, command: `/confirm ${code}` }],
  });
}

function reductionPairs(held: PositionView, quantity: Decimal, context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const { position, price } = held;
  const side = format.side(position.direction === 'long' ? 'sell' : 'buy');
  const notional = price === null ? text.dash : format.money(quantity.times(price));
  return [
    [text.order, `${side} ${format.quantity(position.symbol, quantity)}`],
    [text.account, text.accountName[context.info.account]],
    [text.reduces, heldText(held, context)],
    [text.notional, notional],
  ];
}

function heldText({ position }: PositionView, context: CommandContext): string {
  const { format } = context.voice;
  return `${format.direction(position.direction)} ${format.quantity(position.symbol, position.quantity)}`;
}
