import type { AnswerSentence } from './answer.ts';
import { citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { notTraded } from './not-traded.ts';

/** What a market does now, or all of them. */
export async function answerMarket({ view }: Sources, topic: Topic): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  if (topic.unknownCoin !== null)
    return { outcome: 'not-found', sentences: [notTraded(sheet, desk, topic.unknownCoin)], sheet };
  const symbols = view
    .instruments()
    .map(({ symbol }) => symbol)
    .filter((symbol) => topic.symbol === null || symbol === topic.symbol);
  const sentences = symbols.flatMap((symbol) => marketSentence(sheet, view, symbol));
  if (sentences.length > 0)
    return { outcome: 'answered', sentences, sheet, subject: { decisionId: null, symbol: topic.symbol } };
  return {
    outcome: 'not-found',
    sentences: [sentence('market.none', phrase('No quote has come in yet.', '아직 들어온 시세가 없습니다.'), desk)],
    sheet,
  };
}

function marketSentence(sheet: FactSheet, view: Sources['view'], symbol: string): readonly AnswerSentence[] {
  const context = view.market(symbol);
  const base = view.instruments().find((one) => one.symbol === symbol)?.base ?? symbol;
  if (context === null) return [];
  const id = sheet.add(`M-${base}`, { symbol, ...context, metrics: ['change1h', 'change24h', 'rsi14'] });
  const parts: Phrase[] = [
    phrase('{coin} is at {price} ({time})', '{coin} {price}({time})', {
      coin: sheet.slot('coin', `${id}#symbol`),
      price: sheet.slot('price', `${id}#price`, symbol),
      time: sheet.slot('time', `${id}#quotedAt`),
    }),
  ];
  const metric = (index: number, path: string, unit: 'signed-percent' | 'number') => {
    if (!sheet.has(`${id}#${path}`)) return;
    parts.push(
      phrase('{name} {value}', '{name} {value}', {
        name: sheet.slot('term:metric', `${id}#metrics[${index}]`),
        value: sheet.slot(unit, `${id}#${path}`),
      }),
    );
  };
  metric(0, 'change1hFraction', 'signed-percent');
  metric(1, 'change24hFraction', 'signed-percent');
  metric(2, 'rsi14', 'number');
  parts.push(
    phrase('spread {spread}.', '스프레드 {spread}.', { spread: sheet.slot('percent', `${id}#spreadFraction`) }),
  );
  return [sentence(`market.${base}`, joinPhrases(parts, ', '))];
}
