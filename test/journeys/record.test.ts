import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../engine/decision/canonical-json.ts';
import { recordHash } from '../../engine/decision/record-hash.ts';
import type { ReplayResult } from '../../engine/decision/replay-decision.ts';
import { replayDecision } from '../../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import { decimal, decimalText, ZERO } from '../../engine/domain/decimal.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { Order } from '../../engine/domain/order.ts';
import { foldOrder, isOrderEvent, orderClientId } from '../../engine/execution/fold-order.ts';
import { cashAfter, positionsOf } from '../faults/desk-files.ts';
import type { Journey } from './journey.ts';
import { BTC, DAY, decisionsOf, eventsOf, HOUR, journalOf, openJourney, START } from './journey.ts';

let journey: Journey;
let entries: readonly JournalEntry[];
let decisions: ReturnType<typeof decisionsOf>;
/** Positions that had no stop when the desk had come to rest after an event. */
const naked: string[] = [];
let guarded = 0;

/** Two recorded days with a person at the desk: proposals approved, halved and declined, orders of their own. */
beforeAll(async () => {
  journey = await openJourney();
  const { desk } = journey;
  desk.replay.subscribe((event) => {
    const stops = desk.view.openOrders().filter((order) => order.leg === 'stop');
    for (const { position, protection } of desk.view.positions()) {
      const stop = stops.find(({ request }) => request.symbol === position.symbol);
      const holds = stop?.request.quantity === decimalText(position.quantity);
      if (protection?.stopPrice != null && holds && stop.request.triggerPrice === protection.stopPrice) guarded += 1;
      else naked.push(`${position.symbol} at ${new Date(event.at).toISOString()}`);
    }
  });
  const answers = ['approve', 'half', 'decline'] as const;
  let asked = 0;
  desk.onEntry(({ event }) => {
    if (event.type !== 'approval.requested') return;
    const answer = answers[asked % answers.length]!;
    asked += 1;
    void journey.send({ type: 'approval.answer', approvalId: event.approval.id, answer });
  });
  await journey.playTo(START + 10 * HOUR);
  const size = { type: 'notional', notional: '300' } as const;
  const bare = { limitPrice: null, targetPrice: null };
  await journey.send({ ...bare, type: 'order.place', symbol: BTC, direction: 'long', size, stopPrice: '90000' });
  await journey.playFor(HOUR);
  await journey.send({ type: 'positions.close-all' });
  await journey.playTo(START + 2 * DAY);
  await desk.journal.flushed();
  entries = journalOf(journey.directory);
  decisions = decisionsOf(entries);
}, 120_000);

afterAll(() => journey.end());

const replay = (record: DecisionRecord): Promise<ReplayResult> =>
  replayDecision(record, { model: journey.desk.model, reviewers: [rulesTechnicalReviewer, rulesNewsReviewer] });

const rows = <Row>(sql: string) => journey.desk.database.query<Row>(sql);

describe('the record of two days', () => {
  it('holds decisions of many kinds', () => {
    const outcomes = new Set([...decisions.values()].map(({ record }) => record.outcome));
    expect(decisions.size).toBeGreaterThan(100);
    expect([...outcomes].sort()).toEqual(expect.arrayContaining(['acted', 'declined', 'denied', 'held']));
    expect(eventsOf(entries, 'decision.resolved').length).toBeGreaterThan(5);
  });

  it('makes every decision again, the same', async () => {
    const differing: unknown[] = [];
    for (const { record } of decisions.values()) {
      const result = await replay(record);
      if (!result.same) differing.push({ id: record.id, differences: result.differences });
    }
    expect(differing).toEqual([]);
  });

  it('has the hash of what it says, in the journal and in the database', async () => {
    const stored = await rows<{ id: string; record: DecisionRecord; record_sha256: string }>(
      'select id, record, record_sha256 from decision order by number',
    );
    expect(stored.map(({ id }) => id)).toEqual([...decisions.keys()]);
    const broken = stored.filter(({ id, record, record_sha256 }) => {
      const journalled = decisions.get(id);
      return recordHash(record) !== record_sha256 || journalled?.sha256 !== record_sha256;
    });
    expect(broken).toEqual([]);
  });

  it('betrays one changed number', async () => {
    const acted = [...decisions.values()].find(
      ({ record }) =>
        record.outcome === 'acted' && record.signal.source.startsWith('strategy:') && record.sizing !== null,
    );
    const { record, sha256 } = acted!;
    const tampered: DecisionRecord = {
      ...record,
      inputs: {
        ...record.inputs,
        portfolio: { ...record.inputs.portfolio, equity: record.inputs.portfolio.equity * 2 },
      },
    };
    expect(recordHash(tampered)).not.toBe(sha256);
    const result = await replay(tampered);
    expect(result.same).toBe(false);
    const vote: DecisionRecord = {
      ...record,
      verdicts: record.verdicts.map((verdict) =>
        verdict.outcome === 'voted' ? { ...verdict, confidence: verdict.confidence / 2 } : verdict,
      ),
    };
    const paths = await replay(vote);
    expect(paths.same ? [] : paths.differences.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['$.verdicts[0].confidence', '$.verdicts[1].confidence']),
    );
  });

  it('stands in rows too: votes, rules and evidence', async () => {
    const votes = await rows<{ decision_id: string; voter: string; stance: string | null }>(
      `select v.decision_id, v.voter, v.stance from decision_vote v`,
    );
    const rules = await rows<{
      decision_id: string;
      pass: number;
      position: number;
      rule: string;
      outcome: string;
      value: number | null;
      threshold: number | null;
    }>('select decision_id, pass, position, rule, outcome, value, threshold from decision_rule');
    const evidence = await rows<{ decision_id: string; kind: string; ref: string; body: unknown }>(
      'select decision_id, kind, ref, body from decision_evidence',
    );
    const all = [...decisions.values()].map(({ record }) => record);
    expect(sorted(votes)).toEqual(sorted(all.flatMap(voteRows)));
    expect(sorted(rules)).toEqual(sorted(all.flatMap(ruleRows)));
    expect(sorted(evidence)).toEqual(sorted(all.flatMap(evidenceRows)));
  });
});

describe('the money of two days', () => {
  const fills = () => eventsOf(entries, 'order.filled').map(({ fill }) => fill);

  it('is the sum of its fills, to the last digit', () => {
    const { view } = journey.desk;
    const account = view.account();
    const held = new Map([...positionsOf(fills())].filter(([, quantity]) => !quantity.isZero()));
    const shown = view
      .positions()
      .map(({ position: { symbol, direction, quantity } }) => [
        symbol,
        decimalText(direction === 'long' ? quantity : quantity.negated()),
      ]);
    expect(Object.fromEntries(shown)).toEqual(
      Object.fromEntries([...held].map(([symbol, quantity]) => [symbol, decimalText(quantity)])),
    );
    let value = ZERO;
    for (const { position, price } of view.positions()) {
      const worth = price!.times(position.quantity);
      value = position.direction === 'long' ? value.plus(worth) : value.minus(worth);
    }
    const cash = cashAfter(fills(), '10000');
    expect(decimalText(account.equity)).toBe(decimalText(cash.plus(value)));
    const fees = fills().reduce((sum, fill) => sum.plus(decimal(fill.fee)), ZERO);
    expect(decimalText(account.fees)).toBe(decimalText(fees));
    expect(decimalText(account.balance)).toBe(decimalText(decimal('10000').plus(account.realised).minus(fees)));
    expect(decimalText(account.equity)).toBe(decimalText(account.balance.plus(account.unrealised)));
    const last = eventsOf(entries, 'equity.measured').at(-1);
    expect(decimal(last!.equity).minus(decimal(last!.cash)).abs().lessThanOrEqualTo(decimal(last!.exposure))).toBe(
      true,
    );
  });

  it('is in the closed trades: their nets are what was realised', () => {
    const trades = eventsOf(entries, 'trade.closed').map(({ trade }) => trade);
    const open = journey.desk.view.positions();
    const realised = trades.reduce((sum, trade) => sum.plus(decimal(trade.realised)), ZERO);
    const partly = open.reduce((sum, { position }) => sum.plus(position.realised), ZERO);
    expect(decimalText(realised.plus(partly))).toBe(decimalText(journey.desk.view.account().realised));
    expect(trades.length).toBeGreaterThan(10);
    expect(trades.map(({ number }) => number)).toEqual(trades.map((_, index) => index + 1));
  });

  it('is the same in the database as in the journal', async () => {
    const { records } = journey.desk;
    const stored = { fills: await records.fills({ limit: 1_000 }), trades: await records.trades({ limit: 1_000 }) };
    expect([...stored.fills].reverse()).toEqual(eventsOf(entries, 'order.filled').map(({ type: _, ...fill }) => fill));
    expect([...stored.trades].reverse()).toEqual(eventsOf(entries, 'trade.closed').map(({ trade }) => trade));
    expect([...(await records.orders(1_000))].reverse()).toEqual(ordersOf(entries));
  });

  it('is asked for what was done for one decision, the newest first', async () => {
    const changed = entries.filter(({ event }) => event.type === 'order.changed');
    const of = (entry: JournalEntry) => ('decisionId' in entry.event ? entry.event.decisionId : null);
    const decisionId = of(changed[0]!) ?? '';
    const read = await journey.desk.records.entries({ types: ['order.changed'], decisionId, limit: 1_000 });
    expect(read).toEqual(changed.filter((entry) => of(entry) === decisionId).reverse());
    expect(read.length).toBeLessThan(changed.length);
  });
});

describe('every open position', () => {
  it('has a resting stop of its size whenever the desk is at rest', () => {
    expect(guarded).toBeGreaterThan(1_000);
    expect(naked).toEqual([]);
  });
});

/** Returns the orders that a journal tells of, in the order of their numbers. */
function ordersOf(journal: readonly JournalEntry[]): readonly Order[] {
  const orders = new Map<string, Order>();
  for (const { at, event } of journal) {
    if (!isOrderEvent(event)) continue;
    const clientId = orderClientId(event);
    const order = foldOrder(orders.get(clientId) ?? null, at, event);
    if (order !== null) orders.set(clientId, order);
  }
  return [...orders.values()];
}

function voteRows({ id, model, verdicts }: DecisionRecord) {
  const rowsOfReviewers = verdicts.map((verdict) => ({
    decision_id: id,
    voter: verdict.reviewer.name,
    stance: verdict.outcome === 'voted' ? verdict.stance : null,
  }));
  if (model === null) return rowsOfReviewers;
  const { name, version } = model.model;
  const stance = model.outcome === 'voted' ? model.stance : null;
  return [{ decision_id: id, voter: `model:${name}@${version}`, stance }, ...rowsOfReviewers];
}

function ruleRows({ id, gates }: DecisionRecord) {
  return gates.flatMap(({ rules }, gate) =>
    rules.map(({ rule, outcome, value, limit }, index) => ({
      ...{ decision_id: id, pass: gate + 1, position: index + 1 },
      ...{ rule, outcome, value, threshold: limit },
    })),
  );
}

function evidenceRows({ id, inputs: { news, features } }: DecisionRecord) {
  const items = news.map((item) => ({ decision_id: id, kind: 'news', ref: item.id, body: item as unknown }));
  if (features === null) return items;
  return [...items, { decision_id: id, kind: 'features', ref: features.featureSet, body: features as unknown }];
}

/** Rows come in no order of their own. */
function sorted(all: readonly unknown[]): readonly string[] {
  return all.map((row) => canonicalJson(row)).sort();
}
