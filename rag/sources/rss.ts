import { z } from 'zod';
import type { SourceItem } from '../document.ts';
import { decodeText } from '../fetch/decode-text.ts';
import { ASSET_LABELS, TOPIC_LABELS } from './feed-labels.ts';
import type { FeedEntry, ParsedFeed } from './feed-parser.ts';
import { textHarvest, unchangedHarvest } from './harvest.ts';
import { inItsLanguage, MAX_BODY_CHARACTERS, MAX_TITLE_CHARACTERS } from './item-text.ts';
import { recallSeen } from './seen-items.ts';
import type { Source, Visit } from './source.ts';
import { asSourceError } from './source-refusal.ts';
import { visitInterval } from './visit-interval.ts';

/** How one feed is written in the configuration. */
export const feedSchema = z.strictObject({
  /** The publisher, in lower case: `coindesk`. */
  name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes'),
  url: z.url({ protocol: /^https?$/, error: 'must be the http or https address of a feed' }),
  every: visitInterval('1m', '5m'),
  /** What the feed is written in where it does not say itself. */
  language: z.enum(['en', 'ko']).optional(),
  /** The offset of times that name none; Korean feeds mean +09:00. */
  zone: z
    .string()
    .regex(/^[+-]\d\d:\d\d$/, 'must be an offset such as +09:00')
    .optional(),
});
export type FeedConfig = z.infer<typeof feedSchema>;

const ACCEPT = 'application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1';

/**
 * Reads one RSS or Atom feed. A visit returns the items that are new since the last one, and those whose title or text
 * was edited since; memory holds a short fingerprint of each. A document that is no feed is told as unreadable, and
 * asked for again whole the next time.
 */
export function createFeedSource(config: FeedConfig): Source {
  return {
    name: `rss:${config.name}`,
    everyMs: config.every,
    hosts: hostsOf(config.url),
    visit: (visit) => visitFeed(config, visit),
  };
}

/** Sites move between their name with and without `www.`; a host stands for its subdomains, too. */
function hostsOf(url: string): readonly string[] {
  return [new URL(url).hostname.replace(/^www\./, '')];
}

async function visitFeed(config: FeedConfig, { fetcher, memory, signal }: Visit) {
  const request = { validators: memory.validators, accept: ACCEPT, robots: 'respect', signal } as const;
  const answer = await fetcher.get(config.url, request).catch((error: unknown) => {
    throw asSourceError(error, statusSentences(config));
  });
  if (answer.outcome === 'unchanged') return unchangedHarvest(memory);
  // Loaded when a feed is read: every start of the program reads the schemas above, and few read feeds.
  const { parseFeed } = await import('./feed-parser.ts');
  const feed = await parseFeed(decodeText(answer.body, answer.contentType).text, {
    url: answer.url,
    zone: zoneOf(config),
  });
  const seen = recallSeen(memory.cursor);
  const fresh = feed.entries.filter(({ identity, title, body }) => seen.isNew(identity, `${title}\n${body}`));
  const items = fresh.map((entry) => itemOf(entry, config, feed));
  // A document that broke off may be whole again at once, under the same validators.
  const validators = feed.whole ? answer.validators : undefined;
  return textHarvest(items, feed.unreadable, { validators, cursor: seen.toCursor() });
}

function zoneOf({ zone, language }: FeedConfig): string | undefined {
  return zone ?? (language === 'ko' ? '+09:00' : undefined);
}

function itemOf(entry: FeedEntry, config: FeedConfig, feed: ParsedFeed): SourceItem {
  const language = feed.language ?? config.language;
  const labels = entry.labels.map((label) => label.toLowerCase());
  return {
    publishedAt: entry.publishedAt,
    source: config.name,
    kind: 'news',
    url: entry.link,
    topic: labels.map((label) => TOPIC_LABELS.get(label)).find((topic) => topic !== undefined),
    assets: [...new Set(labels.flatMap((label) => ASSET_LABELS.get(label) ?? []))],
    title: inItsLanguage(entry.title, MAX_TITLE_CHARACTERS, language),
    body: inItsLanguage(entry.body, MAX_BODY_CHARACTERS, language),
  };
}

function statusSentences({ name }: FeedConfig) {
  const closed = `${name} does not let its feed be read from here; remove it from the feeds, or check its address`;
  return {
    401: closed,
    403: closed,
    404: `${name} has no feed at this address any more; check it`,
    410: `${name} has given up this feed; remove it from the feeds`,
    429: `${name} is asked too often; it is left alone for a while. A larger "every" helps`,
  };
}
