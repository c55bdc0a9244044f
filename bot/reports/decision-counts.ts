import type { DecisionOutcome, DecisionRecord } from '../../engine/domain/decision.ts';
import type { DecisionCounts } from './report.ts';

type Kept = DecisionCounts['keptBy'][number];

/** Returns what became of the candidates, and what kept those from being done that were not. */
export function decisionCounts(decisions: readonly DecisionRecord[]): DecisionCounts {
  const byOutcome: Partial<Record<DecisionOutcome, number>> = {};
  const kept = new Map<string, Kept>();
  for (const record of decisions) {
    byOutcome[record.outcome] = (byOutcome[record.outcome] ?? 0) + 1;
    for (const { what, key } of keepersOf(record)) {
      const id = `${what} ${key}`;
      kept.set(id, { what, key, count: (kept.get(id)?.count ?? 0) + 1 });
    }
  }
  const keptBy = [...kept.values()].sort((a, b) => b.count - a.count || a.key.localeCompare(b.key));
  return { total: decisions.length, byOutcome, keptBy };
}

/** One decision may have been denied by several rules at once. */
function keepersOf(record: DecisionRecord): readonly Pick<Kept, 'what' | 'key'>[] {
  switch (record.outcome) {
    case 'denied': {
      const rules = record.gates.at(-1)?.rules.filter(({ outcome }) => outcome === 'denied') ?? [];
      return rules.map(({ rule }) => ({ what: 'rule', key: rule }));
    }
    case 'blocked':
      return [{ what: 'reason', key: (record.inputs.blockedBy ?? record.reason).code }];
    case 'held':
      return typeof record.reason.values.voter === 'string'
        ? [{ what: 'voter', key: record.reason.values.voter }]
        : [{ what: 'reason', key: record.reason.code }];
    case 'skipped':
      return [{ what: 'reason', key: record.reason.code }];
    case 'acted':
    case 'asked':
    case 'declined':
    case 'expired':
      return [];
  }
}
