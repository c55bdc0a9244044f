import type { DecisionRecord } from '../engine/domain/decision.ts';
import type { JournalEntry } from '../engine/domain/journal-entry.ts';
import type { Transaction } from './database.ts';
import { insertRows, upsertRows } from './insert-rows.ts';

const DECISION_COLUMNS = {
  id: 'text',
  number: 'bigint',
  at: 'bigint',
  symbol: 'text',
  action: 'text',
  direction: 'text',
  source: 'text',
  outcome: 'text',
  reason: 'jsonb',
  record: 'jsonb',
  record_sha256: 'text',
} as const;

const VOTE_COLUMNS = {
  decision_id: 'text',
  voter: 'text',
  kind: 'text',
  outcome: 'text',
  stance: 'text',
  confidence: 'double precision',
  reasons: 'jsonb',
} as const;

const RULE_COLUMNS = {
  decision_id: 'text',
  pass: 'int',
  position: 'int',
  rule: 'text',
  outcome: 'text',
  value: 'double precision',
  threshold: 'double precision',
} as const;

const EVIDENCE_COLUMNS = { decision_id: 'text', kind: 'text', ref: 'text', body: 'jsonb' } as const;

/** Writes the decisions of a batch: one row each, and their votes, rules and evidence as rows of their own. */
export async function projectDecisions(tx: Transaction, entries: readonly JournalEntry[]): Promise<void> {
  const latest = new Map<string, { record: DecisionRecord; sha256: string }>();
  for (const { event } of entries) {
    if (event.type === 'decision.made' || event.type === 'decision.resolved') latest.set(event.record.id, event);
  }
  if (latest.size === 0) return;
  const decisions = [...latest.values()];
  const resolvedAgain = entries
    .filter(({ event }) => event.type === 'decision.resolved')
    .map(({ event }) => (event.type === 'decision.resolved' ? event.record.id : ''));
  for (const table of ['decision_vote', 'decision_rule', 'decision_evidence']) {
    if (resolvedAgain.length > 0) await tx.query(`delete from ${table} where decision_id = any($1)`, [resolvedAgain]);
  }
  await upsertRows(
    tx,
    'decision',
    DECISION_COLUMNS,
    'id',
    decisions.map(({ record, sha256 }) => decisionRow(record, sha256)),
  );
  await insertRows(
    tx,
    'decision_vote',
    VOTE_COLUMNS,
    decisions.flatMap(({ record }) => voteRows(record)),
  );
  await insertRows(
    tx,
    'decision_rule',
    RULE_COLUMNS,
    decisions.flatMap(({ record }) => ruleRows(record)),
  );
  await insertRows(
    tx,
    'decision_evidence',
    EVIDENCE_COLUMNS,
    decisions.flatMap(({ record }) => evidenceRows(record)),
  );
}

function decisionRow(record: DecisionRecord, sha256: string) {
  const { signal } = record;
  return {
    id: record.id,
    number: record.number,
    at: record.at,
    symbol: signal.symbol,
    action: signal.action,
    direction: signal.direction,
    source: signal.source,
    outcome: record.outcome,
    reason: record.reason,
    record,
    record_sha256: sha256,
  };
}

function voteRows(record: DecisionRecord) {
  const votes = record.verdicts.map((verdict) => ({
    decision_id: record.id,
    voter: verdict.reviewer.name,
    kind: verdict.reviewer.kind as string,
    outcome: verdict.outcome as string,
    stance: verdict.outcome === 'voted' ? (verdict.stance as string) : null,
    confidence: verdict.outcome === 'voted' ? verdict.confidence : null,
    reasons: verdict.outcome === 'voted' ? verdict.reasons : [verdict.reason],
  }));
  const { model } = record;
  if (model === null) return votes;
  const voted = model.outcome === 'voted';
  votes.unshift({
    decision_id: record.id,
    voter: `model:${model.model.name}@${model.model.version}`,
    kind: 'model',
    outcome: model.outcome,
    stance: voted ? model.stance : null,
    confidence: voted ? Math.max(model.probabilityUp, model.probabilityDown) : null,
    reasons: voted ? [] : [model.reason],
  });
  return votes;
}

function ruleRows(record: DecisionRecord) {
  return record.gates.flatMap((gate, pass) =>
    gate.rules.map((result, position) => ({
      decision_id: record.id,
      pass: pass + 1,
      position: position + 1,
      rule: result.rule,
      outcome: result.outcome,
      value: result.value,
      threshold: result.limit,
    })),
  );
}

function evidenceRows(record: DecisionRecord) {
  const { inputs } = record;
  const rows: { decision_id: string; kind: string; ref: string; body: unknown }[] = inputs.news.map((item) => ({
    decision_id: record.id,
    kind: 'news',
    ref: item.id,
    body: item,
  }));
  if (inputs.features !== null) {
    rows.push({ decision_id: record.id, kind: 'features', ref: inputs.features.featureSet, body: inputs.features });
  }
  return rows;
}
