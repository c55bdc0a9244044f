import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { DecisionCase, DecisionFilter, Records } from '../../engine/ports/records.ts';
import type { AskedSide } from '../intent/utterance.ts';
import type { Sources, Topic } from './draft.ts';

const MANY = 1_000;
/** How far from the named moment a decision may lie and still be meant. */
const REACH_MS = 30 * 60_000;

/** The parts of a filter that a side stands for: a sale ends a long or begins a short. */
type Kind = Pick<DecisionFilter, 'action' | 'direction'>;

const KINDS: Readonly<Record<AskedSide, readonly Kind[]>> = {
  buy: [
    { action: 'enter', direction: 'long' },
    { action: 'exit', direction: 'short' },
  ],
  sell: [
    { action: 'exit', direction: 'long' },
    { action: 'enter', direction: 'short' },
  ],
  short: [{ action: 'enter', direction: 'short' }],
  close: [{ action: 'exit' }],
};

/** Returns the traded decision that a question means, or null when the record holds none such. */
export async function findActed(records: Records, topic: Topic, timed = true): Promise<DecisionRecord | null> {
  const kinds: readonly Kind[] = topic.side === null ? [{}] : KINDS[topic.side];
  // "Bought" means the first kind; the other one only where there is none of it.
  for (const kind of kinds) {
    const found = await records.decisions({
      ...kind,
      ...placeOf(topic, timed),
      outcomes: ['acted'],
      limit: timed ? MANY : 1,
    });
    const nearest = nearestTo(found, timed ? topic.moment : null);
    if (nearest !== null) return nearest;
  }
  return null;
}

/** Returns where and when to look: around a moment, within a span, or anywhere. */
export function placeOf(topic: Topic, timed: boolean): Pick<DecisionFilter, 'symbol' | 'since' | 'until'> {
  const symbol = topic.symbol ?? undefined;
  if (!timed) return { symbol };
  if (topic.moment !== null) return { symbol, since: topic.moment - REACH_MS, until: topic.moment + REACH_MS };
  return topic.span === null ? { symbol } : { symbol, since: topic.span.from, until: topic.span.to };
}

/** Returns the record nearest to a moment; without one the newest, which stands first. */
export function nearestTo(found: readonly DecisionRecord[], moment: number | null): DecisionRecord | null {
  if (moment === null) return found[0] ?? null;
  const distance = (record: DecisionRecord) => Math.abs(record.at - moment);
  return found.reduce<DecisionRecord | null>(
    (nearest, record) => (nearest === null || distance(record) < distance(nearest) ? record : nearest),
    null,
  );
}

/** Returns the decision behind a cited record: `D-12` itself, or the one that led to a trade, order, fill or approval. */
export async function findReferred({ records, view }: Sources, reference: string): Promise<DecisionCase | null> {
  const number = Number(reference.slice(2));
  switch (reference[0]) {
    case 'D':
      return records.decision(reference);
    case 'T': {
      const trade = (await records.trades({ limit: MANY })).find((one) => one.number === number);
      return trade === undefined ? null : records.decision(trade.entryDecisionId);
    }
    case 'O': {
      const order = (await records.orders(MANY)).find((one) => one.number === number);
      return order === undefined ? null : records.decision(order.decisionId);
    }
    case 'F': {
      const fill = (await records.fills({ limit: MANY })).find((one) => one.number === number);
      return fill === undefined ? null : records.decision(fill.decisionId);
    }
    case 'A': {
      const id = await decisionOfApproval(records, view, reference);
      return id === null ? null : records.decision(id);
    }
    case 'N': {
      const seen = (await records.decisions({ limit: MANY })).find((record) =>
        record.inputs.news.some(({ id }) => id === reference),
      );
      return seen === undefined ? null : records.decision(seen.id);
    }
    default:
      return null;
  }
}

async function decisionOfApproval(records: Records, view: Sources['view'], id: string): Promise<string | null> {
  const pending = view.pendingApprovals().find((one) => one.id === id);
  if (pending !== undefined) return pending.terms.decisionId;
  const entries = await records.entries({ types: ['approval.requested'], limit: MANY });
  for (const { event } of entries) {
    if (event.type === 'approval.requested' && event.approval.id === id) return event.approval.terms.decisionId;
  }
  return null;
}
