import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { NewsEvidence } from '../../engine/domain/evidence.ts';
import { citeCase, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { publishersPhrases } from './news-facts.ts';
import { triggerSentence } from './stopped.ts';
import { answerWhy, meantDecision } from './why-answer.ts';

const QUOTED = 60;

/** Words of a record that people use for what its codes say. */
const SYNONYMS: readonly (readonly [asked: RegExp, recorded: RegExp])[] = [
  [/rsi|과매도|과매수|oversold|overbought/i, /rsi/i],
  [/돌파|breakout|broke out|신고가|new high/i, /breakout|turtle|donchian/i],
  [/볼린저|bollinger/i, /bollinger|band/i],
  [/추세|trend/i, /trend/i],
  [/거래량|volume/i, /volume/i],
  [/손절|stop/i, /stop/i],
  [/익절|목표|target|take.?profit/i, /target|profit/i],
  [/변동성|volatil/i, /volatil|atr/i],
  [/모델|인공지능|\bai\b|model/i, /"model":\{/],
  [/내가|제가|사람|\bi (asked|told|ordered)\b|my order/i, /human:/],
];

const NEWS_WORD = /뉴스|소식|기사|보도|악재|호재|news|headline|article/i;

/** Checks a supposed cause against the record of the decision: confirmed with its source, or said not to be there. */
export async function answerPremise(sources: Sources, topic: Topic, claim: string): Promise<Draft> {
  const one = await meantDecision(sources, topic);
  if (one === null) return answerWhy(sources, topic);
  const sheet = new FactSheet();
  const id = citeCase(sheet, one);
  const said = sheet.slot('quote', `${sheet.add('question', { claim: cut(claim) })}#claim`);
  const held = supportFor(one.record, claim);
  const sentences = [];
  if (held.type === 'none') {
    sentences.push(
      sentence(
        'premise.denied',
        phrase(
          'The record of {id} holds nothing of “{claim}”.',
          '{id} 기록에는 “{claim}”에 해당하는 내용이 없습니다.',
          { claim: said, id: sheet.slot('text', `${id}#id`) },
        ),
      ),
    );
  } else if (held.type === 'signal') {
    sentences.push(
      sentence(
        'premise.signal',
        phrase('Yes, the signal of {id} speaks of that.', '네, {id}의 신호에 그 내용이 있습니다.', {
          id: sheet.slot('text', `${id}#id`),
        }),
      ),
    );
  } else if (held.type === 'news') {
    sentences.push(sentence('premise.news', newsPhrase(sheet, held.news), id));
  } else {
    sentences.push(
      sentence(
        'premise.considered',
        phrase(
          'It was weighed by those who voted, but it did not raise the signal.',
          '투표할 때 고려되었지만 신호를 낸 것은 아닙니다.',
        ),
        id,
      ),
    );
  }
  const source = phrase('What the record names is {source}.', '기록에 있는 계기는 {source}입니다.', {
    source: sheet.slot('term:source', `${id}#signal.source`),
  });
  sentences.push(sentence('premise.trigger', [source, triggerSentence(sheet, id)]));
  return {
    outcome: 'answered',
    sentences,
    sheet,
    subject: { decisionId: id, symbol: one.record.signal.symbol },
    suggestions:
      topic.language === 'ko' ? [`왜 ${id}?`, `${id} 누가 반대했어?`] : [`why ${id}?`, `who disagreed on ${id}?`],
  };
}

function newsPhrase(sheet: FactSheet, news: NewsEvidence): Phrase {
  const slots = {
    title: sheet.slot('title', `${news.id}#title`),
    source: sheet.slot('quote', `${news.id}#source`),
    time: sheet.slot('time', `${news.id}#publishedAt`),
  };
  const seen = phrase(
    'News of that kind lay before the reviewers, “{title}” ({source}, {time}',
    '그런 뉴스가 검토자 앞에 있었지만(“{title}”, {source}, {time}',
    slots,
  );
  const but = phrase('), but it did not raise the signal.', ') 신호를 낸 것은 아닙니다.');
  return joinPhrases([seen, ...publishersPhrases(sheet, news.id, news), but], '');
}

type Support = { readonly type: 'none' | 'signal' | 'votes' } | { readonly type: 'news'; readonly news: NewsEvidence };

function supportFor(record: DecisionRecord, claim: string): Support {
  const words = contentWords(claim);
  // The news alarm is the one case where news did raise the signal.
  if (record.signal.source === 'emergency:news' && NEWS_WORD.test(claim)) return { type: 'signal' };
  const titled = record.inputs.news.find(({ title }) =>
    matches(`${title.en ?? ''} ${title.ko ?? ''}`.toLowerCase(), words),
  );
  if (titled !== undefined) return { type: 'news', news: titled };
  const [first] = record.inputs.news;
  if (first !== undefined && words.length <= 1 && NEWS_WORD.test(claim)) return { type: 'news', news: first };
  const signal = JSON.stringify([record.signal.source, record.signal.reason]);
  const votes = JSON.stringify([
    record.model === null ? null : { model: record.model },
    record.verdicts.map((one) => (one.outcome === 'voted' ? one.reasons : one.reason)),
  ]);
  const asked = SYNONYMS.filter(([name]) => name.test(claim));
  if (asked.some(([, recorded]) => recorded.test(signal))) return { type: 'signal' };
  return asked.some(([, recorded]) => recorded.test(votes)) ? { type: 'votes' } : { type: 'none' };
}

const EMPTY = new Set(
  'the a an of to in on and or was were is are did it its that this you we they he she has had have because price news coin 뉴스 때문 소식 가격 코인'.split(
    ' ',
  ),
);

function contentWords(claim: string): readonly string[] {
  const words = claim.toLowerCase().match(/[a-z0-9]{3,}|[가-힣]{2,}/g) ?? [];
  return words
    .map((word) =>
      /[가-힣]/.test(word) ? word.replace(/(이가|에서|으로|이|가|은|는|을|를|의|에|로|도|과|와)$/, '') : word,
    )
    .filter((word) => word.length >= 2 && !EMPTY.has(word));
}

/** A claim is borne out by a title that holds at least half of its words; one shared name alone proves nothing. */
function matches(title: string, words: readonly string[]): boolean {
  if (words.length === 0) return false;
  return words.filter((word) => title.includes(word)).length * 2 >= Math.max(words.length, 2);
}

function cut(claim: string): string {
  const characters = [...claim.replace(/[{}[\]]/g, ' ').trim()];
  return characters.length <= QUOTED ? characters.join('') : `${characters.slice(0, QUOTED).join('')}…`;
}
