import type { DeclineReason } from '../engine/domain/approval.ts';
import { DECLINE_CODES } from '../engine/domain/approval.ts';
import type { ApprovalCase, PartScore } from '../engine/domain/approval-case.ts';
import { APPROVAL_FATES } from '../engine/domain/approval-case.ts';
import type { ScoreExit } from '../engine/domain/approval-score.ts';
import type { DecisionOutcome } from '../engine/domain/decision.ts';
import { InvariantError } from '../engine/domain/errors.ts';
import type { JournalEntry } from '../engine/domain/journal-entry.ts';
import type { Direction } from '../engine/domain/signal.ts';
import type { ApprovalFilter } from '../engine/ports/records.ts';
import type { Transaction } from './database.ts';
import { insertRows } from './insert-rows.ts';

const REASON_COLUMNS = { approval_id: 'text', code: 'text', text: 'text', by: 'text', at: 'bigint' } as const;
const SCORE_COLUMNS = {
  decision_id: 'text',
  part: 'text',
  approval_id: 'text',
  net: 'numeric',
  exit: 'text',
  closed_at: 'bigint',
} as const;

/** Writes the reasons and the scores that the entries tell of. */
export async function projectApprovals(tx: Transaction, entries: readonly JournalEntry[]): Promise<void> {
  const reasons = entries.flatMap(({ at, event }) =>
    event.type === 'approval.reason-given' ? [{ approval_id: event.approvalId, ...event.given, by: event.by, at }] : [],
  );
  const scores = entries.flatMap(({ event }) => (event.type === 'approval.scored' ? [scoreRow(event.score)] : []));
  await insertRows(tx, 'approval_reason', REASON_COLUMNS, reasons);
  await insertRows(tx, 'approval_score', SCORE_COLUMNS, scores);
}

function scoreRow({ decisionId, part, approvalId, net, exit, closedAt }: ScoreOf) {
  return { decision_id: decisionId, part, approval_id: approvalId, net, exit, closed_at: closedAt };
}

type ScoreOf = Extract<JournalEntry['event'], { type: 'approval.scored' }>['score'];

/** A person's own order that was asked back is no proposal; a question that was put anew counts by its last answer. */
const CASES = `
  select d.number, d.id as decision_id, d.symbol, d.direction, d.outcome, a.id as approval_id, a.status as fate,
    coalesce(a.answered_at, a.expires_at) as at, a.answered_by as by
  from approval a join decision d on d.id = a.decision_id
  where a.status in ('approved', 'halved', 'declined', 'expired', 'voided') and d.source not like 'human:%'
  union all
  select d.number, d.id, d.symbol, d.direction, d.outcome, null, replace(replace(d.reason ->> 'code', 'approval.', ''),
    'asleep-skipped', 'asleep-skip'), d.at, null
  from decision d where d.reason ->> 'code' like 'approval.asleep-%'`;

/** Returns the statement that reads cases, newest first, with its values. */
export function approvalQuery({ since, until, by, before, limit }: ApprovalFilter): {
  readonly sql: string;
  readonly values: readonly unknown[];
} {
  const sql = `select c.*, r.code as reason_code, r.text as reason_text,
      m.net as made_net, m.exit as made_exit, m.closed_at as made_closed_at,
      l.net as missed_net, l.exit as missed_exit, l.closed_at as missed_closed_at
    from (${CASES}) c
    left join approval_reason r on r.approval_id = c.approval_id
    left join approval_score m on m.decision_id = c.decision_id and m.part = 'made'
    left join approval_score l on l.decision_id = c.decision_id and l.part = 'missed'
    where ($1::bigint is null or c.at >= $1) and ($2::bigint is null or c.at < $2)
      and ($3::text is null or c.by = $3) and ($4::bigint is null or c.number < $4)
    order by c.number desc limit $5`;
  return { sql, values: [since ?? null, until ?? null, by ?? null, before ?? null, limit] };
}

export interface ApprovalCaseRow {
  readonly number: number;
  readonly decision_id: string;
  readonly symbol: string;
  readonly direction: Direction;
  readonly outcome: DecisionOutcome;
  readonly approval_id: string | null;
  readonly fate: string;
  readonly at: number;
  readonly by: string | null;
  readonly reason_code: string | null;
  readonly reason_text: string | null;
  readonly made_net: string | null;
  readonly made_exit: ScoreExit | null;
  readonly made_closed_at: number | null;
  readonly missed_net: string | null;
  readonly missed_exit: ScoreExit | null;
  readonly missed_closed_at: number | null;
}

export function approvalCaseFromRow(row: ApprovalCaseRow): ApprovalCase {
  const fate = APPROVAL_FATES.find((one) => one === row.fate);
  if (fate === undefined) throw new InvariantError(`${row.decision_id} has the unknown fate ${row.fate}`);
  const { number, symbol, direction, outcome, at, by } = row;
  return {
    ...{ number, symbol, direction, outcome, at, by, fate },
    decisionId: row.decision_id,
    approvalId: row.approval_id,
    given: givenIn(row),
    made: partOf(row.made_net, row.made_exit, row.made_closed_at),
    missed: partOf(row.missed_net, row.missed_exit, row.missed_closed_at),
  };
}

/** Reads why a proposal was declined, by its approval id. */
export const GIVEN = 'select code as reason_code, text as reason_text from approval_reason where approval_id = $1';

export type GivenRow = Pick<ApprovalCaseRow, 'reason_code' | 'reason_text'>;

export function givenFromRow(row?: GivenRow): DeclineReason | null {
  return row === undefined ? null : givenIn(row);
}

function givenIn({ reason_code, reason_text }: GivenRow): DeclineReason | null {
  const code = DECLINE_CODES.find((one) => one === reason_code);
  return code === undefined ? null : { code, text: reason_text };
}

function partOf(net: string | null, exit: ScoreExit | null, closedAt: number | null): PartScore | null {
  return net === null || exit === null || closedAt === null ? null : { net, exit, closedAt };
}
