import type { Answer, Language } from '../../../../agent/answers/answer.ts';
import { renderSentence } from '../../../../agent/answers/render.ts';
import type { AssistantTool, ToolContext, ToolResult } from '../../../../agent/assistant/tool.ts';
import type { ToolDoor } from '../../../../agent/assistant/tool-door.ts';
import { createToolDoor } from '../../../../agent/assistant/tool-door.ts';
import type { ProposeCommand } from '../../../../agent/assistant/tools/proposals-port.ts';
import { createTools } from '../../../../agent/assistant/tools/registry.ts';
import type { ToolPorts } from '../../../../agent/assistant/tools/tool-ports.ts';
import type { WhatIfAnswer, WhatIfQuestion } from '../../../../agent/assistant/tools/what-if-port.ts';
import { checkAnswer } from '../../../../agent/grounding/check-answer.ts';
import type { GroundingReport } from '../../../../agent/grounding/number-check.ts';
import { createSettingPreviews } from '../../../../bot/assistant-setting-previews.ts';
import { createRuleWords } from '../../../../bot/rules/rule-words-reader.ts';
import type { CommandOutcome } from '../../../../engine/domain/command.ts';
import type { Candle } from '../../../../engine/domain/market.ts';
import type { Order } from '../../../../engine/domain/order.ts';
import { reason } from '../../../../engine/domain/reason.ts';
import { TIMEFRAME_MS, type Timeframe } from '../../../../engine/domain/timeframe.ts';
import type { DeskView } from '../../../../engine/ports/desk-view.ts';
import { SOL } from '../../../fixtures/decision-record.ts';
import { createHistory, createView, NEWS, NOW, renderingFor, WORLD } from '../../fixtures/desk.ts';

export const PLAYED: Extract<WhatIfAnswer, { outcome: 'played' }> = {
  outcome: 'played',
  from: NOW - 86_400_000,
  to: NOW,
  changes: [{ type: 'stop', fraction: 0.02 }],
  happened: {
    trades: 7,
    won: 3,
    entries: 9,
    fees: '3.17',
    startEquity: '10000',
    endEquity: '9981.4',
    net: '-18.6',
    returnFraction: -0.00186,
    maxDrawdownFraction: 0.0041,
  },
  instead: {
    trades: 5,
    won: 4,
    entries: 6,
    fees: '2.02',
    startEquity: '10000',
    endEquity: '10012.3',
    net: '12.3',
    returnFraction: 0.00123,
    maxDrawdownFraction: 0,
  },
  difference: '30.9',
  heldFraction: 0.0213,
  reviewers: ['rules:technical', 'rules:news-risk'],
  otherReviewers: true,
  lostAnswers: 2,
};

const ORDER: Order = {
  number: 9,
  clientId: 'c-9',
  decisionId: 'D-12',
  leg: 'stop',
  attempt: 1,
  at: NOW - 60_000,
  request: {
    symbol: SOL.symbol,
    side: 'sell',
    type: 'stop-market',
    quantity: '4.77',
    price: null,
    triggerPrice: '169.94',
    reduceOnly: true,
  },
  state: 'OPEN',
  filledQuantity: '0',
  averagePrice: null,
  venueOrderId: 'v-9',
  sentAt: NOW - 60_000,
  updatedAt: NOW - 60_000,
  reason: null,
};

/** A wave with a slope, so that every indicator has something to read. */
function candlesOf(symbol: string, timeframe: Timeframe, limit: number): readonly Candle[] {
  if (symbol !== SOL.symbol) return [];
  const ms = TIMEFRAME_MS[timeframe];
  return Array.from({ length: Math.min(limit, 120) }, (_, index) => {
    const close = 170 + Math.sin(index / 5) * 2 + index / 50;
    const closeTime = NOW - (120 - index) * ms;
    const prices = { open: close - 0.1, high: close + 0.4, low: close - 0.5, close };
    return { symbol, timeframe, openTime: closeTime - ms, closeTime, volume: 10, ...prices };
  });
}

export interface ToolRig {
  readonly tools: readonly AssistantTool[];
  readonly door: ToolDoor;
  readonly proposed: ProposeCommand[];
  readonly played: WhatIfQuestion[];
  readonly faults: unknown[];
}

export interface ToolRigOptions {
  readonly view?: Partial<DeskView>;
  readonly ports?: Partial<ToolPorts>;
  readonly outcome?: CommandOutcome;
}

/** The tools of the assistant over the history that the answers are tested with. */
export function createToolRig({ view: over = {}, ports = {}, outcome }: ToolRigOptions = {}): ToolRig {
  const view = createView({ candles: candlesOf, openOrders: () => [ORDER], ...over });
  const records = createHistory();
  const proposed: ProposeCommand[] = [];
  const played: WhatIfQuestion[] = [];
  const faults: unknown[] = [];
  const tools = createTools({
    sources: { view, records, news: NEWS, world: WORLD },
    proposals: {
      propose: async (command) => {
        proposed.push(command);
        return outcome ?? accepted();
      },
    },
    whatIf: {
      readChange: (key, value) =>
        key === 'risk.per-trade'
          ? { outcome: 'read', change: { type: 'setting', key, value: Number.parseFloat(value) / 100 } }
          : { outcome: 'refused', reason: reason('what-if.not-a-change', { text: 'that' }) },
      ask: async (question) => {
        played.push(question);
        return { ...PLAYED, changes: question.changes.length === 0 ? PLAYED.changes : question.changes };
      },
    },
    rules: createRuleWords(view, {
      preview: async () => ({
        times: [NOW - 5_000_000, NOW - 900_000],
        from: NOW - 86_400_000,
        to: NOW,
        current: 41,
        holds: true,
      }),
    }),
    settings: createSettingPreviews(view, records),
    ...ports,
  });
  const door = createToolDoor(tools, { onFault: (_tool, fault) => faults.push(fault) });
  return { tools, door, proposed, played, faults };
}

function accepted(): CommandOutcome {
  return { outcome: 'accepted', reason: reason('approval.assistant', {}), decisionIds: ['D-16'], orderNumbers: [] };
}

export function contextOf(over: Partial<ToolContext> = {}): ToolContext {
  return {
    userId: 'terminal:owner',
    role: 'admin',
    language: 'en',
    zone: 'UTC',
    now: NOW,
    isTainted: false,
    signal: new AbortController().signal,
    ...over,
  };
}

/** Returns what a result says, one sentence a line. */
export function told(result: ToolResult, language: Language = 'en'): string {
  return result.sentences.map((sentence) => renderSentence(sentence, renderingFor(language)).text).join('\n');
}

/** Checks a result as an answer is checked: every number against the field that its slot names. */
export function grounding(result: ToolResult, language: Language): GroundingReport {
  const rendered = result.sentences.map((sentence) => renderSentence(sentence, renderingFor(language)));
  return checkAnswer({ facts: result.facts } as Answer, rendered);
}
