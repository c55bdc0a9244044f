/** An item as a site publishes it; what is left out is not written. */
export interface PublishedItem {
  readonly title: string;
  readonly guid?: string;
  readonly link?: string;
  readonly date?: string;
  readonly description?: string;
  /** The whole text, as `content:encoded` or Atom's `content`. */
  readonly full?: string;
  readonly categories?: readonly string[];
}

export interface FeedHead {
  readonly title?: string;
  readonly language?: string;
  /** Named in the XML declaration. */
  readonly encoding?: string;
}

/** Writes RSS 2.0 (https://www.rssboard.org/rss-specification) as the large sites do, with the content module. */
export function rss2(items: readonly PublishedItem[], head: FeedHead = {}): string {
  const written = items.map(
    ({ title, guid, link, date, description, full, categories = [] }) => `<item>
  <title><![CDATA[${title}]]></title>
  ${optional('link', link)}${optional('pubDate', date)}
  ${guid === undefined ? '' : `<guid isPermaLink="false">${escaped(guid)}</guid>`}
  ${categories.map((category) => `<category><![CDATA[${category}]]></category>`).join('')}
  ${optional('description', description)}
  ${full === undefined ? '' : `<content:encoded><![CDATA[${full}]]></content:encoded>`}
</item>`,
  );
  return `${declaration(head)}
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:media="http://search.yahoo.com/mrss/">
<channel><title>${escaped(head.title ?? 'A site')}</title><link>https://news.example</link>
${optional('language', head.language)}${written.join('\n')}
</channel></rss>`;
}

/** Writes RSS 1.0 (https://web.resource.org/rss/1.0/spec): items stand beside the channel, dates are Dublin Core. */
export function rss1(items: readonly PublishedItem[], head: FeedHead = {}): string {
  const written = items.map(
    ({ title, link = '', date, description, categories = [] }) => `<item rdf:about="${escaped(link)}">
  <title>${escaped(title)}</title><link>${escaped(link)}</link>
  ${optional('dc:date', date)}${optional('description', description)}
  ${categories.map((category) => `<dc:subject>${escaped(category)}</dc:subject>`).join('')}
</item>`,
  );
  const list = items.map(({ link = '' }) => `<rdf:li rdf:resource="${escaped(link)}"/>`).join('');
  return `${declaration(head)}
<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel rdf:about="https://news.example/rdf"><title>${escaped(head.title ?? 'A site')}</title>
${optional('dc:language', head.language)}<items><rdf:Seq>${list}</rdf:Seq></items></channel>
${written.join('\n')}
</rdf:RDF>`;
}

/** Writes Atom (RFC 4287). */
export function atom(items: readonly PublishedItem[], head: FeedHead = {}): string {
  const written = items.map(
    ({ title, guid = title, link, date, description, full, categories = [] }) => `<entry>
  <title type="text">${escaped(title)}</title><id>${escaped(guid)}</id>
  ${link === undefined ? '' : `<link rel="replies" href="${escaped(link)}/comments"/><link href="${escaped(link)}"/>`}
  ${optional('published', date)}${optional('summary', description)}
  ${full === undefined ? '' : `<content type="html">${escaped(full)}</content>`}
  ${categories.map((category) => `<category term="${escaped(category)}"/>`).join('')}
</entry>`,
  );
  const language = head.language === undefined ? '' : ` xml:lang="${head.language}"`;
  return `${declaration(head)}
<feed xmlns="http://www.w3.org/2005/Atom"${language}><title>${escaped(head.title ?? 'A site')}</title>
${written.join('\n')}
</feed>`;
}

function declaration({ encoding = 'UTF-8' }: FeedHead): string {
  return `<?xml version="1.0" encoding="${encoding}"?>`;
}

function optional(name: string, text: string | undefined): string {
  return text === undefined ? '' : `<${name}>${escaped(text)}</${name}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
