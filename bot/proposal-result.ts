import type { Approval } from '../engine/domain/approval.ts';
import { termOf } from './i18n/template.ts';
import type { Voice } from './i18n/voice.ts';
import type { Message } from './message.ts';
import { lines, message } from './message.ts';
import { proposalCard } from './proposal-card.ts';

/** Returns the card of a proposal that waits no longer: what it was, what became of it, by whom and when. */
export function proposalResult(
  approval: Approval,
  at: number,
  voice: Voice,
  nameOf: (userId: string) => string,
): Message {
  const { title, blocks } = proposalCard(approval, at, voice);
  return message({
    kind: 'receipt',
    importance: 'quiet',
    title,
    blocks: [...blocks, lines(resultLine(approval, at, voice, nameOf))],
  });
}

function resultLine(
  { id, status, answeredBy }: Approval,
  at: number,
  voice: Voice,
  nameOf: (userId: string) => string,
): string {
  const { text, format } = voice;
  if (status === 'expired') return text.alertApprovalExpired({ id });
  const by = answeredBy === null ? text.dash : nameOf(termOf(answeredBy, format));
  const time = `${format.time(at)} ${format.zoneLabel()}`;
  return text.proposalResult({ answer: text.approvalStatus[status], by, time });
}
