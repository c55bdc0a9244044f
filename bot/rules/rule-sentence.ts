import type { AlertRule, ConditionOf, RuleCondition } from '../../engine/domain/alert-rule.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import { TOPICS } from '../../rag/document.ts';
import type { Format } from '../i18n/format.ts';
import type { RuleWords } from '../i18n/rule-words.ts';
import { RULE_WORDS, TOPIC_WORDS } from '../i18n/rule-words.ts';

/** As many digits as a level can have: a rule is shown as it is, never rounded. */
const ALL_DIGITS = 12;
const PERCENT_DIGITS = 10;

/** Returns a rule in the person's language. Read again, it is the same rule. */
export function ruleSentence({ condition, repeats }: AlertRule, format: Format): string {
  const words = RULE_WORDS[format.language];
  return `${conditionSentence(condition, format)}, ${repeats ? words.repeats : words.once}`;
}

/** Returns what a rule waits for, in the person's language. */
export function conditionSentence(condition: RuleCondition, format: Format): string {
  const words = RULE_WORDS[format.language];
  switch (condition.type) {
    case 'price':
      return words.price({
        currency: format.quoteCurrency,
        ...named(condition),
        when: condition.when,
        level: level(condition.level, format),
      });
    case 'move': {
      const { way, fraction, windowMs } = condition;
      return words.move({ ...named(condition), way, percent: percent(fraction, format), span: span(windowMs, words) });
    }
    case 'indicator': {
      const { indicator, when } = condition;
      const name = words.indicatorName[indicator];
      return words.indicator({ ...onBars(condition, words), name, when, level: level(condition.level, format) });
    }
    case 'line':
      return lineSentence(condition, words);
    case 'news':
      return newsSentence(condition, words, format);
    case 'profit': {
      const { of, symbol, when, fraction } = condition;
      const said = { when, percent: percent(fraction, format) };
      return of === 'day'
        ? words.profitDay(said)
        : words.profitPosition({ ...said, coin: symbol === null ? null : baseOf(symbol) });
    }
    case 'equity':
      return words.equity({
        currency: format.quoteCurrency,
        when: condition.when,
        level: level(condition.level, format),
      });
  }
}

function lineSentence(condition: ConditionOf<'line'>, words: RuleWords): string {
  const { line, length, when } = condition;
  const said = { ...onBars(condition, words), when };
  switch (line) {
    case 'macd':
      return words.macd(said);
    case 'bollinger':
      return words.bollinger(said);
    case 'sma':
    case 'ema':
      return words.average({ ...said, name: `${line.toUpperCase()} ${length ?? ''}`.trim() });
  }
}

function newsSentence({ coin, about }: ConditionOf<'news'>, words: RuleWords, format: Format): string {
  switch (about.by) {
    case 'anything':
      return words.newsAny({ coin });
    case 'tone':
      return words.newsTone({ coin, when: about.when, tone: format.number(about.tone, ALL_DIGITS) });
    case 'topic':
      return words.newsTopic({ coin, topic: topicWord(about.topic, format) });
    case 'keyword':
      return words.newsKeyword({ coin, keyword: about.keyword });
  }
}

function topicWord(topic: string, { language }: Format): string {
  const known = TOPICS.find((one) => one === topic);
  return known === undefined ? topic : TOPIC_WORDS[language][known];
}

function named({ symbol }: { readonly symbol: string }) {
  return { coin: baseOf(symbol) };
}

function onBars(condition: ConditionOf<'indicator' | 'line'>, words: RuleWords) {
  return { ...named(condition), bars: span(TIMEFRAME_MS[condition.timeframe], words) };
}

function level(value: number, format: Format): string {
  return format.number(value, ALL_DIGITS);
}

function percent(fraction: number, format: Format): string {
  return `${format.number(Number((fraction * 100).toPrecision(ALL_DIGITS)), PERCENT_DIGITS)}%`;
}

function span(ms: number, words: RuleWords): string {
  const minutes = ms / TIMEFRAME_MS['1m'];
  return minutes % 60 === 0 ? words.hours(minutes / 60) : words.minutes(minutes);
}
