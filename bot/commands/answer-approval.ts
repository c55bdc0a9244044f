import type { Approval, ApprovalAnswer } from '../../engine/domain/approval.ts';
import { proposalCard } from '../approvals/proposal-card.ts';
import type { Message } from '../message.ts';
import { lines, message, textMessage } from '../message.ts';
import { readCitation, refusal } from './arguments.ts';
import type { CommandContext } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';
import { reasonQuestion } from './reason.ts';

/** Answers the named proposal, or the only one that waits; with several it asks which. */
export async function answerApproval(
  answer: ApprovalAnswer,
  args: string,
  context: CommandContext,
): Promise<readonly Message[]> {
  const pending = context.desk.pendingApprovals();
  if (args !== '') return answerNamed(answer, args, context);
  const [only, second] = pending;
  if (only === undefined) return [textMessage('answer', context.voice.text.nothingToApprove)];
  if (second !== undefined) return [askWhich(answer, pending, context)];
  return send(answer, only.id, context);
}

/** Tells whether the words are one approval id or nothing. */
export function isApprovalOrNothing(args: string): boolean {
  return args === '' || readCitation(args, 'A', 'A') !== null;
}

async function answerNamed(answer: ApprovalAnswer, args: string, context: CommandContext): Promise<readonly Message[]> {
  const id = readCitation(args, 'A', 'A');
  if (id === null) return refusal({ code: 'parse.not-an-id', values: { text: args } }, context);
  return send(answer, id, context);
}

async function send(answer: ApprovalAnswer, approvalId: string, context: CommandContext): Promise<readonly Message[]> {
  const before = new Set(context.desk.pendingApprovals().map((approval) => approval.id));
  const outcome = await context.engine.send({ type: 'approval.answer', approvalId, answer, by: context.userId });
  const receipt = await outcomeMessage(outcome, context);
  // A price that drifted comes back as a new proposal: show it at once, it is what the person wanted to decide.
  const requoted = context.desk.pendingApprovals().filter((approval) => !before.has(approval.id));
  const asksWhy = outcome.outcome === 'accepted' && outcome.reason.code === 'approval.declined';
  return [
    receipt,
    ...(await Promise.all(requoted.map((approval) => askedAnew(approval, context)))),
    ...(asksWhy ? [reasonQuestion(approvalId, context)] : []),
  ];
}

async function askedAnew(approval: Approval, context: CommandContext): Promise<Message> {
  // With or without its reasons: what a person decides on must be seen.
  const found = await context.records.decision(approval.terms.decisionId).catch(() => null);
  return proposalCard(approval, context.desk.now(), context.voice, found?.record ?? null);
}

function askWhich(answer: ApprovalAnswer, pending: readonly Approval[], context: CommandContext): Message {
  const { text, format } = context.voice;
  const label = (approval: Approval) =>
    `${approval.id} ${format.side(approval.terms.side)} ${format.quantity(approval.terms.symbol, approval.terms.quantity)}`;
  return message({
    kind: 'answer',
    blocks: [lines(text.whichApproval, ...pending.map(label))],
    choices: pending.map((approval) => ({ label: label(approval), command: `/${answer} ${approval.id}` })),
  });
}
