import { z } from 'zod';
import type { CommandOutcome } from '../../../engine/domain/command.ts';
import { baseOf, type InstrumentSymbol } from '../../../engine/domain/instrument.ts';
import type { AskedSize } from '../../../engine/domain/signal.ts';
import { approvalSentence } from '../../answers/account-answers.ts';
import { citeDesk, coinSlot, type Sources } from '../../answers/draft.ts';
import { FactSheet, phrase, sentence } from '../../answers/fact-sheet.ts';
import type { AssistantTool, ToolContext, ToolResult } from '../tool.ts';
import { oneCoin } from './inputs.ts';
import type { Proposals } from './proposals-port.ts';
import { refusedFor, resultOf, untradedCoin } from './tool-results.ts';
import { coinOf } from './tool-topic.ts';

const price = z
  .string()
  .regex(/^\d{1,12}(?:\.\d{1,12})?$/)
  .nullable();

const input = z.strictObject({
  coin: oneCoin,
  action: z.enum(['long', 'short', 'close']),
  equity_percent: z.number().positive().max(100).nullable().describe('The size in percent of equity, or null.'),
  stop_price: price.describe("Where the stop lies, as a plain number; null for the desk's own distance."),
  target_price: price.describe('Where to take the profit, as a plain number, or null.'),
  person_named_order: z
    .boolean()
    .describe('True where the person said this very order; false where it is an idea of yours.'),
});

type Idea = z.output<typeof input>;

/**
 * Puts a trade before the desk. An idea walks the road of every signal and always waits for a person. What the person
 * ordered in so many words, and every close, becomes a button: a tap makes it their own order.
 */
export function proposeTradeTool(sources: Sources, proposals: Proposals): AssistantTool<typeof input> {
  return {
    name: 'propose_trade',
    power: 'propose',
    description:
      'Proposes a trade: votes, size and risk rules decide whether it may be asked, and a person must approve it. Nothing is ever placed by it.',
    input,
    run: async (idea, context) => {
      const { symbol, coin } = coinOf(idea.coin, sources.view);
      if (symbol === null) return untradedCoin(coin, sources);
      if (idea.action === 'close') return closing(symbol, sources);
      // Words of strangers may have put the order into the person's mouth: then it stays an idea, of the smallest size.
      if (idea.person_named_order && !context.isTainted) return ordered(symbol, idea, sources);
      context.signal.throwIfAborted();
      const outcome = await proposals.propose({
        type: 'trade.propose',
        by: context.userId,
        symbol,
        direction: idea.action,
        size: sizeOf(idea),
        stopPrice: idea.stop_price,
        targetPrice: idea.target_price,
        isTainted: context.isTainted,
      });
      return proposed(outcome, symbol, context, sources);
    },
  };
}

function sizeOf({ equity_percent: percent }: Idea): AskedSize | null {
  return percent === null ? null : { type: 'fraction', fraction: percent / 100 };
}

function closing(symbol: InstrumentSymbol, { view }: Sources): ToolResult {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const slots = { coin: coinSlot(sheet, desk, symbol) };
  if (!view.positions().some(({ position }) => position.symbol === symbol)) {
    const none = phrase('No position in {coin} is open.', '{coin} 포지션은 없습니다.', slots);
    return resultOf([sentence('propose.nothing-held', none)], sheet, { outcome: 'nothing' });
  }
  const words = phrase('The button closes {coin}.', '버튼을 누르면 {coin}{을/를} 청산합니다.', slots);
  const label = { en: 'Close it', ko: '청산' };
  return resultOf([sentence('propose.close', words)], sheet, {
    offers: [{ label, command: `/close ${baseOf(symbol)}` }],
  });
}

function ordered(symbol: InstrumentSymbol, idea: Idea, sources: Sources): ToolResult {
  const { equity_percent: percent, stop_price: stop, target_price: target } = idea;
  if (percent === null) return refusedFor({ code: 'sizing.size-missing', values: {} }, sources, symbol);
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, sources.view).id;
  const slots = { coin: coinSlot(sheet, desk, symbol) };
  const words =
    idea.action === 'long'
      ? phrase(
          'The button buys {coin} as your own order.',
          '버튼을 누르면 {coin}{을/를} 직접 주문으로 매수합니다.',
          slots,
        )
      : phrase(
          'The button sells {coin} as your own order.',
          '버튼을 누르면 {coin}{을/를} 직접 주문으로 매도합니다.',
          slots,
        );
  const line = [
    idea.action === 'long' ? '/buy' : '/sell',
    `${percent}%`,
    baseOf(symbol),
    ...(stop === null ? [] : ['stop', stop]),
    ...(target === null ? [] : ['target', target]),
  ];
  const label = idea.action === 'long' ? { en: 'Buy', ko: '매수' } : { en: 'Sell', ko: '매도' };
  return resultOf([sentence('propose.order', words)], sheet, { offers: [{ label, command: line.join(' ') }] });
}

/** What became of it: a question that waits, or why there is none. */
function proposed(
  outcome: CommandOutcome,
  symbol: InstrumentSymbol,
  { isTainted }: ToolContext,
  sources: Sources,
): ToolResult {
  if (outcome.outcome === 'refused') return refusedFor(outcome.reason, sources, symbol);
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, sources.view).id;
  const waiting = sources.view.pendingApprovals().find(({ terms }) => outcome.decisionIds.includes(terms.decisionId));
  if (waiting === undefined) {
    const gone = phrase('It was proposed and is answered already.', '제안했고 이미 답이 나왔습니다.');
    return resultOf([sentence('propose.answered', gone, desk)], sheet);
  }
  const sentences = [approvalSentence(sheet, waiting)];
  if (isTainted) {
    const small = phrase(
      'Words of strangers were read on the way, so it is of the smallest size.',
      '외부 글을 읽은 뒤의 제안이라 최소 비중입니다.',
    );
    sentences.push(sentence('propose.tainted', small, waiting.id));
  }
  return resultOf(sentences, sheet);
}
