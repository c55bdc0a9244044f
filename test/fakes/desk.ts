import type { AnswerContext, Answerer } from '../../bot/answerer.ts';
import type { CommandPort, DeskInfo, HealthView } from '../../bot/desk-ports.ts';
import type { Message } from '../../bot/message.ts';
import { textMessage } from '../../bot/message.ts';
import type { Approval } from '../../engine/domain/approval.ts';
import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { Command, CommandOutcome } from '../../engine/domain/command.ts';
import { decimal } from '../../engine/domain/decimal.ts';
import type { MarketContext } from '../../engine/domain/evidence.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { Candle } from '../../engine/domain/market.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { PersonPolicy } from '../../engine/domain/person-policy.ts';
import { NO_POLICY } from '../../engine/domain/person-policy.ts';
import { emptyPortfolio, equityOf, exposureOf, foldFill, unrealisedOf } from '../../engine/domain/portfolio.ts';
import { unrealisedProfit } from '../../engine/domain/position.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { Timeframe } from '../../engine/domain/timeframe.ts';
import type { DeskView, GatesView, PositionView, SettingView, StrategyReading } from '../../engine/ports/desk-view.ts';
import type { ReplayControl, ReplaySpeed } from '../../engine/ports/market-data.ts';

/** 19 May 2025, 14:05 in Seoul. */
export const DESK_NOW = Date.UTC(2025, 4, 19, 5, 5);
export const BTC = 'BTC/USDT:USDT';
export const ETH = 'ETH/USDT:USDT';
export const SOL = 'SOL/USDT:USDT';
export const XRP = 'XRP/USDT:USDT';

function perpetual(base: string, tickSize: string, lotSize: string): Instrument {
  return {
    symbol: `${base}/USDT:USDT`,
    base,
    quote: 'USDT',
    venue: 'simulated',
    kind: 'perpetual',
    tickSize,
    lotSize,
    minNotional: '5',
    makerFeeFraction: '0.0002',
    takerFeeFraction: '0.0005',
  };
}

export const INSTRUMENTS: readonly Instrument[] = [
  perpetual('BTC', '0.1', '0.001'),
  perpetual('ETH', '0.01', '0.001'),
  perpetual('XRP', '0.0001', '0.1'),
  perpetual('SOL', '0.01', '0.1'),
];

const PRICES: Readonly<Record<string, number>> = { [BTC]: 105_000, [ETH]: 2_500, [SOL]: 170, [XRP]: 2.4 };

/** A desk in memory: its state can be set, the commands it was sent can be read, their outcomes can be scripted. */
export class FakeDesk implements DeskView, CommandPort {
  at = DESK_NOW;
  prices: Record<string, number> = { ...PRICES };
  approvals: Approval[] = [];
  orders: Order[] = [];
  gatesNow: GatesView = { paused: false, panicked: false, halted: null };
  settingsNow: SettingView[] = [...SETTINGS];
  readingsNow: Record<string, readonly StrategyReading[]> = {};
  candlesNow: readonly Candle[] = [];
  approvers: string[] = [];
  readonly policies = new Map<string, PersonPolicy>();
  readonly sent: Command[] = [];
  /** What `send` returns and does; the default accepts. */
  respond: (command: Command) => CommandOutcome = () => ({
    outcome: 'accepted',
    reason: reason('test.accepted'),
    decisionIds: [],
    orderNumbers: [],
  });
  #portfolio = emptyPortfolio(decimal('10000'));
  #fills = 0;

  fill(symbol: string, side: Fill['side'], quantity: string, price: string): void {
    this.#fills += 1;
    const fill: Fill = {
      tradeId: String(this.#fills),
      clientId: `c-${this.#fills}`,
      venue: 'simulated',
      symbol,
      side,
      quantity,
      price,
      fee: '0',
      feeCurrency: 'USDT',
      liquidity: 'taker',
      at: this.at,
    };
    this.#portfolio = foldFill(this.#portfolio, fill, `D-${this.#fills}`).portfolio;
  }

  async send(command: Command): Promise<CommandOutcome> {
    this.sent.push(command);
    return this.respond(command);
  }

  now(): number {
    return this.at;
  }

  account(): ReturnType<DeskView['account']> {
    const priceOf = (symbol: string) => this.#price(symbol);
    const { startingCash, realised, fees } = this.#portfolio;
    return {
      quoteCurrency: 'USDT',
      startingCash,
      equity: equityOf(this.#portfolio, priceOf),
      balance: startingCash.plus(realised).minus(fees),
      exposure: exposureOf(this.#portfolio, priceOf),
      unrealised: unrealisedOf(this.#portfolio, priceOf),
      realised,
      fees,
      dayReturnFraction: 0.0012,
      drawdownFraction: 0.004,
      maxDrawdownFraction: 0.011,
    };
  }

  positions(): readonly PositionView[] {
    return [...this.#portfolio.positions.values()].map((position) => {
      const price = this.#price(position.symbol);
      return {
        position,
        source: 'strategy:turtle',
        units: 1,
        protection: {
          decisionId: position.entryDecisionId,
          stopPrice: '100000',
          targetPrice: null,
          trailDistance: null,
          exitBy: null,
        },
        price,
        unrealised: price === null ? null : unrealisedProfit(position, price),
        riskAtStop: null,
        entryDecisionIds: [position.entryDecisionId],
      };
    });
  }

  policyOf(userId: string): PersonPolicy {
    return this.policies.get(userId) ?? NO_POLICY;
  }

  people() {
    return { withPolicy: [...this.policies.keys()], approvers: this.approvers };
  }

  openOrders(): readonly Order[] {
    return this.orders;
  }

  pendingApprovals(): readonly Approval[] {
    return this.approvals;
  }

  instruments(): readonly Instrument[] {
    return INSTRUMENTS;
  }

  market(symbol: string): MarketContext | null {
    const price = this.prices[symbol];
    if (price === undefined) return null;
    return {
      price,
      bid: price,
      ask: price,
      spreadFraction: 0.0001,
      atrFraction: 0.0008,
      volatility: null,
      change1hFraction: 0.012,
      change24hFraction: -0.034,
      rsi14: 61.26,
      volumeRatio: 1.37,
      quotedAt: this.at,
    };
  }

  candles(symbol: string, timeframe: Timeframe, limit: number): readonly Candle[] {
    return this.candlesNow.filter((candle) => candle.symbol === symbol && candle.timeframe === timeframe).slice(-limit);
  }

  readings(symbol: string): readonly StrategyReading[] {
    return this.readingsNow[symbol] ?? [];
  }

  gates(): GatesView {
    return this.gatesNow;
  }

  settings(): readonly SettingView[] {
    return this.settingsNow;
  }

  counts(): ReturnType<DeskView['counts']> {
    return { decisions: 41, fills: 12, trades: 5, journal: 1204 };
  }

  #price(symbol: string) {
    const price = this.prices[symbol];
    return price === undefined ? null : decimal(String(price));
  }
}

const SETTINGS: readonly SettingView[] = [
  {
    key: 'risk.default-stop',
    value: 0.02,
    default: 0.02,
    minimum: 0.002,
    maximum: 0.2,
    choices: null,
    unit: 'fraction',
  },
  {
    key: 'risk.max-daily-loss',
    value: 0.03,
    default: 0.03,
    minimum: 0.005,
    maximum: 0.05,
    choices: null,
    unit: 'fraction',
  },
  {
    key: 'risk.cooldown-after-loss',
    value: 600_000,
    default: 600_000,
    minimum: 0,
    maximum: 86_400_000,
    choices: null,
    unit: 'duration',
  },
  {
    key: 'risk.max-open-positions',
    value: 4,
    default: 4,
    minimum: 1,
    maximum: 8,
    choices: null,
    unit: 'count',
  },
  {
    key: 'approval.mode',
    value: 'ask-above',
    default: 'ask-above',
    minimum: null,
    maximum: null,
    choices: ['auto', 'ask-above', 'ask-always'],
    unit: 'choice',
  },
  {
    key: 'strategy.turtle',
    value: true,
    default: true,
    minimum: null,
    maximum: null,
    choices: null,
    unit: 'flag',
  },
];

export class FakeReplay implements ReplayControl {
  readonly startTime = Date.UTC(2025, 4, 18);
  readonly endTime = Date.UTC(2025, 4, 25);
  at = DESK_NOW;
  rate: ReplaySpeed = 60;
  stopped = false;

  position(): number {
    return this.at;
  }
  speed(): ReplaySpeed {
    return this.rate;
  }
  setSpeed(speed: ReplaySpeed): void {
    this.rate = speed;
  }
  pause(): void {
    this.stopped = true;
  }
  resume(): void {
    this.stopped = false;
  }
  paused(): boolean {
    return this.stopped;
  }
  async playTo(time: number): Promise<void> {
    this.at = time;
  }
}

/** Says what it was asked. */
export class FakeAnswerer implements Answerer {
  readonly asked: string[] = [];

  async answer(question: string, context: AnswerContext): Promise<Message> {
    return this.#said(`answer ${context.language} ${question}`);
  }
  async why(subject: string | null): Promise<Message> {
    return this.#said(`why ${subject}`);
  }
  async whyNot(symbol: string, at: number | null): Promise<Message> {
    return this.#said(`whyNot ${symbol} ${at === null ? null : new Date(at).toISOString()}`);
  }
  async decisions(symbol: string | null): Promise<Message> {
    return this.#said(`decisions ${symbol}`);
  }
  async news(symbol: string | null, words: string): Promise<Message> {
    return this.#said(`news ${symbol} ${words}`.trimEnd());
  }
  async mood(symbol: string | null): Promise<Message> {
    return this.#said(`mood ${symbol}`);
  }

  #said(text: string): Message {
    this.asked.push(text);
    return textMessage('answer', text);
  }
}

/** A replay without sources: only the recording's news is there. */
export const HEALTH: HealthView = {
  isFetching: false,
  sources: [
    {
      name: 'recording:may-2025',
      lastVisitAt: DESK_NOW,
      lastSuccessAt: DESK_NOW,
      lastNew: 92,
      failures: 0,
      problem: null,
      nextVisitAt: Number.MAX_SAFE_INTEGER,
    },
  ],
  embedder: { name: 'lexical@1', kind: 'lexical', vectors: 92, missing: 0 },
  documents: 92,
  stories: 88,
};

export const INFO: DeskInfo = {
  mode: 'replay',
  account: 'paper',
  version: '0.1.0',
  recording: {
    name: 'may-2025',
    title: '18–24 May 2025',
    startTime: Date.UTC(2025, 4, 18),
    endTime: Date.UTC(2025, 4, 25),
  },
  database: 'PGlite 0.5.14 (embedded)',
  reviewers: ['rules:technical', 'rules:news-risk'],
  model: 'baseline 1',
  settings: { confirmAboveFraction: 0.05, maxHumanOrderFraction: 0.5 },
  heldSpans: () => [
    { firstPrice: 100, lastPrice: 110 },
    { firstPrice: 200, lastPrice: 190 },
  ],
  health: async () => HEALTH,
  journalHead: () => ({ seq: 1204, hash: 'ab'.repeat(32) }),
};

export function pendingApproval(id: string, symbol = BTC): Approval {
  return {
    id,
    terms: {
      decisionId: 'D-12',
      symbol,
      side: 'buy',
      quantity: '0.02',
      notional: '2100',
      equityFraction: 0.21,
      worstLoss: '31.50',
      stopPrice: '103500',
      targetPrice: null,
      priceAtProposal: '105000',
    },
    termsSha256: 'ee'.repeat(32),
    status: 'pending',
    createdAt: DESK_NOW,
    expiresAt: DESK_NOW + 300_000,
    answeredAt: null,
    answeredBy: null,
  };
}

export function closedTrade(number: number, net: string, overrides: Partial<ClosedTrade> = {}): ClosedTrade {
  return {
    number,
    symbol: SOL,
    direction: 'long',
    source: 'strategy:turtle',
    openedAt: DESK_NOW - 7_200_000,
    closedAt: DESK_NOW - 3_600_000,
    quantity: '2.5',
    entryPrice: '168.00',
    exitPrice: '170.00',
    realised: net,
    fees: '0.42',
    net,
    entryDecisionId: 'D-3',
    exitDecisionId: 'D-7',
    exitReason: reason('exit.target', { targetPrice: '170.00', price: 170.01 }),
    ...overrides,
  };
}

export function openOrder(number: number): Order {
  return {
    number,
    clientId: `c-${number}`,
    decisionId: 'D-9',
    leg: 'entry',
    attempt: 1,
    request: {
      symbol: ETH,
      side: 'buy',
      type: 'limit',
      quantity: '0.4',
      price: '2450.00',
      triggerPrice: null,
      reduceOnly: false,
    },
    at: DESK_NOW,
    state: 'OPEN',
    filledQuantity: '0',
    averagePrice: null,
    venueOrderId: 'v-1',
    sentAt: DESK_NOW,
    updatedAt: DESK_NOW,
    reason: null,
  };
}
