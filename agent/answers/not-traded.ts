import type { AnswerSentence } from './answer.ts';
import { type FactSheet, phrase, sentence } from './fact-sheet.ts';

/** A coin that the desk does not trade at all. */
export function notTraded(sheet: FactSheet, desk: string, coin: string): AnswerSentence {
  const slots = {
    coin: sheet.slot('quote', `${sheet.add('question', { coin })}#coin`),
    symbols: sheet.slot('coins', `${desk}#derived.symbols`),
  };
  return sentence(
    'not-traded',
    phrase(
      '{coin} is not traded here, so there is no decision on it; traded are {symbols}.',
      '{coin}{은/는} 여기서 거래하지 않아 결정 기록이 없습니다. 거래 대상: {symbols}.',
      slots,
    ),
  );
}
