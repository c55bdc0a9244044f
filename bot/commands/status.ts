import type { Decimal } from '../../engine/domain/decimal.ts';
import { estimateOf } from '../../engine/domain/decimal.ts';
import type { PositionView } from '../../engine/ports/desk-view.ts';
import type { Message, Pair } from '../message.ts';
import { message, pairs } from '../message.ts';
import { standingPairs } from '../minds/standing.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { gateLines } from './gate-lines.ts';
import { refreshChoice } from './page.ts';
import { replayPairs } from './replay-pairs.ts';
import { shareable } from './shareable.ts';

export const status: ChatCommand = {
  name: 'status',
  aliases: ['상태', '현황', 'st'],
  usage: '',
  summary: { en: 'What this desk is and how it stands', ko: '데스크의 현재 상태' },
  role: 'viewer',
  run: async (_args, context) => [statusMessage(context)],
};

function statusMessage(context: CommandContext): Message {
  const { text } = context.voice;
  return message({
    kind: 'answer',
    title: text.statusTitle({
      mode: text.modeName[context.info.mode],
      account: text.accountName[context.info.account],
    }),
    blocks: [pairs([...replayPairs(context), ...accountPairs(context), ...deskPairs(context)])],
    choices: [refreshChoice('/status', context.voice)],
  });
}

function accountPairs(context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const account = context.desk.account();
  const sinceStart = ratio(account.equity.minus(account.startingCash), account.startingCash);
  const positions = context.desk.positions();
  const short = (view: PositionView) => shortPosition(view, context);
  return [
    [text.equity, `${format.money(account.equity)} (${format.signedPercent(sinceStart)})`],
    [text.today, format.signedPercent(account.dayReturnFraction)],
    [text.exposure, `${format.money(account.exposure)} (${format.percent(ratio(account.exposure, account.equity))})`],
    [text.openPositions, positions.length === 0 ? text.none : positions.map(short).join(', ')],
    [text.openOrders, format.count(context.desk.openOrders().length)],
    [text.pendingApprovals, pendingText(context)],
    [text.entries, gateLines(context).join(' ')],
  ];
}

/** Returns a share for display; of an empty account nothing is a share. */
function ratio(part: Decimal, whole: Decimal): number {
  return whole.isZero() ? 0 : estimateOf(part.div(whole));
}

function shortPosition({ position }: PositionView, context: CommandContext): string {
  const { format } = context.voice;
  return `${format.direction(position.direction)} ${format.quantity(position.symbol, position.quantity)}`;
}

function pendingText(context: CommandContext): string {
  const pending = context.desk.pendingApprovals();
  return pending.length === 0 ? context.voice.text.none : pending.map((approval) => approval.id).join(', ');
}

function deskPairs(context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const counts = context.desk.counts();
  const recorded = {
    decisions: format.count(counts.decisions),
    fills: format.count(counts.fills),
    trades: format.count(counts.trades),
    entries: format.count(counts.journal),
  };
  return [
    [text.recordsLabel, text.counts(recorded)],
    [text.reviewersLabel, context.info.reviewers.length === 0 ? text.none : context.info.reviewers.join(', ')],
    ...standingPairs(context.info.models?.() ?? null, context.voice),
    [text.modelLabel, context.info.model ?? text.none],
    [text.databaseLabel, shareable(context.info.database)],
  ];
}
