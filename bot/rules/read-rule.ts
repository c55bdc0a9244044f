import type { AlertRule, RuleCondition } from '../../engine/domain/alert-rule.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { Parsed } from '../parse/parsed.ts';
import { echoOf, parsed, unreadable } from '../parse/parsed.ts';
import { readMarketRule } from './read-market-rule.ts';
import { isNewsLine, readNewsRule, takeQuoted } from './read-news-rule.ts';
import { isProfitLine, readProfitRule } from './read-profit-rule.ts';
import type { RuleDraft } from './rule-draft.ts';
import { draftOf, takeAll, word, wordsIn } from './rule-draft.ts';
import { FILLERS } from './rule-fillers.ts';

const LONGEST_LINE = 300;

const ONCE = word('(?:only |just )?once|one time|한 ?번만?|1회');
const REPEATS = word('every ?time|each ?time|always|repeatedly|매번|반복(?:해서)?|계속|항상');
/** `넘을 때마다`. */
const WHENEVER = /(?<=\s)때 ?마다(?=\s)/;

/**
 * Reads a rule as people write it, in English or Korean, as a command's words or as a sentence. Whatever is left that
 * no part of a rule explains is a refusal that names it: a rule is never guessed from half a line.
 */
export function readRule(line: string, instruments: readonly Instrument[]): Parsed<AlertRule> {
  const text = line.normalize('NFKC').replace(/\s+/g, ' ').trim();
  if (text.length > LONGEST_LINE) return unreadable('rule.too-long', { limit: LONGEST_LINE });
  const { quoted, rest } = takeQuoted(text);
  const draft = draftOf(rest);
  if (wordsIn(draft).length === 0) return unreadable('rule.empty');
  const repeats = readRepeats(draft);
  const condition = readCondition(draft, quoted, instruments);
  if (condition.outcome === 'refused') return condition;
  takeAll(draft, FILLERS);
  const left = wordsIn(draft).join(' ');
  if (left !== '') return unreadable('rule.left-over', { text: echoOf(left) });
  return parsed({ condition: condition.value, repeats: repeats ?? repeatsByNature(condition.value) });
}

function readCondition(
  draft: RuleDraft,
  quoted: string | null,
  instruments: readonly Instrument[],
): Parsed<RuleCondition> {
  if (quoted !== null || isNewsLine(draft)) return readNewsRule(draft, quoted, instruments);
  return isProfitLine(draft) ? readProfitRule(draft, instruments) : readMarketRule(draft, instruments);
}

function readRepeats(draft: RuleDraft): boolean | null {
  if (takeAll(draft, WHENEVER) || takeAll(draft, REPEATS)) return true;
  return takeAll(draft, ONCE) ? false : null;
}

/** A level of money is reached once; what comes and goes is told each time. */
function repeatsByNature({ type }: RuleCondition): boolean {
  return type !== 'price' && type !== 'equity';
}
