import { z } from 'zod';

/** Bars on which a person's rule may look. */
export const RULE_TIMEFRAMES = ['1m', '5m', '15m', '1h'] as const;
/** Indicators that are compared with a number, at their customary lengths. */
export const LEVEL_INDICATORS = ['rsi', 'adx', 'atr', 'cci', 'stochastic', 'volume'] as const;
/** Lines that a bar crosses or touches. */
export const RULE_LINES = ['macd', 'bollinger', 'sma', 'ema'] as const;
/** Bars that are kept of the longer timeframes leave no average longer than this. */
export const LONGEST_AVERAGE = 200;
export const SHORTEST_WINDOW_MS = 60_000;
/** A day of minutes is what the market keeps. */
export const LONGEST_WINDOW_MS = 86_400_000;
export const LONGEST_KEYWORD = 60;

const crossing = z.enum(['above', 'below', 'crosses']);
const beyond = z.enum(['above', 'below']);
const symbol = z.string().min(1).max(60);
const level = z.number().positive().max(1e12);
const coin = z.string().min(1).max(20).nullable();

const priceRule = z.strictObject({ type: z.literal('price'), symbol, when: crossing, level }).readonly();

const moveRule = z
  .strictObject({
    type: z.literal('move'),
    symbol,
    way: z.enum(['up', 'down', 'either']),
    fraction: z.number().positive().max(10),
    windowMs: z.int().min(SHORTEST_WINDOW_MS).max(LONGEST_WINDOW_MS),
  })
  .readonly();

const indicatorRule = z
  .strictObject({
    type: z.literal('indicator'),
    symbol,
    timeframe: z.enum(RULE_TIMEFRAMES),
    indicator: z.enum(LEVEL_INDICATORS),
    when: crossing,
    level: z.number().min(-1e12).max(1e12),
  })
  .readonly();

const lineRule = z
  .strictObject({
    type: z.literal('line'),
    symbol,
    timeframe: z.enum(RULE_TIMEFRAMES),
    line: z.enum(RULE_LINES),
    /** Bars of a moving average; null for the others. */
    length: z.int().min(2).max(LONGEST_AVERAGE).nullable(),
    /** Of a band: above touches the upper, below the lower. */
    when: crossing,
  })
  .readonly();

const newsAbout = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('anything') }).readonly(),
  /** As the report's own text is scored, −1..1. */
  z.strictObject({ by: z.literal('tone'), when: beyond, tone: z.number().min(-1).max(1) }).readonly(),
  z.strictObject({ by: z.literal('topic'), topic: z.string().regex(/^[a-z]{2,20}$/) }).readonly(),
  z.strictObject({ by: z.literal('keyword'), keyword: z.string().min(1).max(LONGEST_KEYWORD) }).readonly(),
]);

/** `coin` null: whatever it is about. */
const newsRule = z.strictObject({ type: z.literal('news'), coin, about: newsAbout }).readonly();

const profitRule = z
  .strictObject({
    type: z.literal('profit'),
    of: z.enum(['day', 'position']),
    /** Of a position: its market; null is whichever is open. */
    symbol: symbol.nullable(),
    when: beyond,
    /** Of the equity at the last UTC midnight, or of the position's entry value. */
    fraction: z.number().min(-10).max(10),
  })
  .readonly();

const equityRule = z.strictObject({ type: z.literal('equity'), when: beyond, level }).readonly();

/** What a rule waits for. Prices and readings are estimates; fractions are of one. */
export const ruleConditionSchema = z.discriminatedUnion('type', [
  priceRule,
  moveRule,
  indicatorRule,
  lineRule,
  newsRule,
  profitRule,
  equityRule,
]);

/** What a person wants to be told of, as a value: read from their words, shown back in them, kept, evaluated. */
export const alertRuleSchema = z.strictObject({ condition: ruleConditionSchema, repeats: z.boolean() }).readonly();

export type RuleCondition = z.infer<typeof ruleConditionSchema>;
export type AlertRule = z.infer<typeof alertRuleSchema>;
export type RuleTimeframe = (typeof RULE_TIMEFRAMES)[number];
export type LevelIndicator = (typeof LEVEL_INDICATORS)[number];
export type RuleLine = (typeof RULE_LINES)[number];
export type Crossing = z.infer<typeof crossing>;
export type ConditionOf<Type extends RuleCondition['type']> = Extract<RuleCondition, { type: Type }>;
/** Conditions that closed bars answer. */
export type BarCondition = ConditionOf<'price' | 'move' | 'indicator' | 'line'>;

export function isBarCondition(condition: RuleCondition): condition is BarCondition {
  const { type } = condition;
  return type === 'price' || type === 'move' || type === 'indicator' || type === 'line';
}

/** On which bars a condition looks: prices and moves on minutes. */
export function timeframeOf(condition: BarCondition): RuleTimeframe {
  return condition.type === 'price' || condition.type === 'move' ? '1m' : condition.timeframe;
}
