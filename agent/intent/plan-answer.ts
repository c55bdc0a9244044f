import { says } from './intent.ts';
import type { Understood } from './understand.ts';
import type { Utterance } from './utterance.ts';

/** Who answers a question: the record by rules, in so many parts; or whoever can do more, if there is anybody. */
export type AnswerPlan =
  | { readonly by: 'rules'; readonly parts: readonly string[] }
  /** `isKnown`: the rules know an answer to it, if not the best one. */
  | { readonly by: 'assistant'; readonly isKnown: boolean };

const MOST_PARTS = 3;
const TALK: ReadonlySet<Understood['intent']> = new Set(['greeting', 'thanks']);

/** Decides who answers. `read` understands a text by the grammar. */
export function planAnswer(question: string, read: (text: string) => Understood): AnswerPlan {
  const whole = read(question);
  const isKnown = whole.intent !== 'not-understood';
  if (asksForMore(whole)) return { by: 'assistant', isKnown };
  const parts = questionsIn(question).map((text) => partOf(text, read(text)));
  const asked = parts.filter(({ intent }) => !TALK.has(intent)).filter(isNew);
  const [only] = asked;
  const isTalk = TALK.has(whole.intent) && only !== undefined;
  if (asked.length < 2 && !isTalk) return isKnown ? { by: 'rules', parts: [question] } : { by: 'assistant', isKnown };
  const isBeyond = asked.length > MOST_PARTS || asked.some(({ intent }) => intent === 'not-understood');
  return isBeyond ? { by: 'assistant', isKnown } : { by: 'rules', parts: asked.map(({ text }) => text) };
}

interface Part {
  readonly text: string;
  readonly intent: Understood['intent'];
  /** What it names. */
  readonly about: string;
}

/** Asked twice in other words, it is one question. */
function isNew({ intent, about }: Part, at: number, parts: readonly Part[]): boolean {
  return !parts.slice(0, at).some((earlier) => earlier.intent === intent && (about === '' || about === earlier.about));
}

function partOf(text: string, { intent, coins, reference }: Understood): Part {
  return { text, intent, about: [...coins, reference ?? ''].join('') };
}

const SENTENCE = /[^?？!\n.]+(?:\.(?!\s|$)[^?？!\n.]*)*[?？!.]*/g;
const JOINED =
  /[,;]?\s+(?:and|also)\s+(?=(?:how|what|why|when|which|who|where|did|do|does|is|are|was|were)\b)|그리고\s*/i;

/** Returns what is asked in a text, one question each; a sentence beside a question only leads up to it. */
function questionsIn(text: string): readonly string[] {
  const sentences = text.match(SENTENCE) ?? [];
  const questions = sentences.filter((sentence) => /[?？]\s*$/.test(sentence));
  return (questions.length === 0 ? sentences : questions)
    .flatMap((sentence) => sentence.split(JOINED))
    .map((part) => part.trim())
    .filter((part) => /\p{L}.*\p{L}/u.test(part));
}

const MORE: readonly (readonly [korean: RegExp, english: RegExp])[] = [
  // To be told when something happens.
  [
    /(면|때|즉시)(나한테|저한테|내게|제게|바로|꼭)?(알려|알림|말해|연락|통보|깨워)/,
    /\b(tell|notify|alert|ping|warn|remind) me (when|if|once|as soon as|whenever)\b|\blet me know (when|if|once)\b/,
  ],
  // How it would have gone under other settings.
  [
    /(손절|익절|목표|비중|한도|위험|기준|설정|레버리지).*(했으면|였으면|이었으면|으면어|했다면|였다면|이었다면|바꾸면|바꿨다면)/,
    /\b(what if|suppose|how would|would it have)\b.*\b(stop|target|size|sizes|risk|setting|settings|limit|threshold|confidence)\b/,
  ],
  // That something be done.
  [
    /(사|팔아|매수해|매도해|청산해|줄여|늘려)(줘|줄래|주세요|주라|봐)|제안해|추천해|사자$|팔자$/,
    /\b(propose|suggest|recommend)\b|\b(buy|sell|close|open|reduce)\b.*\b(for me|please)\b|\bplease (buy|sell|close|open|reduce)\b/,
  ],
  [
    /(바꿔|올려|내려|낮춰|높여|변경해|조정해|설정해)(줘|줄래|주세요)?$/,
    /\b(change|set|raise|lower|increase|decrease|adjust)\b.*\b(stop|target|limit|risk|setting|size|threshold|cap)\b/,
  ],
  // What the rules have no answer for, though they know its words.
  [
    /차트|그래프|비교|지표|볼린저|이동평균|점수판/,
    /\b(chart|graph|compare|compared|versus|indicators?|bollinger|scoreboard)\b/,
  ],
  [/rsi|macd|atr|adx|ema|sma/, /\b(rsi|macd|atr|adx|ema|sma)\b/],
];

/** Tells whether a question wants more than the record can say by rules. */
function asksForMore(utterance: Utterance): boolean {
  return MORE.some(([korean, english]) => says(utterance, korean, english));
}
