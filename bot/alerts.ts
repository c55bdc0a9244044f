import type { Approval } from '../engine/domain/approval.ts';
import type { DecisionRecord } from '../engine/domain/decision.ts';
import type { JournalEntry, JournalEvent } from '../engine/domain/journal-entry.ts';
import type { OrderState } from '../engine/domain/order.ts';
import { termOf } from './i18n/template.ts';
import type { Voice } from './i18n/voice.ts';
import type { Message, MessageParts } from './message.ts';
import { lines, message, pairs } from './message.ts';
import { proposalCard, proposalLine } from './proposal-card.ts';

export interface AlertOptions {
  /** Also tells what is routine: stops that were moved. */
  readonly verbose?: boolean;
  /** Tells a proposal in one line: for a script, which has nobody to answer it. */
  readonly brief?: boolean;
}

type EventOf<T extends JournalEvent['type']> = Extract<JournalEvent, { type: T }>;

/** Order states that a person should hear of; the others are the ordinary way of an order. */
const TROUBLE: ReadonlySet<OrderState> = new Set(['REJECTED', 'UNKNOWN', 'STUCK', 'NOT_PLACED']);

/** Returns what an entry of the journal has to tell a person, or null. A pure reading: the same entry, the same alert. */
export function alertOf(entry: JournalEntry, voice: Voice, options: AlertOptions = {}): Message | null {
  const { event } = entry;
  const { text, format } = voice;
  switch (event.type) {
    case 'decision.made':
    case 'decision.resolved':
      return decisionAlert(event.record, voice);
    case 'approval.requested':
      return options.brief === true
        ? proposalLine(event.approval, voice)
        : proposalCard(event.approval, entry.at, voice);
    case 'approval.answered':
      return approvalAlert(event.approval, voice);
    case 'order.changed':
      return orderAlert(event, voice);
    case 'order.filled':
      return fillAlert(event, voice);
    case 'trade.closed':
      return tradeAlert(event, voice);
    case 'protection.set':
      return options.verbose === true ? protectionAlert(event, voice) : null;
    case 'entries.paused':
      return told(text.alertPaused({ by: termOf(event.by, format) }));
    case 'entries.resumed':
      return told(text.alertResumed({ by: termOf(event.by, format) }));
    case 'entries.halted':
      return told(text.alertHalted({ reason: voice.reason(event.reason) }), 'urgent');
    case 'panic.latched':
      return panicAlert(event, voice);
    case 'panic.flattened':
      return flatReceipt(event, voice);
    case 'panic.cleared':
      return told(text.alertUnpanic({ by: termOf(event.by, format) }));
    case 'desk.recovered':
      return told(
        text.alertRecovered({
          fills: format.count(event.adoptedFills),
          resolved: format.count(event.resolvedOrders),
          open: format.count(event.openOrders),
        }),
      );
    case 'setting.changed':
      return told(
        text.alertSetting({
          key: event.key,
          from: String(event.from),
          to: String(event.to),
          by: termOf(event.by, format),
        }),
        'quiet',
      );
    case 'desk.started':
    case 'order.intended':
    case 'equity.measured':
    case 'outcome.measured':
    case 'command.refused':
      return null;
  }
}

function told(line: string, importance: MessageParts['importance'] = 'normal'): Message {
  return message({ kind: 'alert', importance, blocks: [lines(line)] });
}

function decisionAlert(record: DecisionRecord, voice: Voice): Message | null {
  const { text, format } = voice;
  const { signal } = record;
  const reason = voice.reason(signal.reason, signal.symbol);
  // A question to a person comes as its own card, with the terms.
  if (record.outcome === 'asked') return null;
  if (record.outcome === 'acted') {
    if (signal.action === 'exit') {
      return told(text.alertExiting({ id: record.id, coin: format.coin(signal.symbol), reason }), 'quiet');
    }
    const quantity = record.order?.quantity ?? record.sizing?.quantity ?? '0';
    const side = format.side(signal.direction === 'long' ? 'buy' : 'sell');
    return told(text.alertEntered({ id: record.id, side, size: format.quantity(signal.symbol, quantity), reason }));
  }
  return told(
    text.alertCandidate({
      id: record.id,
      coin: format.coin(signal.symbol),
      side: format.direction(signal.direction),
      outcome: text.outcomeName[record.outcome],
      reason: voice.reason(record.reason, signal.symbol),
    }),
    'quiet',
  );
}

/** Whoever answered has a receipt already; what nobody answered, or somebody else did, is told. */
function approvalAlert(approval: Approval, voice: Voice): Message | null {
  const { text } = voice;
  if (approval.status === 'pending' || approval.status === 'requoted') return null;
  if (approval.status === 'expired') return told(text.alertApprovalExpired({ id: approval.id }));
  const answer = text.approvalStatus[approval.status];
  return told(
    text.alertApprovalAnswered({ id: approval.id, by: termOf(approval.answeredBy ?? text.dash, voice.format), answer }),
    'quiet',
  );
}

function orderAlert(event: EventOf<'order.changed'>, voice: Voice): Message | null {
  if (!TROUBLE.has(event.state)) return null;
  const reason = event.reason === null ? '' : voice.reason(event.reason, event.symbol);
  const state = voice.text.orderState[event.state];
  const line = voice.text.alertOrder({ coin: voice.format.coin(event.symbol), state, reason });
  return told(line.trim(), event.state === 'STUCK' ? 'urgent' : 'normal');
}

function fillAlert(event: EventOf<'order.filled'>, voice: Voice): Message {
  const { fill } = event;
  const { format } = voice;
  return told(
    voice.text.alertFill({
      id: `F-${event.number}`,
      side: format.side(fill.side),
      size: format.quantity(fill.symbol, fill.quantity),
      price: format.price(fill.symbol, fill.price),
      fee: `${format.number(fill.fee, 4)} ${fill.feeCurrency}`,
    }),
    'quiet',
  );
}

function tradeAlert({ trade }: EventOf<'trade.closed'>, voice: Voice): Message {
  const { format } = voice;
  return told(
    voice.text.alertClosed({
      id: `T-${trade.number}`,
      coin: format.coin(trade.symbol),
      direction: format.direction(trade.direction),
      net: format.signedMoney(trade.net),
      held: format.duration(trade.closedAt - trade.openedAt),
      reason: voice.reason(trade.exitReason, trade.symbol),
    }),
  );
}

function protectionAlert(event: EventOf<'protection.set'>, voice: Voice): Message {
  const price = (value: string | null) => (value === null ? voice.text.none : voice.format.price(event.symbol, value));
  return told(
    voice.text.alertProtection({
      coin: voice.format.coin(event.symbol),
      stop: price(event.stopPrice),
      target: price(event.targetPrice),
      reason: voice.reason(event.reason, event.symbol),
    }),
    'quiet',
  );
}

function panicAlert(event: EventOf<'panic.latched'>, voice: Voice): Message {
  const { text, format } = voice;
  const counted = { positions: format.count(event.positions), orders: format.count(event.orders) };
  return message({
    kind: 'alert',
    importance: 'urgent',
    title: text.panicTitle,
    blocks: [lines(text.alertPanic({ by: termOf(event.by, format), ...counted }))],
  });
}

function flatReceipt(event: EventOf<'panic.flattened'>, voice: Voice): Message {
  const { text, format } = voice;
  return message({
    kind: 'receipt',
    importance: 'urgent',
    title: text.flatTitle,
    blocks: [
      pairs([
        [text.realised, format.signedMoney(event.realised)],
        [text.fees, format.money(event.fees)],
        [text.equity, format.money(event.equity)],
      ]),
      lines(text.flatReceipt),
    ],
  });
}
