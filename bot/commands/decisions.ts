import { PAGE_WORDS } from '../i18n/page-words.ts';
import { message } from '../message.ts';
import { isSymbolOrNothing, readOptionalSymbol, refusal } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { lineOf, pageBlocks, pageChoices, pageOfCount, splitPage } from './page.ts';

const SHOWN = 8;

export const decisions: ChatCommand = {
  name: 'decisions',
  aliases: ['결정', '판단'],
  usage: '[symbol] [page]',
  summary: { en: 'The latest decisions, taken or not', ko: '최근 판단 (실행 및 보류)' },
  role: 'viewer',
  takesPlain: (args, context) => isSymbolOrNothing(splitPage(args).rest, context),
  run: async (args, context) => {
    const { rest, page } = splitPage(args);
    const symbol = readOptionalSymbol(rest, context);
    if (symbol.outcome === 'refused') return refusal(symbol.reason, context);
    const counts = await context.records.countDecisions({ symbol: symbol.value ?? undefined });
    const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
    const shown = pageOfCount(total, page, SHOWN);
    const part = { skip: (shown.number - 1) * SHOWN, limit: SHOWN };
    const answer = await context.answerer.decisions(symbol.value, context.answerContext, part);
    const { voice } = context;
    return [
      message({
        ...answer,
        title: PAGE_WORDS[voice.language].decisionsTitle,
        blocks: [...answer.blocks, ...pageBlocks(shown, voice)],
        choices: [...answer.choices, ...pageChoices(shown, lineOf('/decisions', symbol.value, context))],
      }),
    ];
  },
};
