import type { Sentences } from './sentence.ts';

/** What language models give as reasons for a verdict, and why an answer of theirs is none: docs/reason-codes-reviews.md. */
export const REVIEW_REASONS: Sentences = {
  'review.veto': {
    en: 'Vetoed, {severity} danger ({evidence}).',
    ko: '거부권 행사, 위험도 {severity}({evidence}).',
  },
  'review.news-good': {
    en: 'News speaks for a rise ({evidence}).',
    ko: '뉴스가 상승에 유리합니다({evidence}).',
  },
  'review.news-bad': {
    en: 'News speaks for a fall ({evidence}).',
    ko: '뉴스가 하락에 무게를 둡니다({evidence}).',
  },
  'review.news-hazard': {
    en: 'News tells of a hazard ({evidence}).',
    ko: '위험을 알리는 뉴스가 있습니다({evidence}).',
  },
  'review.news-quiet': {
    en: 'Nothing in the news speaks against it ({evidence}).',
    ko: '반대되는 뉴스가 없습니다({evidence}).',
  },
  'review.mood-good': {
    en: 'The mood of the news is good ({evidence}).',
    ko: '뉴스 분위기가 좋습니다({evidence}).',
  },
  'review.mood-bad': {
    en: 'The mood of the news is bad ({evidence}).',
    ko: '뉴스 분위기가 나쁩니다({evidence}).',
  },
  'review.crowd-fearful': {
    en: 'The crowd is fearful ({evidence}).',
    ko: '투자 심리가 공포에 치우쳐 있습니다({evidence}).',
  },
  'review.crowd-greedy': {
    en: 'The crowd is greedy ({evidence}).',
    ko: '투자 심리가 탐욕에 치우쳐 있습니다({evidence}).',
  },
  'review.crowded-long': {
    en: 'Too many are long already ({evidence}).',
    ko: '롱 포지션이 이미 몰려 있습니다({evidence}).',
  },
  'review.crowded-short': {
    en: 'Too many are short already ({evidence}).',
    ko: '숏 포지션이 이미 몰려 있습니다({evidence}).',
  },
  'review.trend-up': {
    en: 'The trend points up ({evidence}).',
    ko: '상승 추세입니다({evidence}).',
  },
  'review.trend-down': {
    en: 'The trend points down ({evidence}).',
    ko: '하락 추세입니다({evidence}).',
  },
  'review.trend-absent': {
    en: 'There is no trend ({evidence}).',
    ko: '뚜렷한 추세가 없습니다({evidence}).',
  },
  'review.momentum-up': {
    en: 'Momentum is up ({evidence}).',
    ko: '상승 탄력이 있습니다({evidence}).',
  },
  'review.momentum-down': {
    en: 'Momentum is down ({evidence}).',
    ko: '하락 탄력이 있습니다({evidence}).',
  },
  'review.oversold': {
    en: 'Oversold ({evidence}).',
    ko: '과매도 상태입니다({evidence}).',
  },
  'review.overbought': {
    en: 'Overbought ({evidence}).',
    ko: '과매수 상태입니다({evidence}).',
  },
  'review.volume-alive': {
    en: 'Volume is alive ({evidence}).',
    ko: '거래량이 살아 있습니다({evidence}).',
  },
  'review.volume-thin': {
    en: 'Volume is thin ({evidence}).',
    ko: '거래량이 적습니다({evidence}).',
  },
  'review.volatility-dead': {
    en: 'Nothing moves ({evidence}).',
    ko: '시장이 거의 움직이지 않습니다({evidence}).',
  },
  'review.volatility-violent': {
    en: 'The market is violent ({evidence}).',
    ko: '변동이 지나치게 큽니다({evidence}).',
  },
  'review.spread-wide': {
    en: 'The spread is wide ({evidence}).',
    ko: '호가 스프레드가 넓습니다({evidence}).',
  },
  'review.stop-fits': {
    en: 'The stop fits the market ({evidence}).',
    ko: '손절 거리가 적절합니다({evidence}).',
  },
  'review.stop-too-near': {
    en: 'The stop lies within the noise ({evidence}).',
    ko: '손절 거리가 너무 가깝습니다({evidence}).',
  },
  'review.stop-too-far': {
    en: 'The stop is too far ({evidence}).',
    ko: '손절 거리가 너무 멉니다({evidence}).',
  },
  'review.reward-fair': {
    en: 'The reward is worth the risk ({evidence}).',
    ko: '위험 대비 보상이 적절합니다({evidence}).',
  },
  'review.reward-poor': {
    en: 'The reward is not worth the risk ({evidence}).',
    ko: '위험 대비 보상이 부족합니다({evidence}).',
  },
  'review.account-calm': {
    en: 'The account can bear it ({evidence}).',
    ko: '계좌가 감당할 수 있습니다({evidence}).',
  },
  'review.account-strained': {
    en: 'The account is strained ({evidence}).',
    ko: '계좌에 부담이 있습니다({evidence}).',
  },
  'review.exposure-high': {
    en: 'Much of equity is at work already ({evidence}).',
    ko: '이미 자산의 많은 부분이 투입되어 있습니다({evidence}).',
  },
  'review.evidence-thin': {
    en: 'There is too little to judge by ({evidence}).',
    ko: '판단할 근거가 부족합니다({evidence}).',
  },
  'review.evidence-mixed': {
    en: 'The evidence points both ways ({evidence}).',
    ko: '근거가 서로 엇갈립니다({evidence}).',
  },
  'review.text-commands': {
    en: 'A text tries to command machines ({evidence}).',
    ko: '기계에 명령하려는 글이 있습니다({evidence}).',
  },
  'review.note-ungrounded': {
    en: 'Its note is left out: it held what the evidence does not.',
    ko: '근거에 없는 내용이 있어 메모를 뺐습니다.',
  },
  'review.note-address': {
    en: 'Its note is left out: it held a link or markup.',
    ko: '링크나 서식이 있어 메모를 뺐습니다.',
  },
  'review.note-not-one-line': {
    en: 'Its note is left out: it was no clean line.',
    ko: '한 줄로 된 글이 아니어서 메모를 뺐습니다.',
  },
  'review.note-too-long': {
    en: 'Its note is left out: it was too long.',
    ko: '너무 길어 메모를 뺐습니다.',
  },
  'reviewer.empty': {
    en: 'The language model answered nothing.',
    ko: '언어 모델이 빈 답을 보냈습니다.',
  },
  'reviewer.refused': {
    en: 'The language model declined to answer.',
    ko: '언어 모델이 답변을 거절했습니다.',
  },
  'reviewer.not-json': {
    en: 'The language model wrote something other than the one object it was asked for.',
    ko: '언어 모델이 요청한 형식이 아닌 글을 보냈습니다.',
  },
  'reviewer.other-shape': {
    en: "The language model's answer has too many or too few parts.",
    ko: '언어 모델의 답에 빠지거나 더해진 항목이 있습니다.',
  },
  'reviewer.other-word': {
    en: 'The language model used a word that is on no list.',
    ko: '언어 모델이 정해진 목록에 없는 말을 썼습니다.',
  },
  'reviewer.out-of-range': {
    en: 'The language model gave a confidence outside of its range.',
    ko: '언어 모델이 범위를 벗어난 확신도를 적었습니다.',
  },
  'reviewer.other-symbol': {
    en: 'The language model spoke of another coin.',
    ko: '언어 모델이 다른 코인에 대해 답했습니다.',
  },
  'reviewer.unknown-evidence': {
    en: 'The language model cited evidence that it was not given.',
    ko: '언어 모델이 받지 않은 근거를 인용했습니다.',
  },
  'reviewer.wrong-language': {
    en: 'The language model answered in another language than it was asked to.',
    ko: '언어 모델이 요청과 다른 언어로 답했습니다.',
  },
  'reviewer.contradictory': {
    en: "The language model's answer contradicts itself.",
    ko: '언어 모델의 답이 서로 모순됩니다.',
  },
};
