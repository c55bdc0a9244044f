import type { RuleCondition } from '../../engine/domain/alert-rule.ts';
import type { Voice } from '../i18n/voice.ts';

/** Returns what a rule watches, as it stands, for people: a price, a percentage, an index. */
export function ruleValue(condition: RuleCondition, value: number | null, { format, text }: Voice): string {
  if (value === null) return text.dash;
  switch (condition.type) {
    case 'price':
      return format.price(condition.symbol, value);
    case 'move':
    case 'profit':
      return format.signedPercent(value);
    case 'indicator':
      return condition.indicator === 'atr' ? format.price(condition.symbol, value) : format.number(value, 2);
    case 'line':
      return condition.line === 'bollinger' ? format.percent(value, 0) : format.number(value, 4);
    case 'equity':
      return format.money(value);
    case 'news':
      return text.dash;
  }
}
