import type { ApprovalCase } from '../../engine/domain/approval-case.ts';
import { approvalScores } from '../../engine/performance/approval-score.ts';
import { approvalSummary, givenText, scoreText } from '../approvals/approval-summary.ts';
import { APPROVAL_WORDS } from '../i18n/approval-words.ts';
import { termOf } from '../i18n/template.ts';
import { lines, message, table, textMessage } from '../message.ts';
import { mayDo } from '../people/access.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { pageChoices, pageLine, pageOf, readPage } from './page.ts';

const SHOWN = 10;
/** Answers that the summary counts; beyond them nobody's memory goes either. */
const COUNTED = 5_000;

export const approvals: ChatCommand = {
  name: 'approvals',
  aliases: ['승인기록'],
  usage: '[page]',
  summary: { en: 'Answered proposals and what came of them', ko: '답한 제안과 그 결과' },
  role: 'viewer',
  takesPlain: (args) => readPage(args) !== null,
  run: async (args, context) => {
    const { voice } = context;
    const words = APPROVAL_WORDS[voice.language];
    const cases = await context.records.approvals({ limit: COUNTED });
    if (cases.length === 0) return [textMessage('answer', words.noApprovals)];
    const page = pageOf(cases, readPage(args) ?? 1, SHOWN);
    const scores = approvalScores(cases);
    const shown = mayDo(context.role, 'trader') ? scores : { ...scores, people: [] };
    const summary = approvalSummary(shown, voice, (userId) => termOf(userId, voice.format));
    return [
      message({
        kind: 'answer',
        title: words.approvalsTitle,
        blocks: [tableOf(page.items, context), lines(...summary), lines(...pageLine(page, voice))],
        choices: pageChoices(page, '/approvals'),
      }),
    ];
  },
};

function tableOf(cases: readonly ApprovalCase[], context: CommandContext) {
  const { text, language } = context.voice;
  const { columns } = APPROVAL_WORDS[language];
  const headers = [columns.proposal, text.coin, text.side, columns.answer, columns.by, text.timeLabel, text.reason];
  return table(
    [...headers, `>${columns.score}`],
    cases.map((one) => row(one, context)),
  );
}

/** How somebody is asked while they sleep is theirs: a viewer is told that nobody answered. */
function fateText({ fate }: ApprovalCase, { role, voice }: CommandContext): string {
  const words = APPROVAL_WORDS[voice.language];
  return fate.startsWith('asleep-') && !mayDo(role, 'trader') ? words.unanswered : words.fate[fate];
}

function row(one: ApprovalCase, context: CommandContext): readonly string[] {
  const { format, text } = context.voice;
  return [
    `${one.approvalId ?? text.dash} [${one.decisionId}]`,
    format.coin(one.symbol),
    format.direction(one.direction),
    fateText(one, context),
    one.by === null ? text.dash : termOf(one.by, format),
    format.time(one.at),
    one.given === null ? text.dash : givenText(one.given, context.voice),
    scoreText(one, context.voice),
  ];
}
