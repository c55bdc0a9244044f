import type { ConditionOf, RuleCondition } from '../../engine/domain/alert-rule.ts';
import { LONGEST_KEYWORD } from '../../engine/domain/alert-rule.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import { baseOf } from '../../engine/domain/instrument.ts';
import { TOPICS } from '../../rag/document.ts';
import { TOPIC_WORDS } from '../i18n/rule-words.ts';
import type { Parsed } from '../parse/parsed.ts';
import { parsed, unreadable } from '../parse/parsed.ts';
import { takeSymbol } from './read-market-rule.ts';
import { takeBound } from './rule-direction.ts';
import type { RuleDraft } from './rule-draft.ts';
import { takeAll, word, wordsIn } from './rule-draft.ts';
import { FILLERS } from './rule-fillers.ts';

type About = ConditionOf<'news'>['about'];

const NEWS = word(
  '(?:any |new )?(?:news|headlines?|reports?|stor(?:y|ies))|(?:새 |아무 |모든 )?(?:뉴스|소식|기사|보도)(?:가|이|를|을|에|나오면|뜨면)?',
);
const TONE = word('tone|sentiment|mood|어조(?:가|는)?|논조(?:가|는)?|분위기(?:가)?');
const BAD = word('negative|bad|악재(?:가|성)?|부정적(?:인|이면)?|나쁜');
const GOOD = word('positive|good|호재(?:가|성)?|긍정적(?:인|이면)?|좋은');
const TOPIC = word('topics?|주제(?:가|는)?');
const NEWS_FILLERS = word(
  'comes? (?:in|out)|breaks|says|mentions?|there is|나오면|나올|뜨면|뜰|나오는|있으면|관련|관한|대한|이라는|라는',
);
/** Where somebody only says bad or good. */
const STRONG_TONE = 0.3;
const QUOTED = /["“”„「『]([^"“”„「」『』]{0,200})["“”」』]/;

/** Takes what stands in quotes out of a line: words that are searched for as they are. */
export function takeQuoted(line: string): { readonly quoted: string | null; readonly rest: string } {
  const match = QUOTED.exec(line);
  if (match === null) return { quoted: null, rest: line };
  const quoted = keywordOf(match[1] ?? '');
  return { quoted, rest: `${line.slice(0, match.index)} ${line.slice(match.index + match[0].length)}` };
}

export function isNewsLine({ rest }: RuleDraft): boolean {
  return NEWS.test(rest);
}

/** Reads a rule about the news: of a coin or any, by tone, topic or words. */
export function readNewsRule(
  draft: RuleDraft,
  quoted: string | null,
  instruments: readonly Instrument[],
): Parsed<RuleCondition> {
  if (!takeAll(draft, NEWS)) return unreadable('rule.quoted-without-news');
  const symbol = takeSymbol(draft, instruments);
  if (symbol.outcome === 'refused') return symbol;
  const coin = symbol.value === null ? null : baseOf(symbol.value);
  const about = quoted === null ? readAbout(draft) : keyword(quoted);
  return about.outcome === 'refused' ? about : parsed({ type: 'news', coin, about: about.value });
}

function readAbout(draft: RuleDraft): Parsed<About> {
  if (takeAll(draft, TONE)) return readTone(draft);
  if (takeAll(draft, BAD)) return parsed({ by: 'tone', when: 'below', tone: -STRONG_TONE });
  if (takeAll(draft, GOOD)) return parsed({ by: 'tone', when: 'above', tone: STRONG_TONE });
  const asTopic = takeAll(draft, TOPIC);
  takeAll(draft, NEWS_FILLERS);
  takeAll(draft, FILLERS);
  const words = wordsIn(draft).join(' ');
  draft.rest = ' ';
  const topic = topicNamed(words);
  if (topic !== null) return parsed({ by: 'topic', topic });
  if (asTopic) return unreadable('rule.topic', { topics: TOPICS.join(', ') });
  return words === '' ? parsed({ by: 'anything' }) : keyword(keywordOf(words));
}

function readTone(draft: RuleDraft): Parsed<About> {
  if (takeAll(draft, BAD)) return parsed({ by: 'tone', when: 'below', tone: -STRONG_TONE });
  if (takeAll(draft, GOOD)) return parsed({ by: 'tone', when: 'above', tone: STRONG_TONE });
  const bound = takeBound(draft);
  if (bound.outcome === 'refused') return bound;
  const { when, size, isNegative } = bound.value;
  if (size > 1) return unreadable('rule.tone-range');
  return parsed({ by: 'tone', when, tone: isNegative && size !== 0 ? -size : size });
}

function topicNamed(words: string): string | null {
  const plain = words.trim();
  return (
    TOPICS.find((topic) => topic === plain || TOPIC_WORDS.ko[topic] === plain || TOPIC_WORDS.en[topic] === plain) ??
    null
  );
}

function keyword(text: string): Parsed<About> {
  if (text === '') return unreadable('rule.empty');
  if (text.length > LONGEST_KEYWORD) return unreadable('rule.keyword-length', { limit: LONGEST_KEYWORD });
  return parsed({ by: 'keyword', keyword: text });
}

function keywordOf(text: string): string {
  return text.toLowerCase().replace(/\s+/g, ' ').trim();
}
