import type { Outbound } from '../message.ts';
import type { OutboxEntry } from '../outbox/outbox-entry.ts';
import type { FiredRule } from './rules-port.ts';

/** Returns the message of a fired rule for the outbox: the same occasion is kept once, whoever finds it again. */
export function ruleEntry({ rule, key }: FiredRule, outbound: Outbound, route: readonly string[]): OutboxEntry {
  const { type } = rule.rule.condition;
  return {
    userId: rule.userId,
    route,
    kind: type === 'profit' || type === 'equity' ? 'pnl' : 'rule',
    money: false,
    dedupeKey: `rule:${rule.id}:${key}`,
    group: null,
    inPlace: false,
    outbound,
  };
}
