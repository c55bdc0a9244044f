import type { Command, CommandOutcome } from '../domain/command.ts';
import { decimal, decimalText, estimateOf } from '../domain/decimal.ts';
import type { DecisionRecord } from '../domain/decision.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import { equityOf } from '../domain/portfolio.ts';
import type { Position } from '../domain/position.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import { NO_PLAN } from '../domain/signal.ts';
import type { OrderManager } from '../execution/order-manager.ts';
import type { MarketState } from '../market/market-state.ts';
import type { CandidateDesk } from './candidate-desk.ts';
import type { DeskLedger } from './desk-ledger.ts';
import type { EmergencyExit } from './emergency-exit.ts';
import type { ExternalDesk } from './external-desk.ts';
import { changePolicy, giveReason, setApprovers } from './people-desk.ts';
import { stopDistance, targetDistance } from './plan-distances.ts';
import { drawdown } from './portfolio-context.ts';
import { hasGoodPrices, proposalSignal, whyNoProposal } from './propose-trade.ts';
import type { WorkQueue } from './work-queue.ts';

/** A person's order is stale quickly: they meant the price they saw. */
const HUMAN_SIGNAL_LIFE_MS = 120_000;

export interface CommandDeskParts {
  readonly ledger: DeskLedger;
  readonly market: MarketState;
  readonly candidates: CandidateDesk;
  readonly emergency: EmergencyExit;
  readonly orders: OrderManager;
  readonly work: WorkQueue;
  readonly priceOf: PriceOf;
  readonly external: ExternalDesk;
  readonly secure: (symbol: InstrumentSymbol) => void;
}

type Reply = (outcome: CommandOutcome) => void;
type CommandOf<Type extends Command['type']> = Extract<Command, { type: Type }>;

/** Turns what a person commands into signals and journal events; a person's order walks the road of every signal. */
export class CommandDesk {
  readonly #parts: CommandDeskParts;
  #humanSignals = 0;

  constructor(parts: CommandDeskParts) {
    this.#parts = parts;
  }

  /** Carries the command out and replies once. The panic waits for nothing; the rest takes its turn. */
  take(command: Command, reply: Reply): void {
    const { work } = this.#parts;
    if (command.type === 'panic.latch') {
      this.#panic(command).then(reply, (fault: unknown) => {
        reply(refused('command.failed', { command: command.type }));
        work.add(() => Promise.reject(fault));
      });
      return;
    }
    work.add(async () => {
      let outcome: CommandOutcome = refused('command.failed', { command: command.type });
      try {
        outcome = await this.#carryOut(command);
        if (outcome.outcome === 'refused') this.#journalRefusal(command, outcome.reason);
      } finally {
        reply(outcome);
      }
    });
  }

  async #carryOut(command: Exclude<Command, { type: 'panic.latch' }>): Promise<CommandOutcome> {
    const { ledger } = this.#parts;
    const { state } = ledger;
    switch (command.type) {
      case 'order.place':
        return this.#placeOrder(command);
      case 'trade.propose':
        return this.#propose(command);
      case 'position.close':
        return this.#close(command.symbol, command.fraction, command.by, command.expected);
      case 'positions.close-all':
        return this.#closeAll(command.by);
      case 'order.cancel':
        return this.#cancel(command);
      case 'orders.cancel-all':
        return this.#cancelAll();
      case 'approval.answer':
        return this.#answer(command);
      case 'approval.give-reason':
        return giveReason(ledger, command);
      case 'approvers.set':
        return setApprovers(ledger, command);
      case 'policy.change':
        return changePolicy(ledger, command);
      case 'external.answer':
        return this.#answerExternal(command);
      case 'entries.pause':
        if (state.paused) return refused('entries.already-paused');
        ledger.record([{ type: 'entries.paused', by: command.by }], { durable: true });
        return accepted('entries.paused');
      case 'entries.resume':
        return this.#resume(command.by);
      case 'panic.clear':
        return this.#clearPanic(command.by);
      case 'setting.change':
        return this.#changeSetting(command);
    }
  }

  async #answerExternal(command: CommandOf<'external.answer'>): Promise<CommandOutcome> {
    const { ledger, external, secure } = this.#parts;
    const outcome = await external.answer(command);
    for (const symbol of ledger.state.portfolio.positions.keys()) secure(symbol);
    return outcome;
  }

  /** Gets out of the whole position, as a person's order. */
  close(symbol: InstrumentSymbol, by: string): Promise<CommandOutcome> {
    return this.#close(symbol, 1, by);
  }

  async #panic({ by }: CommandOf<'panic.latch'>): Promise<CommandOutcome> {
    const { ledger, emergency } = this.#parts;
    if (ledger.state.panicked) {
      await emergency.latch(by);
      return accepted('panic.already-latched', { positions: ledger.state.portfolio.positions.size });
    }
    const positions = ledger.state.portfolio.positions.size;
    const entries = ledger.openOrders().filter((order) => order.leg === 'entry').length;
    await emergency.latch(by);
    return accepted('panic.latched', { positions, orders: entries });
  }

  /** Also lets entries in again after the drawdown limit: a person has looked, and it counts anew from here. */
  #resume(by: string): CommandOutcome {
    const { ledger, priceOf } = this.#parts;
    const { state } = ledger;
    const equity = equityOf(state.portfolio, priceOf);
    const limited = drawdown(state, equity) >= ledger.settings.limits().maxDrawdownFraction;
    if (!state.paused && !limited) return refused('entries.not-paused');
    const counted = limited ? { drawdownFrom: decimalText(equity) } : {};
    ledger.record([{ type: 'entries.resumed', by, ...counted }], { durable: true });
    return accepted(limited ? 'entries.resumed-after-drawdown' : 'entries.resumed');
  }

  #clearPanic(by: string): CommandOutcome {
    const { ledger, emergency } = this.#parts;
    const { state } = ledger;
    if (!state.panicked && state.halted === null) return refused('panic.not-latched');
    const positions = state.portfolio.positions.size;
    if (state.flattening || !emergency.clear(by)) return refused('panic.still-flattening', { positions });
    ledger.record([{ type: 'panic.cleared', by }], { durable: true });
    return accepted('panic.cleared');
  }

  async #placeOrder(command: CommandOf<'order.place'>): Promise<CommandOutcome> {
    const { ledger, market, candidates } = this.#parts;
    const quote = candidates.ready(command.symbol) ? market.quote(command.symbol) : null;
    if (quote === null) return refused('market.unknown-price', { symbol: command.symbol });
    const reference = command.limitPrice === null ? quote.price : estimateOf(decimal(command.limitPrice));
    const at = ledger.now();
    this.#humanSignals += 1;
    const record = await candidates.consider({
      id: `human:${command.symbol}:enter:${command.direction}:${at}:${ledger.state.counters.decision}:${this.#humanSignals}`,
      symbol: command.symbol,
      action: 'enter',
      direction: command.direction,
      confidence: 1,
      source: `human:${command.by}`,
      reason: reason('human.order', { by: command.by }),
      at,
      expiresAt: at + HUMAN_SIGNAL_LIFE_MS,
      plan: {
        ...NO_PLAN,
        stopDistance: stopDistance(command, reference, ledger.settings.defaultStopFraction()),
        targetDistance: targetDistance(command, reference),
        asked: command.size,
        limitPrice: command.limitPrice,
      },
    });
    return outcomeOf(record, ledger);
  }

  /** What the assistant proposes is voted on, sized and judged like a strategy's own, and then a person is asked. */
  async #propose(command: CommandOf<'trade.propose'>): Promise<CommandOutcome> {
    const { ledger, market, candidates } = this.#parts;
    const { symbol } = command;
    const quote = candidates.ready(symbol) ? market.quote(symbol) : null;
    if (quote === null) return refused('market.unknown-price', { symbol });
    const at = ledger.now();
    const why = whyNoProposal(ledger.state, command, at);
    if (why !== null) return { outcome: 'refused', reason: why };
    if (!hasGoodPrices(command)) return refused('sizing.size-invalid', { field: 'stopPrice' });
    this.#humanSignals += 1;
    const record = await candidates.consider(
      proposalSignal(command, {
        at,
        price: quote.price,
        defaultStopFraction: ledger.settings.defaultStopFraction(),
        id: `${ledger.state.counters.decision}:${this.#humanSignals}`,
      }),
    );
    return outcomeOf(record, ledger);
  }

  async #close(
    symbol: InstrumentSymbol,
    fraction: number,
    by: string,
    expected?: CommandOf<'position.close'>['expected'],
  ): Promise<CommandOutcome> {
    const { ledger, candidates } = this.#parts;
    const position = ledger.position(symbol);
    if (position === null) return refused('position.none', { symbol });
    if (expected !== undefined && !isExpected(position, expected)) return refused('position.changed', { symbol });
    if (!candidates.ready(symbol)) return refused('market.unknown-price', { symbol });
    if (candidates.exitUnderWay(symbol)) return refused('exit.under-way', { symbol });
    const at = ledger.now();
    this.#humanSignals += 1;
    const signal: Signal = {
      id: `human:${symbol}:exit:${position.direction}:${at}:${ledger.state.counters.decision}:${this.#humanSignals}`,
      symbol,
      action: 'exit',
      direction: position.direction,
      confidence: 1,
      source: `human:${by}`,
      reason: reason('human.close', { by, fraction }),
      at,
      expiresAt: at + HUMAN_SIGNAL_LIFE_MS,
      plan: { ...NO_PLAN, asked: { type: 'fraction', fraction } },
    };
    return outcomeOf(await candidates.consider(signal), ledger);
  }

  async #closeAll(by: string): Promise<CommandOutcome> {
    const symbols = [...this.#parts.ledger.state.portfolio.positions.keys()];
    if (symbols.length === 0) return refused('positions.none');
    const outcomes: CommandOutcome[] = [];
    for (const symbol of symbols) outcomes.push(await this.#close(symbol, 1, by));
    const done = outcomes.filter((outcome) => outcome.outcome === 'accepted');
    return {
      outcome: 'accepted',
      reason: reason('positions.closing', { positions: done.length, asked: symbols.length }),
      decisionIds: done.flatMap((outcome) => outcome.decisionIds),
      orderNumbers: done.flatMap((outcome) => outcome.orderNumbers),
    };
  }

  async #cancel({ number }: CommandOf<'order.cancel'>): Promise<CommandOutcome> {
    const { ledger, orders } = this.#parts;
    const order = ledger.openOrders().find((candidate) => candidate.number === number);
    if (order === undefined) return refused('order.not-open', { number });
    // A protective stop is not a thing to cancel by hand: the guard would put it back at once.
    if (order.leg === 'stop') return refused('order.protects', { number, symbol: order.request.symbol });
    await orders.cancel(order.clientId);
    return accepted('order.cancel-asked', { number, symbol: order.request.symbol });
  }

  async #cancelAll(): Promise<CommandOutcome> {
    const { ledger, orders } = this.#parts;
    const open = ledger.openOrders().filter((order) => order.leg !== 'stop');
    if (open.length === 0) return refused('orders.none-open');
    for (const order of open) await orders.cancel(order.clientId);
    return accepted('orders.cancel-asked', { orders: open.length });
  }

  async #answer(command: CommandOf<'approval.answer'>): Promise<CommandOutcome> {
    const { ledger, candidates } = this.#parts;
    const result = await candidates.answer(command.approvalId, command.answer, command.by);
    return result.outcome === 'refused' ? result : outcomeOf(result.record, ledger);
  }

  #changeSetting({ key, value, by, from: shown, undoes }: CommandOf<'setting.change'>): CommandOutcome {
    const { ledger } = this.#parts;
    const why = ledger.settings.check(key, value);
    if (why !== null) return { outcome: 'refused', reason: why };
    const from = ledger.settings.value(key);
    if (from === value) return refused('setting.unchanged', { key, value });
    if (shown !== undefined && shown !== from) return refused('setting.moved', { key, shown, value: from });
    const takenBack = undoes === undefined ? {} : { undoes };
    ledger.record([{ type: 'setting.changed', key, from, to: value, by, ...takenBack }], { durable: true });
    return accepted('setting.changed', { key, from, to: value });
  }

  #journalRefusal(command: Command, why: Reason): void {
    this.#parts.ledger.record([{ type: 'command.refused', by: command.by, command: command.type, reason: why }]);
  }
}

function isExpected(
  { direction, quantity }: Position,
  expected: NonNullable<CommandOf<'position.close'>['expected']>,
): boolean {
  return direction === expected.direction && quantity.equals(decimal(expected.quantity));
}

function accepted(code: string, values: Reason['values'] = {}): CommandOutcome {
  return { outcome: 'accepted', reason: reason(code, values), decisionIds: [], orderNumbers: [] };
}

function refused(code: string, values: Reason['values'] = {}): CommandOutcome {
  return { outcome: 'refused', reason: reason(code, values) };
}

function outcomeOf(record: DecisionRecord | null, ledger: DeskLedger): CommandOutcome {
  if (record === null) return refused('signal.already-decided');
  if (record.outcome !== 'acted' && record.outcome !== 'asked' && record.outcome !== 'declined') {
    return { outcome: 'refused', reason: record.reason };
  }
  const orderNumbers = [...ledger.state.orders.values()]
    .filter((order) => order.decisionId === record.id)
    .map((order) => order.number);
  return { outcome: 'accepted', reason: record.reason, decisionIds: [record.id], orderNumbers };
}
