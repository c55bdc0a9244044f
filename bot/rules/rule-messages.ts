import type { RuleFiring } from '../../engine/alert-rules/rule-watch.ts';
import type { RuleCondition } from '../../engine/domain/alert-rule.ts';
import { isBarCondition, timeframeOf } from '../../engine/domain/alert-rule.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import type { DocumentHead } from '../../rag/document.ts';
import { textIn } from '../../rag/document.ts';
import { RULE_TEXTS } from '../i18n/rule-texts.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Choice, Message, Pair } from '../message.ts';
import { lines, message, pairs, table } from '../message.ts';
import { conditionSentence, ruleSentence } from './rule-sentence.ts';
import { ruleValue } from './rule-value.ts';
import type { FiredRule, PersonRule, RulePreview } from './rules-port.ts';

/** Beyond this many times the price a level was probably meant in another money. */
const FAR_TIMES = 20;
/** One screen of buttons; the others are removed by number. */
const MAX_BUTTONS = 8;
const USUAL_CHART = '15m';

/** Returns what a person is told when a rule of theirs has fired. */
export function firedMessage({ rule, cause }: FiredRule, voice: Voice): Message {
  const text = RULE_TEXTS[voice.language];
  const { condition, repeats } = rule.rule;
  const told =
    cause.type === 'reading' ? readingPairs(condition, cause.firing, voice) : reportPairs(cause.report, voice);
  const end: Choice = repeats
    ? { label: text.off, command: `/alert remove ${rule.number}` }
    : { label: text.again, command: `/alert again ${rule.number}` };
  return message({
    kind: 'alert',
    title: `${text.firedTitle({ number: String(rule.number) })}: ${conditionSentence(condition, voice.format)}`,
    blocks: [pairs(told)],
    choices: [...lookChoices(rule, cause.type === 'reading' ? cause.firing.symbol : null, voice), end],
  });
}

/** Returns the receipt of a rule that was just set: shown back, with how often it would have been told. */
export function addedMessage(rule: PersonRule, preview: RulePreview, price: number | null, voice: Voice): Message {
  const text = RULE_TEXTS[voice.language];
  const { condition } = rule.rule;
  const said = [text.added({ number: String(rule.number), rule: ruleSentence(rule.rule, voice.format) })];
  if (preview.current !== null) said.push(`${text.current}: ${ruleValue(condition, preview.current, voice)}`);
  const doubt = farFromPrice(condition, price, voice);
  if (doubt !== null) said.push(doubt);
  if (preview.holds) said.push(text.holds);
  said.push(historyLine(preview, voice));
  const undo = { label: text.undo, command: `/alert remove ${rule.number}` };
  return message({
    kind: 'receipt',
    blocks: [lines(...said)],
    choices: [undo, ...lookChoices(rule, null, voice)],
  });
}

/** Returns the list of a person's rules. */
export function listMessage(rules: readonly PersonRule[], voice: Voice): Message {
  const text = RULE_TEXTS[voice.language];
  if (rules.length === 0) return message({ kind: 'answer', blocks: [lines(text.none, text.how)] });
  const rows = rules.map((rule) => [
    String(rule.number),
    ruleSentence(rule.rule, voice.format),
    ruleValue(rule.rule.condition, rule.current, voice),
    stateOf(rule, voice),
  ]);
  const choices = rules.slice(-MAX_BUTTONS).map(({ number }) => {
    return { label: text.removeChoice({ number: String(number) }), command: `/alert remove ${number}` };
  });
  return message({ kind: 'answer', title: text.title, blocks: [table(text.columns, rows), lines(text.how)], choices });
}

function stateOf({ firedAt, done }: PersonRule, { language, format }: Voice): string {
  const text = RULE_TEXTS[language];
  if (firedAt === null) return text.waits;
  const time = format.time(firedAt);
  return done ? text.toldOnce({ time }) : text.toldAt({ time });
}

function readingPairs(condition: RuleCondition, firing: RuleFiring, voice: Voice): readonly Pair[] {
  const text = RULE_TEXTS[voice.language];
  const { format } = voice;
  const { symbol, price, value, at } = firing;
  const told: Pair[] = [];
  if (condition.type === 'profit' && symbol !== null)
    told.push([format.coin(symbol), ruleValue(condition, value, voice)]);
  else {
    const label = condition.type === 'move' ? text.changed : condition.type === 'price' ? text.reached : text.value;
    told.push([label, ruleValue(condition, value, voice)]);
  }
  if (symbol !== null && price !== null) told.push([text.price, format.price(symbol, price)]);
  told.push([text.at, format.dateTime(at)]);
  return told;
}

function reportPairs(report: DocumentHead, voice: Voice): readonly Pair[] {
  const text = RULE_TEXTS[voice.language];
  return [
    [text.report, `${textIn(report.title, voice.language)} [${report.id}]`],
    [text.source, report.source],
    [text.tone, voice.format.number(report.tone, 2)],
    [text.at, voice.format.dateTime(report.publishedAt)],
  ];
}

function lookChoices({ rule }: PersonRule, symbol: string | null, { language }: Voice): readonly Choice[] {
  const text = RULE_TEXTS[language];
  const { condition } = rule;
  if (condition.type === 'news') {
    return [{ label: text.news, command: condition.coin === null ? '/news' : `/news ${condition.coin}` }];
  }
  const market = isBarCondition(condition) ? condition.symbol : symbol;
  if (market === null) return [{ label: text.chart, command: '/chart equity' }];
  const bars = isBarCondition(condition) && condition.type !== 'price' ? timeframeOf(condition) : USUAL_CHART;
  return [{ label: text.chart, command: `/chart ${baseOf(market)} ${condition.type === 'move' ? USUAL_CHART : bars}` }];
}

function historyLine({ times, from, to }: RulePreview, { language, format }: Voice): string {
  const text = RULE_TEXTS[language];
  if (from === null || to === null || to <= from) return text.noHistory;
  const span = format.duration(to - from);
  const last = times.at(-1);
  if (last === undefined) return text.wouldNever({ span });
  return text.wouldHave({ span, count: format.count(times.length), last: format.time(last) });
}

/** Somebody who thinks in won, or slipped by a zero, is told so. */
function farFromPrice(condition: RuleCondition, price: number | null, { language, format }: Voice): string | null {
  if (condition.type !== 'price' || price === null || price <= 0) return null;
  const times = condition.level / price;
  const text = RULE_TEXTS[language];
  if (times >= FAR_TIMES) return text.far({ times: format.number(times, 0), currency: format.quoteCurrency });
  return times <= 1 / FAR_TIMES ? text.farBelow({ currency: format.quoteCurrency }) : null;
}
