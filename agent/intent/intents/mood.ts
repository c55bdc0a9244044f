import { type Intent, says } from '../intent.ts';
import type { Utterance } from '../utterance.ts';

/** A figure from outside the market that can be asked for by its name; `series` is how its series begin. */
interface AskedFigure {
  readonly series: string;
  readonly korean: RegExp;
  readonly english: RegExp;
}

const FIGURES: readonly AskedFigure[] = [
  { series: 'fear-greed', korean: /공포|탐욕/, english: /\bfear (and|&|n) greed\b|\bgreed\b|\bfng\b|\bfear index\b/ },
  { series: 'funding', korean: /펀딩/, english: /\bfunding\b/ },
  { series: 'open-interest', korean: /미결제약정/, english: /\bopen interest\b/ },
  {
    series: 'macro:',
    korean: /거시|매크로|기준금리|국채|금리(는|가|얼마|알려|뭐|어때)|소비자물가|물가지수|실업률|달러지수|cpi|vix/,
    english:
      /\bmacro\b|\bfed(eral)? funds?\b|\binterest rates?\b|\bcpi\b|\binflation\b|\bunemployment\b|\byields?\b|\bdollar index\b|\bdxy\b|\bvix\b/,
  },
  {
    series: 'onchain:',
    korean: /온체인|해시레이트|채굴난이도|멤풀|네트워크수수료/,
    english: /\bon-?chain\b|\bhash ?rate\b|\bdifficulty\b|\bmempool\b|\bnetwork fees?\b|\bactive addresses\b/,
  },
  { series: 'trends:', korean: /검색량|구글트렌드/, english: /\bgoogle (trends|searches)\b|\bsearch interest\b/ },
];

const KO = /분위기|심리|센티먼트|투심/;
const EN = /\bsentiment\b|\bmood\b|\bhow (bullish|bearish|good|bad) (is|are)\b.{0,20}\b(news|market|people)\b/;
const TONE_OF_NEWS = /뉴스(들)?(가|는|은|이)?(다|전반적으로|대체로)?(좋|나쁘|나빠|안좋|부정|긍정)/;
const EN_TONE_OF_NEWS =
  /\b(is|are|was|were) (the |all |most )*(news|headlines|reports).{0,30}\b(good|bad|positive|negative|bullish|bearish)\b/;
const NEWS = /뉴스|소식|기사|보도|속보/;
const EN_NEWS = /\bnews\b|\bheadlines?\b|\barticles?\b|\bstor(y|ies)\b/;

/** Returns the beginnings of the series that a question names; none when it asks how things are altogether. */
export function askedFigures(utterance: Utterance): readonly string[] {
  return FIGURES.filter(({ korean, english }) => says(utterance, korean, english)).map(({ series }) => series);
}

/** How news and market feel: the tone of the news, and figures such as fear and greed or funding. */
export const mood: Intent = {
  name: 'mood',
  example: { ko: '시장 분위기 어때?', en: 'how is the sentiment on BTC?' },
  score(utterance) {
    if (says(utterance, KO, EN) || says(utterance, TONE_OF_NEWS, EN_TONE_OF_NEWS)) return 87;
    // "News on the rate cut" is about a figure and asks for reports.
    return askedFigures(utterance).length > 0 && !says(utterance, NEWS, EN_NEWS) ? 89 : 0;
  },
};
