import { z } from 'zod';
import { baseOf } from '../../../engine/domain/instrument.ts';
import { TIMEFRAME_MS } from '../../../engine/domain/timeframe.ts';
import { recordFacts } from '../../answers/decision-facts.ts';
import { citeDesk, coinSlot, type Sources } from '../../answers/draft.ts';
import { FactSheet, phrase, sentence } from '../../answers/fact-sheet.ts';
import type { AssistantTool, ToolResult } from '../tool.ts';
import { coin } from './inputs.ts';
import { resultOf, untradedCoin } from './tool-results.ts';
import { topicOf } from './tool-topic.ts';

const input = z.strictObject({
  shows: z.enum(['equity', 'allocation', 'market', 'decision']),
  coin,
  timeframe: z.enum(['1m', '5m', '15m', '1h']).nullable().describe('The bars of a market; null for 15m.'),
  record: z
    .string()
    .regex(/^D-?\d{1,9}$/i)
    .nullable()
    .describe('The decision to show, such as D-12, or null.'),
});

/** A picture for the answer: the account, a market or a decision. */
export function chartTool(sources: Sources): AssistantTool<typeof input> {
  return {
    name: 'chart',
    power: 'read',
    description:
      'Puts a picture under the answer: the equity, how it is allocated, a market, or a decision on its chart.',
    input,
    run: async (asked, context) => {
      if (asked.shows === 'decision') return ofDecision(asked.record, sources);
      if (asked.shows === 'market') {
        const topic = topicOf(asked, context, sources.view);
        if (topic.symbol === null) return untradedCoin(topic.unknownCoin ?? '?', sources);
        return ofMarket(topic.symbol, asked.timeframe ?? '15m', sources);
      }
      const words =
        asked.shows === 'equity'
          ? phrase('The picture shows the equity of the account.', '계좌 자산의 흐름을 그림으로 보여 드립니다.')
          : phrase('The picture shows what the account is made of.', '자산 배분을 그림으로 보여 드립니다.');
      const sheet = new FactSheet();
      const desk = citeDesk(sheet, sources.view).id;
      return resultOf([sentence(`chart.${asked.shows}`, words, desk)], sheet, { picture: `/chart ${asked.shows}` });
    },
  };
}

function ofMarket(symbol: string, timeframe: '1m' | '5m' | '15m' | '1h', { view }: Sources): ToolResult {
  const sheet = new FactSheet();
  const { id, facts } = citeDesk(sheet, view);
  sheet.add(id, { ...facts, pictured: { barsMs: TIMEFRAME_MS[timeframe] } });
  const slots = { coin: coinSlot(sheet, id, symbol), bars: sheet.slot('duration', `${id}#pictured.barsMs`) };
  const words = phrase(
    'The picture shows {coin} on bars of {bars}.',
    '{coin} {bars} 봉을 그림으로 보여 드립니다.',
    slots,
  );
  return resultOf([sentence('chart.market', words)], sheet, { picture: `/chart ${baseOf(symbol)} ${timeframe}` });
}

async function ofDecision(record: string | null, { records, view }: Sources): Promise<ToolResult> {
  const sheet = new FactSheet();
  const found = record === null ? null : await records.decision(`D-${Number(record.replace(/\D/g, ''))}`);
  if (found === null) {
    const none = phrase('No such decision is recorded.', '그런 결정 기록이 없습니다.');
    return resultOf([sentence('chart.none', none, citeDesk(sheet, view).id)], sheet, { outcome: 'nothing' });
  }
  const id = sheet.add(found.record.id, recordFacts(found.record));
  const slots = { id: sheet.slot('text', `${id}#id`), coin: sheet.slot('coin', `${id}#signal.symbol`) };
  const words = phrase(
    'The picture shows {id} on the chart of {coin}.',
    '{coin} 차트에 {id}{을/를} 표시했습니다.',
    slots,
  );
  return resultOf([sentence('chart.decision', words)], sheet, { picture: `/chart ${id}` });
}
