import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../../agent/answerer.ts';
import type { Language } from '../../../agent/answers/answer.ts';
import { withCitations } from '../../../agent/answers/render.ts';
import { ClaimBook } from '../../../agent/assistant/claims.ts';
import { composeDraft } from '../../../agent/assistant/compose.ts';
import type { DecisionRecord } from '../../../engine/domain/decision.ts';
import type { NumberedFill } from '../../../engine/ports/records.ts';
import { MemoryRecords } from '../../fakes/memory-records.ts';
import { decisionRecord, ETF_NEWS, modelVote } from '../../fixtures/decision-record.ts';
import { createView, fillOf, NEWS, renderingFor, WORLD } from '../fixtures/desk.ts';

/** What a model says of a decision, by the key of the claim that each line speaks of. */
const DRAFT: Readonly<Record<Language, readonly (readonly [key: string, line: string])[]>> = {
  en: [
    ['why.done', 'It bought {quantity} at {price}, worth {notional}.'],
    ['why.trigger', 'It was proposed by {a_source}: {b_reason}.'],
    ['votes.model', 'The probability was {a_probability}, the threshold {a_threshold}.'],
    ['why.news', 'The news at hand was {a_title}.'],
    ['why.size', '{whole}'],
    ['why.limits', '{whole}'],
  ],
  ko: [
    ['why.done', '{time}에 {quantity}{을/를} {price}에 매수했습니다.'],
    ['why.trigger', '제안은 {a_source}입니다.'],
    ['votes.model', '확률은 {a_probability}, 기준은 {a_threshold}입니다.'],
    ['why.news', '당시 뉴스는 {a_title}입니다.'],
    ['why.size', '{whole}'],
    ['why.limits', '{whole}'],
  ],
};

const base = decisionRecord(12);
const fill = fillOf(7, 'D-12');

/** Returns what is shown of the same draft over a record, line by line, or the kinds of what is wrong with a line. */
async function told(language: Language, record: DecisionRecord, fills: readonly NumberedFill[] = [fill]) {
  const records = new MemoryRecords().add(record, { fills });
  const view = createView({ positions: () => [] });
  const answer = await createAnswerer({ view, records, news: NEWS, world: WORLD }).why('D-12', { language });
  const book = new ClaimBook(renderingFor(language), { zone: 'UTC' });
  book.add({ outcome: 'found', sentences: answer.sentences, facts: answer.facts, isTainted: true });
  return new Map(
    DRAFT[language].map(([key, line]) => {
      const id = book.claims.find(({ sentence }) => sentence.key === key)?.id ?? 'c99';
      const marked = line.replace(/\{(\w+)\}/g, (_all, slot) => (slot === 'whole' ? `{${id}}` : `{${id}.${slot}}`));
      const composed = composeDraft(`${marked} [${id}]`, book);
      return [
        key,
        composed.outcome === 'grounded'
          ? composed.sentences.map(withCitations).join(' ')
          : `refused: ${composed.problems.map(({ kind }) => kind)}`,
      ];
    }),
  );
}

const CHANGES: readonly (readonly [
  what: string,
  record: DecisionRecord,
  keys: readonly string[],
  fill: NumberedFill,
])[] = [
  ['the price of the fill', base, ['why.done'], fillOf(7, 'D-12', { price: '172.45' })],
  ["the model's probability", { ...base, model: modelVote('buy', 0.5812) }, ['votes.model', 'why.limits'], fill],
  [
    'the source of the signal',
    { ...base, signal: { ...base.signal, source: 'strategy:mean-reversion' } },
    ['why.trigger'],
    fill,
  ],
  [
    'the title of the news',
    { ...base, inputs: { ...base.inputs, news: [{ ...ETF_NEWS, title: { en: 'Other words', ko: '다른 말' } }] } },
    ['why.news'],
    fill,
  ],
  ['the worst loss', { ...base, sizing: { ...base.sizing!, worstLoss: '12.5' } }, ['why.size'], fill],
  ['a latency', { ...base, verdicts: base.verdicts.map((one) => ({ ...one, latencyMs: 999 })) }, [], fill],
];

describe.each(['en', 'ko'] as const)('the same draft over another record, %s', (language) => {
  it('is shown whole over the record that it was written for', async () => {
    expect([...(await told(language, base)).values()].filter((line) => line.startsWith('refused'))).toEqual([]);
  });

  it.each(CHANGES)('changes where %s is told, and nowhere else', async (_what, record, keys, changedFill) => {
    const [before, after] = [await told(language, base), await told(language, record, [changedFill])];
    const changed = [...before].filter(([key, line]) => after.get(key) !== line).map(([key]) => key);
    expect(changed).toEqual(keys);
  });

  it('is refused in the claim whose evidence is gone', async () => {
    const after = await told(language, { ...base, inputs: { ...base.inputs, news: [] } });
    expect([...after].filter(([, line]) => line.startsWith('refused'))).toEqual([
      ['why.news', 'refused: unknown-slot'],
    ]);
  });

  it('is refused where the record says the opposite', async () => {
    const short: DecisionRecord = {
      ...base,
      signal: { ...base.signal, direction: 'short' },
      model: modelVote('sell', 0.39, 0.6137),
    };
    const after = await told(language, short, [fillOf(7, 'D-12', { side: 'sell' })]);
    expect(after.get('why.done')).toMatch(/^refused: .*direction/);
  });
});
