import { decimal, estimateOf } from '../../engine/domain/decimal.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import { CHART_WORDS } from '../i18n/chart-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Choice, Message } from '../message.ts';
import { lines, message } from '../message.ts';
import type { FillFacts, TradeFacts } from './alert-facts.ts';

type EventOf<Type extends JournalEvent['type']> = Extract<JournalEvent, { type: Type }>;

/** Returns what is told of the fill that opened a position, added to it, or took a part of it away. */
export function positionAlert(
  { decisionId, fill }: EventOf<'order.filled'>,
  facts: FillFacts & { readonly change: 'opened' | 'added' | 'reduced' },
  voice: Voice,
  brief: boolean,
): Message {
  const { format } = voice;
  const { trade: words } = ALERT_WORDS[voice.language];
  const { record, ordered, held } = facts;
  const size = (value: string) => format.quantity(fill.symbol, value);
  const title = words[facts.change]({
    id: decisionId,
    coin: format.coin(fill.symbol),
    direction: format.direction(facts.direction),
    side: format.side(fill.side),
    size: size(fill.quantity),
    price: format.price(fill.symbol, fill.price),
    held: size(held),
  });
  const isPartly = decimal(ordered).greaterThan(decimal(fill.quantity));
  const reason = record === null ? [] : [voice.reason(record.signal.reason, fill.symbol)];
  return message({
    kind: 'alert',
    title,
    blocks: [
      lines(
        ...(facts.change === 'reduced' ? [] : [sizeLine(fill.price, ordered, facts, voice)]),
        ...(isPartly ? [words.partly({ filled: size(fill.quantity), ordered: size(ordered) })] : []),
        ...reason,
      ),
    ],
    choices: brief || record === null ? [] : choicesOf(decisionId, voice),
  });
}

/** Returns what is told of a closed trade: what it brought, how it went, why it ended, and how the day stands. */
export function closedAlert(
  { trade }: EventOf<'trade.closed'>,
  facts: TradeFacts | null,
  voice: Voice,
  brief: boolean,
): Message {
  const { format } = voice;
  const { trade: words } = ALERT_WORDS[voice.language];
  const cost = decimal(trade.entryPrice).times(decimal(trade.quantity));
  const percent = cost.isZero() ? [] : [format.signedPercent(estimateOf(decimal(trade.net).div(cost)))];
  const risk = facts?.risk ?? null;
  const multiple = risk === null ? [] : [signedNumber(estimateOf(decimal(trade.net).div(risk)), voice)];
  const shares = [...percent, ...multiple.map((value) => words.multiple({ value }))].join(', ');
  const net = format.signedMoney(trade.net);
  const price = (value: string) => format.price(trade.symbol, value);
  return message({
    kind: 'alert',
    title: words.closed({
      id: `T-${trade.number}`,
      coin: format.coin(trade.symbol),
      direction: format.direction(trade.direction),
      result: shares === '' ? net : `${net} (${shares})`,
    }),
    blocks: [
      lines(
        words.wayThrough({
          entry: price(trade.entryPrice),
          exit: price(trade.exitPrice),
          held: format.duration(trade.closedAt - trade.openedAt),
          fees: format.money(trade.fees),
        }),
        voice.reason(trade.exitReason, trade.symbol),
        ...(facts === null
          ? []
          : [words.day({ net: format.signedMoney(facts.dayNet), count: format.count(facts.dayTrades) })]),
      ),
    ],
    choices: brief ? [] : choicesOf(trade.exitDecisionId, voice),
  });
}

/** What it is worth, and what it can lose; shares of the equity that the decision saw. */
function sizeLine(price: string, ordered: string, { record }: FillFacts, voice: Voice): string {
  const { format } = voice;
  const { trade: words } = ALERT_WORDS[voice.language];
  const notional = decimal(price).times(decimal(ordered));
  const equity = record?.inputs.portfolio.equity ?? 0;
  const share = equity > 0 ? format.percent(estimateOf(notional) / equity, 1) : voice.text.notEnough;
  const sizing = record?.sizing ?? null;
  const stop = sizing?.stopPrice ?? null;
  const guarded =
    stop === null || sizing === null || record === null
      ? words.noStop
      : words.stop({ stop: format.price(record.signal.symbol, stop), loss: format.money(sizing.worstLoss) });
  return `${words.size({ notional: format.money(notional), share })} ${guarded}`;
}

function choicesOf(decisionId: string, { language, text }: Voice): readonly Choice[] {
  return [
    { label: text.why, command: `/why ${decisionId}` },
    { label: CHART_WORDS[language].button, command: `/chart ${decisionId}` },
  ];
}

function signedNumber(value: number, { format }: Voice): string {
  const text = format.number(value, 2);
  // Always two digits: one beside the other, `+1.1` and `+0.59` do not compare at a glance.
  const [whole = '', digits = ''] = text.split('.');
  return `${value > 0 && text !== '0' ? '+' : ''}${whole}.${digits.padEnd(2, '0')}`;
}
