import type {
  Crossing,
  LevelIndicator,
  RuleCondition,
  RuleLine,
  RuleTimeframe,
} from '../../engine/domain/alert-rule.ts';
import {
  LONGEST_AVERAGE,
  LONGEST_WINDOW_MS,
  RULE_TIMEFRAMES,
  SHORTEST_WINDOW_MS,
} from '../../engine/domain/alert-rule.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../../engine/domain/instrument.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import { marketsOf } from '../parse/order-line.ts';
import type { Parsed } from '../parse/parsed.ts';
import { parsed, unreadable } from '../parse/parsed.ts';
import { findInstruments } from '../parse/symbol.ts';
import type { RuleDirection } from './rule-direction.ts';
import { takeDirection } from './rule-direction.ts';
import type { RuleDraft, SignedText } from './rule-draft.ts';
import { take, takeAmount, takePercent, takeSpan, wordsIn } from './rule-draft.ts';

const USUAL_TIMEFRAME: RuleTimeframe = '1h';
const USUAL_AVERAGE = 20;
/** Where none is said, of a move: a day. */
const USUAL_WINDOW_MS = LONGEST_WINDOW_MS;

const INDICATOR_WORDS: readonly (readonly [RegExp, LevelIndicator])[] = [
  [/(?<=\s)rsi(?:\s?\(?14\)?(?=\s))?(?:가|이|는)?(?=\s)|(?<=\s)알에스아이(?:가|이)?(?=\s)/, 'rsi'],
  [/(?<=\s)adx(?:\s?\(?14\)?(?=\s))?(?:가|이|는)?(?=\s)/, 'adx'],
  [/(?<=\s)atr(?:\s?\(?14\)?(?=\s))?(?:가|이|은)?(?=\s)/, 'atr'],
  [/(?<=\s)cci(?:\s?\(?20\)?(?=\s))?(?:가|이|는)?(?=\s)/, 'cci'],
  [/(?<=\s)(?:stochastics?|stoch|스토캐스틱(?:이|가)?)(?=\s)/, 'stochastic'],
  [/(?<=\s)(?:volume(?: ratio)?|거래량(?: ?비율)?(?:이|가)?(?: (?:평소|평균)(?:의|보다)?)?)(?=\s)/, 'volume'],
];

const AVERAGE =
  /(?<=\s)(sma|ema|ma|(?:지수 ?)?이동 ?평균(?:선)?|이평(?:선)?)\s?(?:\(?(\d{1,3})\)?)?(?:을|를|선을?)?(?=\s)/;
const LINE_WORDS: readonly (readonly [RegExp, RuleLine])[] = [
  [/(?<=\s)macd(?:가|이|는)?(?=\s)/, 'macd'],
  [/(?<=\s)(?:bollinger(?: bands?)?|bb|볼린저(?: ?밴드)?)(?:의|를|을|에)?(?=\s)/, 'bollinger'],
];

const WON = /(?<=\d\s?|[십백천만억]\s?)원(?=\s|[을를이가에])|(?<=\s)(?:krw|won)(?=\s)/;
const BOUNDED: ReadonlySet<LevelIndicator> = new Set(['rsi', 'adx', 'stochastic']);

/** Reads a rule about a market's price, its move, or an indicator of it. */
export function readMarketRule(draft: RuleDraft, instruments: readonly Instrument[]): Parsed<RuleCondition> {
  const symbol = takeSymbol(draft, instruments);
  if (symbol.outcome === 'refused') return symbol;
  if (symbol.value === null) return unreadable('rule.no-market', { markets: marketsOf(instruments) });
  if (WON.test(draft.rest) && instruments[0]?.quote !== 'KRW') return unreadable('rule.won');
  return (
    readLine(draft, symbol.value) ??
    readIndicator(draft, symbol.value) ??
    readMove(draft, symbol.value) ??
    readPrice(draft, symbol.value)
  );
}

/** Takes the first word that names a market; null where none does. */
export function takeSymbol(draft: RuleDraft, instruments: readonly Instrument[]): Parsed<InstrumentSymbol | null> {
  for (const written of wordsIn(draft)) {
    const [first, second] = findInstruments(written, instruments);
    if (first === undefined) continue;
    if (second !== undefined) return unreadable('parse.two-listings', { first: first.symbol, second: second.symbol });
    draft.rest = draft.rest.replace(` ${written} `, '  ');
    return parsed(first.symbol);
  }
  return parsed(null);
}

function readLine(draft: RuleDraft, symbol: InstrumentSymbol): Parsed<RuleCondition> | null {
  const average = take(draft, AVERAGE);
  const named = average === null ? LINE_WORDS.find(([pattern]) => take(draft, pattern) !== null)?.[1] : undefined;
  if (average === null && named === undefined) return null;
  const line = named ?? (/^ema|^지수/.test(average?.[1] ?? '') ? 'ema' : 'sma');
  const timeframe = takeTimeframe(draft);
  if (timeframe.outcome === 'refused') return timeframe;
  const length = average === null ? null : Number(average[2] ?? USUAL_AVERAGE);
  if (length !== null && (length < 2 || length > LONGEST_AVERAGE)) {
    return unreadable('rule.average', { length, longest: LONGEST_AVERAGE });
  }
  const when = crossingOf(takeDirection(draft));
  if (when.outcome === 'refused') return when;
  return parsed({ type: 'line', symbol, timeframe: timeframe.value, line, length, when: when.value });
}

function readIndicator(draft: RuleDraft, symbol: InstrumentSymbol): Parsed<RuleCondition> | null {
  const indicator = INDICATOR_WORDS.find(([pattern]) => take(draft, pattern) !== null)?.[1];
  if (indicator === undefined) return null;
  const timeframe = takeTimeframe(draft);
  if (timeframe.outcome === 'refused') return timeframe;
  const when = crossingOf(takeDirection(draft));
  if (when.outcome === 'refused') return when;
  // `3x`, as volume is spoken of.
  draft.rest = draft.rest.replace(/(\d)x(?=\s)/g, '$1');
  const amount = takeAmount(draft);
  if (amount === null) return unreadable('rule.no-level');
  if (amount.outcome === 'refused') return amount;
  const level = signed(amount.value);
  const bounded = BOUNDED.has(indicator) && (level < 0 || level > 100);
  const negative = indicator !== 'cci' && level < 0;
  if (bounded || negative) return unreadable('rule.level-range', { indicator: indicator.toUpperCase() });
  return parsed({ type: 'indicator', symbol, timeframe: timeframe.value, indicator, when: when.value, level });
}

function readMove(draft: RuleDraft, symbol: InstrumentSymbol): Parsed<RuleCondition> | null {
  const percent = takePercent(draft);
  if (percent === null) return null;
  const windowMs = takeSpan(draft) ?? USUAL_WINDOW_MS;
  if (windowMs < SHORTEST_WINDOW_MS || windowMs > LONGEST_WINDOW_MS) {
    return unreadable('rule.window', { shortestMs: SHORTEST_WINDOW_MS, longestMs: LONGEST_WINDOW_MS });
  }
  if (percent.fraction <= 0 || percent.fraction > 10) return unreadable('rule.percent');
  const { motion, place, torn } = takeDirection(draft);
  if (torn && motion === null) return unreadable('rule.both-ways');
  const bySign = percent.sign === null ? null : percent.sign === '+' ? 'above' : 'below';
  // `drops more than 5%`: what it does counts, not by how much.
  const way = motion ?? bySign ?? place;
  return parsed({
    type: 'move',
    symbol,
    way: way === null ? 'either' : way === 'above' ? 'up' : 'down',
    fraction: percent.fraction,
    windowMs,
  });
}

function readPrice(draft: RuleDraft, symbol: InstrumentSymbol): Parsed<RuleCondition> {
  const when = crossingOf(takeDirection(draft));
  if (when.outcome === 'refused') return when;
  const amount = takeAmount(draft);
  if (amount === null) return unreadable('rule.nothing-to-watch');
  if (amount.outcome === 'refused') return amount;
  const level = signed(amount.value);
  if (level <= 0) return unreadable('rule.price-positive');
  return parsed({ type: 'price', symbol, when: when.value, level });
}

/** Where it is said to be counts before how it gets there: `rises to below` is nobody's sentence. */
function crossingOf({ motion, place, torn }: RuleDirection): Parsed<Crossing> {
  if (torn) return unreadable('rule.both-ways');
  return parsed(place ?? motion ?? 'crosses');
}

function takeTimeframe(draft: RuleDraft): Parsed<RuleTimeframe> {
  const span = takeSpan(draft);
  if (span === null) return parsed(USUAL_TIMEFRAME);
  const timeframe = RULE_TIMEFRAMES.find((known) => TIMEFRAME_MS[known] === span);
  return timeframe === undefined ? unreadable('rule.timeframe') : parsed(timeframe);
}

function signed({ sign, text }: SignedText): number {
  return sign === '-' ? -estimateOf(text) : estimateOf(text);
}
