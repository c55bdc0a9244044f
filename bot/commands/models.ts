import { estimateOf } from '../../engine/domain/decimal.ts';
import { readScoreboard } from '../../engine/performance/reviewer-score/read-scoreboard.ts';
import { MODEL_WORDS } from '../i18n/model-words.ts';
import { lines, message, textMessage } from '../message.ts';
import { cleanText } from '../parse/clean-text.ts';
import { echoOf } from '../parse/parsed.ts';
import { careBlocks, liftBlocks, marketBlocks, voteBlocks } from '../reports/score-blocks.ts';
import type { ChatCommand } from './command.ts';
import { pageChoices, pageOfCount, readPage, refreshChoice } from './page.ts';

const DAY_MS = 86_400_000;
/** What a voter was worth longer ago says little of the market of now. */
const SCORED_DAYS = 30;
const PAGES = [voteBlocks, careBlocks, marketBlocks, liftBlocks] as const;

export const models: ChatCommand = {
  name: 'models',
  aliases: ['모델', '모델성적', '투표자', '적중률', 'scoreboard'],
  usage: '[page]',
  summary: {
    en: 'How right the model and the reviewers have been, how fast, at what cost',
    ko: '모델과 검토자의 적중률, 신뢰도, 시간, 비용',
  },
  role: 'viewer',
  takesPlain: (args) => readPage(args) !== null,
  run: async (args, { voice, records, desk }) => {
    const words = MODEL_WORDS[voice.language];
    const page = readPage(args);
    if (page === null) return [textMessage('error', words.notAPage({ text: cleanText(echoOf(args)) }))];
    const turn = pageOfCount(PAGES.length, page, 1);
    const now = desk.now();
    const fee = estimateOf(desk.instruments()[0]?.takerFeeFraction ?? '0');
    const board = await readScoreboard(records, { since: now - SCORED_DAYS * DAY_MS, until: now + 1 }, fee);
    if (board.decisions === 0) return [message({ kind: 'answer', title: words.title, blocks: [lines(words.none)] })];
    const { format } = voice;
    const counted = words.counted({
      decisions: format.count(board.decisions),
      measured: format.count(board.measured),
      days: format.count(SCORED_DAYS),
    });
    const show = PAGES[turn.number - 1] ?? voteBlocks;
    const line = turn.number === 1 ? '/models' : `/models ${turn.number}`;
    return [
      message({
        kind: 'answer',
        title: `${words.title}: ${words.pageTitles[turn.number - 1]} (${turn.number}/${PAGES.length})`,
        blocks: [lines(counted), ...show(board, voice)],
        choices: [...pageChoices(turn, '/models'), refreshChoice(line, voice)],
      }),
    ];
  },
};
