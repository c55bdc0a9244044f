import { RefusedError, UnavailableError } from '../../engine/domain/errors.ts';
import type { ChartRequest } from '../charts/chart.ts';
import type { ChartTimeframe } from '../desk-charts.ts';
import { allocationChart, CHART_TIMEFRAMES, equityChart, marketChart, timeframeBackTo } from '../desk-charts.ts';
import { CHART_WORDS } from '../i18n/chart-words.ts';
import type { Message } from '../message.ts';
import { lines, message, textMessage } from '../message.ts';
import { isSymbolOrNothing, readCitation, readSymbol, refusal, wordsOf } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';

const EQUITY = ['equity', 'pnl', '자산', '수익', '손익'];
const ALLOCATION = ['allocation', 'alloc', 'portfolio', '배분', '비중', '포트폴리오'];
const USUAL_TIMEFRAME = '15m';

export const chart: ChatCommand = {
  name: 'chart',
  aliases: ['차트', '그래프'],
  usage: '[symbol [1m|5m|15m|1h] | D-12 | allocation]',
  summary: { en: 'A picture: the account, a market, a decision', ko: '그림으로 보기: 자산, 시세, 판단' },
  role: 'viewer',
  takesPlain: (args, context) => isSymbolOrNothing(args, context) || EQUITY.includes(args) || ALLOCATION.includes(args),
  run: async (args, context) => {
    const [first = '', second, third] = wordsOf(args.toLowerCase());
    if (first === '' || EQUITY.includes(first)) return picture('equity', await equityChart(context), context);
    if (ALLOCATION.includes(first)) return picture('allocation', allocationChart(context), context);
    const decision = readCitation(first, 'D', 'D');
    if (decision !== null) return ofDecision(decision, context);
    const symbol = readSymbol(first, context);
    if (symbol.outcome === 'refused') return refusal(symbol.reason, context);
    const timeframe = CHART_TIMEFRAMES.find((known) => known === (second ?? USUAL_TIMEFRAME));
    if (timeframe === undefined || third !== undefined) return [textMessage('error', words(context).timeframes)];
    return ofMarket({ symbol: symbol.value, timeframe, decision: null }, context);
  },
};

async function ofDecision(id: string, context: CommandContext): Promise<readonly Message[]> {
  const found = await context.records.decision(id);
  if (found === null) return [textMessage('error', words(context).noDecision({ id }))];
  const { at, signal } = found.record;
  const timeframe = timeframeBackTo(signal.symbol, at, context);
  if (timeframe === null) return [textMessage('error', words(context).tooLongAgo({ id }))];
  return ofMarket({ symbol: signal.symbol, timeframe, decision: { id, at } }, context);
}

async function ofMarket(
  asked: { readonly timeframe: ChartTimeframe } & Parameters<typeof marketChart>[0],
  context: CommandContext,
): Promise<readonly Message[]> {
  const coin = context.voice.format.coin(asked.symbol);
  return picture(`${coin}-${asked.decision?.id ?? asked.timeframe}`, await marketChart(asked, context), context);
}

/** The words say what the picture shows, so that nobody who does not see it is left with nothing. */
async function picture(name: string, request: ChartRequest, context: CommandContext): Promise<readonly Message[]> {
  try {
    const { png, alt } = await context.charts.draw(request);
    return [message({ kind: 'answer', blocks: [lines(alt)], picture: { name, png, alt } })];
  } catch (fault) {
    if (fault instanceof RefusedError) return [textMessage('error', fault.message)];
    if (fault instanceof UnavailableError) return [textMessage('error', words(context).notDrawn)];
    throw fault;
  }
}

function words({ voice }: CommandContext) {
  return CHART_WORDS[voice.language];
}
