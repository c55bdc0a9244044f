import type { DeclineReason } from '../../engine/domain/approval.ts';
import type { ApprovalCase, PartScore } from '../../engine/domain/approval-case.ts';
import { decimal, decimalText } from '../../engine/domain/decimal.ts';
import type { ApprovalFigures, ApprovalScores, Tally } from '../../engine/performance/approval-score.ts';
import { PAPER_SLIPPAGE_FRACTION } from '../../engine/performance/paper-trade.ts';
import { APPROVAL_WORDS } from '../i18n/approval-words.ts';
import type { Voice } from '../i18n/voice.ts';

/** Returns what answers came to, a line each: everybody's first, then each person's where there are several. */
export function approvalSummary(
  { all, people }: ApprovalScores,
  voice: Voice,
  nameOf: (userId: string) => string,
): readonly string[] {
  const words = APPROVAL_WORDS[voice.language].summary;
  const own = people.length < 2 ? [] : people.flatMap(({ userId, figures }) => answers(figures, nameOf(userId), voice));
  const rest = [
    [all.otherHalves, words.otherHalves],
    [all.expired, words.expired],
    [all.asleepSkipped, words.asleepSkipped],
    [all.asleepTraded, words.asleepTraded],
  ] as const;
  const lines = [
    ...answers(all, null, voice),
    ...own,
    ...rest.flatMap(([tally, say]) => (tally.scored === 0 ? [] : [say(partsOf(tally, voice))])),
  ];
  const slippage = voice.format.percent(PAPER_SLIPPAGE_FRACTION);
  return lines.length === 0 ? [] : [...lines, words.note({ slippage })];
}

function answers({ vetoes, approvals }: ApprovalFigures, name: string | null, voice: Voice): readonly string[] {
  const words = APPROVAL_WORDS[voice.language].summary;
  const lost = decimal(vetoes.net);
  // A veto of what would have lost saved that much; of what would have earned, it cost it.
  const money = voice.format.money(decimalText(lost.abs()));
  const veto = { ...partsOf(vetoes, voice), name, money };
  const vetoLine = lost.greaterThan(0) ? words.cost(veto) : words.saved(veto);
  return [
    // Of what is still open nobody knows anything yet, and `saved 0.00` would say that they do.
    ...(vetoes.scored === 0 ? [] : [vetoLine]),
    ...(approvals.scored === 0 ? [] : [words.made({ ...partsOf(approvals, voice), name })]),
  ];
}

function partsOf({ count, scored, net }: Tally, { format }: Voice) {
  return { count: format.count(count), scored: format.count(scored), money: format.signedMoney(net) };
}

/** Returns what came of one proposal: what it made, what was let go, or that it is still open. */
export function scoreText(one: ApprovalCase, voice: Voice): string {
  const words = APPROVAL_WORDS[voice.language];
  const part = (score: PartScore) => `${voice.format.signedMoney(score.net)} (${words.exit[score.exit]})`;
  const made = one.made === null ? [] : [part(one.made)];
  const missed = one.missed === null ? [] : [`${words.wouldHave} ${part(one.missed)}`];
  const told = [...made, ...missed];
  if (told.length > 0) return told.join(', ');
  const isMeasured = one.fate !== 'voided' && (one.outcome === 'acted' || !isAnswerThatTrades(one));
  return isMeasured ? words.open : voice.text.dash;
}

/** Approved, and then a rule said no: there is nothing to measure. */
function isAnswerThatTrades({ fate }: ApprovalCase): boolean {
  return fate === 'approved' || fate === 'halved' || fate === 'asleep-half' || fate === 'asleep-auto';
}

/** Returns why somebody said no, in their words where there are some. */
export function givenText(given: DeclineReason, voice: Voice): string {
  return given.text ?? APPROVAL_WORDS[voice.language].declineReason[given.code];
}
