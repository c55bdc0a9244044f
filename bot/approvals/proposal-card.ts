import type { Approval } from '../../engine/domain/approval.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import { CHART_WORDS } from '../i18n/chart-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message, Pair } from '../message.ts';
import { lines, message, pairs } from '../message.ts';
import { proposalWhy } from './proposal-why.ts';

/**
 * Returns a proposal with everything one assents to, why it was made, and the three answers. `now` tells how long there
 * is; without the record of its decision the reasons are left to `/why`.
 */
export function proposalCard(
  approval: Approval,
  now: number,
  voice: Voice,
  record: DecisionRecord | null = null,
): Message {
  const { text, format } = voice;
  const { terms } = approval;
  const price = (value: string | null) => optionalPrice(terms.symbol, value, voice);
  const list: readonly Pair[] = [
    [text.quantity, format.quantity(terms.symbol, terms.quantity)],
    [
      text.notional,
      `${format.money(terms.notional)} (${text.ofEquity({ share: format.percent(terms.equityFraction, 1) })})`,
    ],
    [text.price, price(terms.priceAtProposal)],
    [text.stop, price(terms.stopPrice)],
    [text.target, price(terms.targetPrice)],
    [text.worstLoss, format.money(terms.worstLoss)],
    [
      text.expires,
      approval.status === 'pending'
        ? `${format.time(approval.expiresAt)} ${format.zoneLabel()} (${format.duration(approval.expiresAt - now)})`
        : `${format.time(approval.expiresAt)} ${format.zoneLabel()}`,
    ],
    ...(record === null ? [[text.because, `[${terms.decisionId}]`] as const] : []),
  ];
  return message({
    kind: 'proposal',
    importance: 'urgent',
    title: text.proposalTitle({ id: approval.id, side: format.side(terms.side), coin: format.coin(terms.symbol) }),
    blocks: [...(record === null ? [] : proposalWhy(record, voice)), pairs(list)],
    choices: [
      { label: text.approve, command: `/approve ${approval.id}` },
      { label: text.half, command: `/half ${approval.id}` },
      { label: text.decline, command: `/decline ${approval.id}` },
      { label: text.why, command: `/why ${terms.decisionId}` },
      { label: CHART_WORDS[voice.language].button, command: `/chart ${terms.decisionId}` },
    ],
  });
}

/** Returns a proposal as one line, without the answers. */
export function proposalLine({ id, terms }: Approval, { text, format }: Voice): Message {
  const line = text.proposalLine({
    id,
    side: format.side(terms.side),
    size: format.quantity(terms.symbol, terms.quantity),
    notional: format.money(terms.notional),
    share: text.ofEquity({ share: format.percent(terms.equityFraction, 1) }),
    decision: terms.decisionId,
  });
  return message({ kind: 'alert', blocks: [lines(line)] });
}

function optionalPrice(symbol: InstrumentSymbol, value: string | null, voice: Voice): string {
  return value === null ? voice.text.none : voice.format.price(symbol, value);
}
