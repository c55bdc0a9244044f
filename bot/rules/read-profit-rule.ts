import type { RuleCondition } from '../../engine/domain/alert-rule.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { Parsed } from '../parse/parsed.ts';
import { parsed, unreadable } from '../parse/parsed.ts';
import { takeSymbol } from './read-market-rule.ts';
import { takeBound, takeDirection } from './rule-direction.ts';
import type { RuleDraft } from './rule-draft.ts';
import { takeAll, takePercent, word } from './rule-draft.ts';

const EQUITY = word('(?:my |the )?(?:equity|account value)|총 ?자산(?:이|은)?|자산(?:이|은)?|계좌(?:가|는)?');
const PROFIT = word(
  `(?:my )?p&?n?l|pnl|p/l|profits?|loss(?:es)?|unrealised|손익(?:률)?(?:이|가|은)?|수익(?:률)?(?:이|가|은)?|손실(?:률)?(?:이|가|은)?|평가 ?손익(?:이|가)?`,
);
const LOSS = word('loss(?:es)?|손실(?:률)?(?:이|가|은)?');
const POSITION = word('(?:any |a |all |my )?positions?|(?:모든 |아무 )?포지션(?:의|이)?|평가 ?손익(?:이|가)?');
const DAY = word('(?:the |of the )?day(?:s)?|today|daily|오늘(?:의)?|당일|하루|일일');

/** Tells whether a line speaks of the account rather than of a market. */
export function isProfitLine({ rest }: RuleDraft): boolean {
  return EQUITY.test(rest) || PROFIT.test(rest);
}

/** Reads a rule about the day's result, a position's, or the equity. */
export function readProfitRule(draft: RuleDraft, instruments: readonly Instrument[]): Parsed<RuleCondition> {
  if (takeAll(draft, EQUITY)) return readEquity(draft);
  const loses = LOSS.test(draft.rest);
  const position = takeAll(draft, POSITION);
  takeAll(draft, PROFIT);
  const symbol = takeSymbol(draft, instruments);
  if (symbol.outcome === 'refused') return symbol;
  const day = takeAll(draft, DAY);
  if (day && (position || symbol.value !== null)) return unreadable('rule.day-or-position');
  const percent = takePercent(draft);
  if (percent === null) return unreadable('rule.profit-percent');
  if (percent.fraction > 10) return unreadable('rule.percent');
  const { motion, place, torn } = takeDirection(draft);
  if (torn) return unreadable('rule.both-ways');
  const below = percent.sign === '-' || loses;
  const fraction = below && percent.fraction !== 0 ? -percent.fraction : percent.fraction;
  // A loss of more than 2% is a result below −2%.
  const when = loses ? 'below' : (place ?? motion ?? (below ? 'below' : 'above'));
  const of = position || symbol.value !== null ? 'position' : 'day';
  return parsed({ type: 'profit', of, symbol: symbol.value, when, fraction });
}

function readEquity(draft: RuleDraft): Parsed<RuleCondition> {
  const bound = takeBound(draft);
  if (bound.outcome === 'refused') return bound;
  const { when, size: level, isNegative } = bound.value;
  if (level <= 0 || isNegative) return unreadable('rule.price-positive');
  return parsed({ type: 'equity', when, level });
}
