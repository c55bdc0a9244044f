import type { ApprovalTerms } from '../domain/approval.ts';
import type { Consensus } from '../domain/consensus.ts';
import { decimal, decimalText } from '../domain/decimal.ts';
import type { DecisionInputs, DecisionOutcome, DecisionRecord, GatePass, MovedInputs } from '../domain/decision.ts';
import type { Instrument } from '../domain/instrument.ts';
import { nearestPrice } from '../domain/instrument.ts';
import type { OrderRequest, RiskApproved } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { RuleResult } from '../domain/risk.ts';
import type { Signal } from '../domain/signal.ts';
import type { Sizing } from '../domain/sizing.ts';
import type { AdviceGiven } from '../ports/sizing-advisor.ts';
import { askWhom } from './approval-policy.ts';
import { approvalTerms } from './approval-terms.ts';
import type { Votes } from './consensus.ts';
import { reachConsensus } from './consensus.ts';
import { sizeExit } from './exit-sizing.ts';
import { recordHash } from './record-hash.ts';
import { approveEntry, approveReduction } from './risk-gate.ts';
import { signalStrength } from './signal-strength.ts';
import type { SizingInputs } from './sizing.ts';
import { halveSizing, sizeEntry } from './sizing.ts';
import { wantedSide } from './wanted-side.ts';

export interface DecideInput extends Votes {
  readonly number: number;
  /** When the votes were in; `inputs.asOf` is when they were asked. */
  readonly at: number;
  readonly signal: Signal;
  readonly inputs: DecisionInputs;
  readonly advice: AdviceGiven | null;
  /** The world after the votes, where it is not the one they were asked in. */
  readonly moved: MovedInputs | null;
}

/** A decision with what follows from it: a request when it acted, terms when a person is to be asked. */
export interface Made {
  readonly record: DecisionRecord;
  readonly sha256: string;
  readonly request: RiskApproved<OrderRequest> | null;
  readonly terms: ApprovalTerms | null;
}

/** Makes a decision from what the record will hold, and from nothing else. */
export function decide(input: DecideInput): Made {
  return input.signal.action === 'exit' ? decideExit(input) : decideEntry(input);
}

/** Seals a record: its hash, and the terms where somebody is asked. */
export function seal(record: DecisionRecord, request: RiskApproved<OrderRequest> | null = null): Made {
  const terms = record.outcome === 'asked' ? approvalTerms(record) : null;
  return { record, sha256: recordHash(record), request, terms };
}

/** Returns the pass of a gate as it is recorded. */
export function gatePass(at: number, price: number, rules: readonly RuleResult[], moved: MovedInputs | null): GatePass {
  return moved === null ? { at, price, rules } : { at, price, rules, inputs: moved };
}

/** Returns what sizing looks at: the recorded inputs, with what has moved since laid over them. */
export function sizingInputs(
  record: Pick<DecisionRecord, 'signal' | 'inputs' | 'model' | 'verdicts'>,
  moved: MovedInputs | null,
  advice: AdviceGiven | null,
): SizingInputs {
  const { signal, inputs } = record;
  return { ...inputs, ...moved, signal, strength: signalStrength(signal, record), advice };
}

/** Returns the order that a sizing means. */
export function entryRequest(signal: Signal, sizing: Sizing, instrument: Instrument): OrderRequest {
  return requestOf(signal, sizing.quantity, instrument, false);
}

function decideEntry(input: DecideInput): Made {
  const { signal, inputs, moved, at } = input;
  if (inputs.blockedBy !== null) return close(input, 'blocked', inputs.blockedBy);
  const consensus = reachConsensus(signal, input, inputs.ensemble);
  if (consensus.outcome === 'hold') return close(input, 'held', consensus.reason, { consensus });
  if (moved !== null && moved.blockedBy !== null) {
    const gates = [gatePass(at, moved.market.price, [], moved)];
    return close(input, 'blocked', moved.blockedBy, { consensus, gates });
  }
  if (!(at <= signal.expiresAt)) {
    const { expiresAt } = signal;
    return close(input, 'expired', reason('signal.expired', { expiresAt, at }), { consensus });
  }
  return sizeAndAsk(input, consensus);
}

function sizeAndAsk(input: DecideInput, consensus: Consensus): Made {
  const { signal, inputs, moved, at } = input;
  const world = sizingInputs(input, moved, input.advice);
  const sized = sizeEntry(world);
  const price = world.market.price;
  if (sized.outcome !== 'sized') {
    const gates = moved === null ? [] : [gatePass(at, price, [], moved)];
    const sizing = sized.outcome === 'too-small' ? sized.sizing : null;
    return close(input, 'skipped', sized.reason, { consensus, sizing, gates });
  }
  const { sizing } = sized;
  const request = entryRequest(signal, sizing, inputs.instrument);
  const { stopPrice, worstLoss } = sizing;
  const gate = approveEntry(request, { ...world, asOf: at, stopPrice, worstLoss });
  const steps = { consensus, sizing, gates: [gatePass(at, price, gate.rules, moved)] };
  if (gate.outcome === 'denied') return close(input, 'denied', gate.reason, steps);
  const asking = askWhom(signal, sizing.fraction, world.settings);
  if (asking.outcome === 'ask') return close(input, 'asked', asking.reason, steps);
  if (asking.outcome === 'asleep') {
    if (asking.rule === 'skip') return close(input, 'skipped', asking.reason, steps);
    if (asking.rule === 'half') return enterHalf(input, world, sizing, { consensus, reason: asking.reason });
    return close(input, 'acted', asking.reason, { ...steps, order: request }, gate.request);
  }
  return close(input, 'acted', consensus.reason, { ...steps, order: request }, gate.request);
}

/** Half of what would have been asked: a size of its own, so the gate is asked about exactly that. */
function enterHalf(
  input: DecideInput,
  world: SizingInputs,
  whole: Sizing,
  then: { readonly consensus: Consensus; readonly reason: Reason },
): Made {
  const { signal, inputs, moved, at } = input;
  const { consensus } = then;
  const halved = halveSizing(whole, world);
  const price = world.market.price;
  if (halved.outcome === 'unsizable') return close(input, 'skipped', halved.reason, { consensus });
  const { sizing } = halved;
  if (halved.outcome === 'too-small') {
    const gates = moved === null ? [] : [gatePass(at, price, [], moved)];
    return close(input, 'skipped', halved.reason, { consensus, sizing, gates });
  }
  const request = entryRequest(signal, sizing, inputs.instrument);
  const { stopPrice, worstLoss } = sizing;
  const gate = approveEntry(request, { ...world, asOf: at, stopPrice, worstLoss });
  const steps = { consensus, sizing, gates: [gatePass(at, price, gate.rules, moved)] };
  if (gate.outcome === 'denied') return close(input, 'denied', gate.reason, steps);
  return close(input, 'acted', then.reason, { ...steps, order: request }, gate.request);
}

/** Exits wait for no vote, pass every pause, and can only make the position smaller. */
function decideExit(input: DecideInput): Made {
  const { signal, inputs, at } = input;
  const consensus = reachConsensus(signal, input, inputs.ensemble);
  const size = sizeExit(signal, inputs);
  if (size.outcome === 'refused') return close(input, 'skipped', size.reason, { consensus });
  const request = requestOf(signal, size.quantity, inputs.instrument, true);
  const gate = approveReduction(request, inputs.portfolio.position);
  const steps = { consensus, gates: [gatePass(at, inputs.market.price, gate.rules, null)] };
  if (gate.outcome === 'denied') return close(input, 'denied', gate.reason, steps);
  return close(input, 'acted', consensus.reason, { ...steps, order: request }, gate.request);
}

function requestOf(signal: Signal, quantity: string, instrument: Instrument, reduceOnly: boolean): OrderRequest {
  const { limitPrice } = signal.plan;
  return {
    symbol: instrument.symbol,
    side: wantedSide(signal),
    type: limitPrice === null ? 'market' : 'limit',
    quantity,
    price: limitPrice === null ? null : decimalText(nearestPrice(instrument, decimal(limitPrice))),
    triggerPrice: null,
    reduceOnly,
  };
}

function close(
  { number, at, signal, inputs, model, verdicts }: DecideInput,
  outcome: DecisionOutcome,
  why: Reason,
  steps: Partial<Pick<DecisionRecord, 'consensus' | 'sizing' | 'gates' | 'order'>> = {},
  request: RiskApproved<OrderRequest> | null = null,
): Made {
  const record: DecisionRecord = {
    schema: 1,
    id: decisionId(number),
    number,
    at,
    signal,
    inputs,
    model,
    verdicts,
    consensus: null,
    sizing: null,
    gates: [],
    approval: null,
    order: null,
    ...steps,
    outcome,
    reason: why,
  };
  return seal(record, request);
}

/** How a decision is cited. */
export function decisionId(number: number): string {
  return `D-${number}`;
}
