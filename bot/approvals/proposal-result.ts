import type { Approval, DeclineReason } from '../../engine/domain/approval.ts';
import { termOf } from '../i18n/template.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { lines, message } from '../message.ts';
import { givenText } from './approval-summary.ts';
import { proposalCard } from './proposal-card.ts';

/** Returns the card of a proposal that waits no longer: what it was, what became of it, by whom, when, and why. */
export function proposalResult(
  approval: Approval,
  at: number,
  voice: Voice,
  given: DeclineReason | null = null,
): Message {
  const { title, blocks } = proposalCard(approval, at, voice);
  return message({
    kind: 'receipt',
    importance: 'quiet',
    title,
    blocks: [...blocks, lines(resultLine(approval, at, voice, given))],
  });
}

function resultLine(
  { id, status, answeredBy }: Approval,
  at: number,
  voice: Voice,
  given: DeclineReason | null,
): string {
  const { text, format } = voice;
  if (status === 'expired') return text.alertApprovalExpired({ id });
  const time = `${format.time(at)} ${format.zoneLabel()}`;
  const answer = text.approvalStatus[status];
  // Withdrawn by the desk itself: there is nobody to name.
  if (answeredBy === null) return `${answer} · ${time}`;
  const result = text.proposalResult({ answer, by: termOf(answeredBy, format), time });
  return given === null ? result : `${result} · ${givenText(given, voice)}`;
}
