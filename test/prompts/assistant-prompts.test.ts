import { describe, expect, test } from 'vitest';
import type { Slot, Template } from '../../agent/answers/answer.ts';
import { withCitations } from '../../agent/answers/render.ts';
import { ClaimBook } from '../../agent/assistant/claims.ts';
import { composeDraft } from '../../agent/assistant/compose.ts';
import { loadPrompt } from '../../prompts/prompt-file.ts';
import { renderingFor } from '../agent/fixtures/desk.ts';

const TRADE: Template = { en: 'Bought {quantity} at {price}.', ko: '{quantity}{을/를} {price}에 매수했습니다.' };
const SOL = 'SOL/USDT:USDT';
const SLOTS: Readonly<Record<string, Slot>> = {
  quantity: { value: '4.77', unit: 'quantity', path: 'D-12#quantity', symbol: SOL },
  price: { value: '171.91', unit: 'price', path: 'D-12#price', symbol: SOL },
};

/** A book with the claim that the prompts show, and what a model is shown of it. */
function bookOf(language: 'en' | 'ko') {
  const book = new ClaimBook(renderingFor(language));
  const shown = book.add({
    outcome: 'found',
    sentences: [{ key: 'why.done', template: TRADE, slots: SLOTS, citations: ['D-12'] }],
    facts: { 'D-12': { quantity: '4.77', price: '171.91', symbol: SOL } },
    isTainted: false,
  });
  return { book, shown };
}

describe.each(['en', 'ko'] as const)('the instructions of the assistant in %s', (language) => {
  const { text } = loadPrompt(`assistant-${language}`).fill({ coins: 'BTC, SOL' });
  const { book, shown } = bookOf(language);
  const drafts = [...text.matchAll(/`([^`]*)`/g)].flatMap(([, said = '']) => (said.includes('{c1') ? [said] : []));

  test('show a result as tools give it', () => {
    const [, example] = /Results look like this:\n\n([\s\S]*?)\n\nWrite plain text/.exec(text) ?? [];
    expect(shown).toBe(`found\n${example}`);
  });

  test('show drafts that are put together without a repair', () => {
    expect(drafts).toHaveLength(2);
    const said = { en: 'It bought 4.77 SOL at 171.91. [D-12]', ko: '4.77 SOL을 171.91에 매수했습니다. [D-12]' };
    for (const draft of drafts) expect(composeDraft(draft, book)).toMatchObject({ outcome: 'grounded' });
    const own = composeDraft(drafts[1] ?? '', book);
    expect(own.outcome === 'grounded' && own.sentences.map(withCitations)).toEqual([said[language]]);
  });

  test.each(language === 'en' ? ['I do not know.', 'I could not find that.'] : ['모르겠습니다.', '찾지 못했습니다.'])(
    'name talk that may stand without a claim: %s',
    (talk) => {
      expect(text).toContain(`\`${talk}\``);
      expect(composeDraft(talk, book)).toMatchObject({ outcome: 'grounded' });
    },
  );
});
