import type { DocumentKind, Topic } from '../document.ts';
import { TOPIC_RULES } from './topic-rules.ts';

export interface TopicText {
  readonly title: string;
  readonly body: string;
  readonly kind: DocumentKind;
  readonly source: string;
}

const TITLE_WEIGHT = 3;
// The lead says what a report is about; further down every report mentions prices and regulators.
const MAX_TITLE = 400;
const MAX_BODY = 600;
const COUNTED = 2;
const NOTICE_TOPICS: ReadonlySet<Topic> = new Set(['listing', 'delisting', 'maintenance']);
/** In a report these words also speak of shares and funds, so they need the trading venue's own notice to be sure. */
const NOTICE_SHARE_IN_NEWS = 0.5;
const MIN_SCORE = 3;

/**
 * Returns the topic by weighted words, English and Korean, the title counting three times; `other` where no word tells.
 * Notices of an exchange are first looked at for listing, delisting and maintenance; macro items are `macro`.
 */
export function classifyTopic({ title, body, kind, source }: TopicText): Topic {
  if (kind === 'macro') return 'macro';
  const [head, lead] = [title.slice(0, MAX_TITLE), body.slice(0, MAX_BODY)];
  const scores = new Map<Topic, number>();
  for (const { topic, weight, pattern } of TOPIC_RULES) {
    const hits = TITLE_WEIGHT * occurrences(head, pattern) + occurrences(lead, pattern);
    const share = NOTICE_TOPICS.has(topic) && !isNotice(kind, source) ? NOTICE_SHARE_IN_NEWS : 1;
    scores.set(topic, (scores.get(topic) ?? 0) + weight * share * hits);
  }
  return best(scores, isNotice(kind, source));
}

function best(scores: ReadonlyMap<Topic, number>, notice: boolean): Topic {
  const ranked = [...scores].filter(([, score]) => score >= MIN_SCORE).sort((a, b) => b[1] - a[1]);
  // What a venue announces about its own trading matters more than whatever else the notice talks about.
  const announced = notice ? ranked.find(([topic]) => NOTICE_TOPICS.has(topic)) : undefined;
  return (announced ?? ranked[0])?.[0] ?? 'other';
}

function isNotice(kind: DocumentKind, source: string): boolean {
  return kind === 'notice' || /(announcements?|notices?|공지)$/i.test(source);
}

function occurrences(text: string, pattern: RegExp): number {
  return Math.min(COUNTED, text.match(pattern)?.length ?? 0);
}
