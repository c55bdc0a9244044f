import { SEOUL } from './published-time.ts';

/** A feed as it is written in the configuration. */
export interface WrittenFeed {
  readonly name: string;
  readonly url: string;
  readonly every?: string;
  readonly language?: string;
  readonly zone?: string;
}

/** The feeds read where the configuration names none: four in English, two in Korean. Names are the publishers'. */
export const DEFAULT_FEEDS: readonly WrittenFeed[] = [
  { name: 'coindesk', url: 'https://www.coindesk.com/arc/outboundfeeds/rss/', language: 'en' },
  { name: 'cointelegraph', url: 'https://cointelegraph.com/rss', language: 'en' },
  { name: 'decrypt', url: 'https://decrypt.co/feed', language: 'en' },
  { name: 'theblock', url: 'https://www.theblock.co/rss.xml', language: 'en' },
  { name: 'tokenpost', url: 'https://www.tokenpost.kr/rss', language: 'ko', zone: SEOUL },
  { name: 'blockmedia', url: 'https://www.blockmedia.co.kr/feed', language: 'ko', zone: SEOUL },
];
