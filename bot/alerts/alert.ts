import type { Approval } from '../../engine/domain/approval.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEntry, JournalEvent } from '../../engine/domain/journal-entry.ts';
import { reason } from '../../engine/domain/reason.ts';
import { proposalCard, proposalLine } from '../approvals/proposal-card.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import { feeText } from '../i18n/fee-text.ts';
import { termOf } from '../i18n/template.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message, MessageParts } from '../message.ts';
import { lines, message, pairs } from '../message.ts';
import { settingText } from '../setting-text.ts';
import type { AlertFacts, FillFacts } from './alert-facts.ts';
import { NO_FACTS } from './alert-facts.ts';
import { alertKindOf, isForcedExit } from './alert-kinds.ts';
import { answeredAlert, dustAlert, externalAlert, fundingAlert } from './external-alert.ts';
import { closedAlert, positionAlert } from './trade-alerts.ts';

export interface AlertOptions {
  /** Tells a proposal in one line, and offers nothing to tap: for a script, which has nobody to answer. */
  readonly brief?: boolean;
}

type EventOf<T extends JournalEvent['type']> = Extract<JournalEvent, { type: T }>;

/** Returns what an entry of the journal has to tell a person, or null. A pure reading: the same entry and facts, the same alert. */
export function alertOf(
  entry: JournalEntry,
  voice: Voice,
  facts: AlertFacts = NO_FACTS,
  { brief = false }: AlertOptions = {},
): Message | null {
  const { event } = entry;
  const { text, format } = voice;
  switch (event.type) {
    case 'decision.made':
    case 'decision.resolved':
      return decisionAlert(event.record, voice);
    case 'approval.requested':
      return brief ? proposalLine(event.approval, voice) : proposalCard(event.approval, entry.at, voice, facts.asked);
    case 'approval.answered':
      return approvalAlert(event.approval, voice);
    case 'order.changed':
      return orderAlert(event, facts, voice);
    case 'order.filled':
      return facts.fill !== null && tellsOfPosition(facts.fill)
        ? positionAlert(event, facts.fill, voice, brief)
        : fillAlert(event, voice);
    case 'trade.closed':
      return closedAlert(event, facts.trade, voice, brief);
    case 'protection.set':
      return stopAlert(event, facts, voice);
    case 'limit.reached':
      return limitAlert(event, voice);
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
      return recoveredAlert(event, voice);
    case 'desk.noticed':
      return told(
        voice.reason(event.reason, event.symbol ?? undefined),
        event.kind === 'external-change' || event.reason.code.startsWith('emergency.') ? 'urgent' : 'normal',
      );
    case 'setting.changed':
      return told(
        text.alertSetting({
          key: event.key,
          from: settingValue(event.from, facts, voice),
          to: settingValue(event.to, facts, voice),
          by: termOf(event.by, format),
        }),
        'quiet',
      );
    case 'external.found':
      return externalAlert(event, voice, brief);
    case 'external.answered':
      return answeredAlert(event, voice);
    case 'dust.set-aside':
      return dustAlert(event, voice);
    case 'funding.settled':
      return fundingAlert(event, voice);
    case 'baseline.recorded':
    case 'desk.started':
    case 'order.intended':
    case 'equity.measured':
    case 'outcome.measured':
    case 'command.refused':
    case 'policy.changed':
    case 'approvers.changed':
    case 'approval.reason-given':
    case 'approval.scored':
    case 'emergency.recorded':
      return null;
  }
}

function settingValue(value: number | string | boolean, { unit }: AlertFacts, voice: Voice): string {
  return unit === undefined ? String(value) : settingText(value, { unit }, voice);
}

function told(line: string, importance: MessageParts['importance'] = 'normal'): Message {
  return message({ kind: 'alert', importance, blocks: [lines(line)] });
}

function limitAlert({ limit, value, threshold }: EventOf<'limit.reached'>, voice: Voice): Message {
  const words = ALERT_WORDS[voice.language];
  const block = lines(voice.reason(reason(`risk.${limit}`, { value, limit: threshold })), words.limitHow);
  return message({ kind: 'alert', importance: 'urgent', title: words.limitReached, blocks: [block] });
}

function decisionAlert(record: DecisionRecord, voice: Voice): Message | null {
  const { text, format } = voice;
  const { signal } = record;
  const words = ALERT_WORDS[voice.language];
  const why = voice.reason(signal.reason, signal.symbol);
  // A question to a person comes as its own card, with the terms.
  if (record.outcome === 'asked') return null;
  if (record.outcome === 'acted') {
    if (signal.action === 'exit') {
      if (isForcedExit(record)) {
        const title = words.forcedExit({ id: record.id, coin: format.coin(signal.symbol) });
        return message({ kind: 'alert', importance: 'urgent', title, blocks: [lines(why)] });
      }
      return told(text.alertExiting({ id: record.id, coin: format.coin(signal.symbol), reason: why }), 'quiet');
    }
    const quantity = record.order?.quantity ?? record.sizing?.quantity ?? '0';
    const side = format.side(signal.direction === 'long' ? 'buy' : 'sell');
    const size = format.quantity(signal.symbol, quantity);
    // On its way: that a position was opened is told by its fill.
    return told(text.alertEntered({ id: record.id, side, size, reason: why }), 'quiet');
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

function orderAlert(event: EventOf<'order.changed'>, facts: AlertFacts, voice: Voice): Message | null {
  if (alertKindOf(event, facts) === null) return null;
  const why = event.reason === null ? '' : voice.reason(event.reason, event.symbol);
  const state = voice.text.orderState[event.state];
  const coin = voice.format.coin(event.symbol);
  if (facts.wasUnresolved) {
    const line = ALERT_WORDS[voice.language].resolved({ coin, state, reason: why });
    return told(line.trim());
  }
  const line = voice.text.alertOrder({ coin, state, reason: why });
  return told(line.trim(), event.state === 'STUCK' ? 'urgent' : 'normal');
}

function tellsOfPosition(fill: FillFacts): fill is FillFacts & { readonly change: 'opened' | 'added' | 'reduced' } {
  return fill.isFirst && fill.change !== 'closed';
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
      fee: feeText(fill, format),
    }),
    'quiet',
  );
}

function stopAlert(event: EventOf<'protection.set'>, facts: AlertFacts, voice: Voice): Message | null {
  if (alertKindOf(event, facts) === null) return null;
  const price = (value: string | null) => (value === null ? voice.text.none : voice.format.price(event.symbol, value));
  return told(
    ALERT_WORDS[voice.language].stopMoved({
      coin: voice.format.coin(event.symbol),
      from: price(facts.stopBefore),
      to: price(event.stopPrice),
      reason: voice.reason(event.reason, event.symbol),
    }),
    'quiet',
  );
}

function recoveredAlert(event: EventOf<'desk.recovered'>, { language, format }: Voice): Message {
  const words = ALERT_WORDS[language];
  const { adoptedFills, resolvedOrders, openOrders } = event;
  if (adoptedFills + resolvedOrders + openOrders === 0) return told(words.recoveredClean, 'quiet');
  const line = words.recovered({
    fills: format.count(adoptedFills),
    resolved: format.count(resolvedOrders),
    open: format.count(openOrders),
  });
  return told(line);
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
