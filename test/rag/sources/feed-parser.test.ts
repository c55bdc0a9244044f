import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseFeed } from '../../../rag/sources/feed-parser.ts';
import { atom, rss1, rss2 } from '../../fakes/news-sites/feed-site.ts';

const URL_OF_FEED = 'https://news.example/rss/';
const read = (xml: string, zone?: string) => parseFeed(xml, { url: URL_OF_FEED, zone });
const one = (item: string) => read(`<rss><channel>${item}</channel></rss>`);

const STORY = {
  title: 'Exchange & bank <agree>',
  guid: 'story-1',
  link: 'https://news.example/1?a=1&b=2',
  date: '2026-05-12T09:00:00Z',
  description: 'They agree.',
  categories: ['Policy', 'Bitcoin'],
};
const READ = {
  title: 'Exchange & bank <agree>',
  body: 'They agree.',
  link: 'https://news.example/1?a=1&b=2',
  publishedAt: Date.UTC(2026, 4, 12, 9),
  labels: ['Policy', 'Bitcoin'],
};

describe('the formats', () => {
  test('RSS 2.0 is read', async () => {
    const feed = await read(rss2([{ ...STORY, date: 'Tue, 12 May 2026 09:00:00 +0000' }], { language: 'en-us' }));
    expect(feed).toEqual({
      language: 'en-us',
      entries: [{ ...READ, identity: 'story-1' }],
      unreadable: [],
      whole: true,
    });
  });

  test('RSS 1.0 is read', async () => {
    const feed = await read(rss1([STORY], { language: 'ko' }));
    expect(feed.language).toBe('ko');
    expect(feed.entries).toEqual([{ ...READ, identity: STORY.link }]);
    expect(feed.unreadable).toEqual([]);
  });

  test('Atom is read', async () => {
    const feed = await read(atom([STORY], { language: 'en' }));
    expect(feed.language).toBe('en');
    expect(feed.entries).toEqual([{ ...READ, identity: 'story-1' }]);
    expect(feed.unreadable).toEqual([]);
  });

  test('a feed without items is in order', async () => {
    expect(await read(rss2([]))).toEqual({ language: undefined, entries: [], unreadable: [], whole: true });
  });

  test.each([
    ['<!doctype html><html><body>Access denied</body></html>', 'is a web page and not a feed; check the address'],
    ['{"json": true}', 'is neither RSS nor Atom; check the address'],
    ['', 'is neither RSS nor Atom; check the address'],
    ['<<<<>>>', 'is neither RSS nor Atom; check the address'],
  ])('%j is no feed', async (text, problem) => {
    expect(await read(text)).toEqual({
      language: undefined,
      entries: [],
      unreadable: [{ place: 'document', problem }],
      whole: false,
    });
  });
});

describe('the text of an item', () => {
  test('is decoded once, in and out of CDATA', async () => {
    const { entries } = await one(
      '<item><title>AT&amp;amp;T &#8217;s &#x1F680; &lt;b&gt;</title><description><![CDATA[<p>A &amp; B</p>]]></description></item>',
    );
    expect(entries[0]?.title).toBe('AT&amp;T \u2019s \u{1f680} <b>');
    expect(entries[0]?.body).toBe('<p>A &amp; B</p>');
  });

  test('survives entities that are bare, unknown or impossible', async () => {
    const { entries, unreadable } = await one('<item><title>AT&T &nbsp;&nosuch; &#xD800;&#0; R&D</title></item>');
    expect(entries[0]?.title).toBe('AT&T &nbsp;&nosuch; \ufffd\ufffd R&D');
    expect(unreadable).toEqual([]);
  });

  test('is the fullest there is', async () => {
    const { entries } = await read(rss2([{ title: 'T', description: 'Short.', full: '<p>The whole story.</p>' }]));
    expect(entries[0]?.body).toBe('<p>The whole story.</p>');
    const media = await one('<item><title>T</title><media:description>Of a film.</media:description></item>');
    expect(media.entries[0]?.body).toBe('Of a film.');
  });

  test('of Atom in xhtml is its markup, with what is text in it escaped', async () => {
    const xhtml = '<content type="xhtml"><div><p>1 &lt; 2 <b>now</b></p></div></content>';
    const { entries } = await read(`<feed><entry><title>T</title><id>1</id>${xhtml}</entry></feed>`);
    expect(entries[0]?.body).toBe('<div><p>1 &lt; 2 <b>now</b></p></div>');
  });

  test('stands for the title where there is none; without either there is no item', async () => {
    const { entries, unreadable } = await one(
      '<item><description>Only this.</description></item><item><link>x</link></item>',
    );
    expect(entries.map(({ title, body }) => [title, body])).toEqual([['Only this.', '']]);
    expect(unreadable).toEqual([{ place: 'item 2', problem: 'has no title and no text' }]);
  });
});

describe('the address of an item', () => {
  const linkIn = async (inner: string) => (await one(`<item><title>T</title>${inner}</item>`)).entries[0]?.link;

  test('is resolved against where the feed came from', async () => {
    expect(await linkIn('<link>/2026/story?x=1#top</link>')).toBe('https://news.example/2026/story?x=1#top');
    expect(await linkIn('<link>story</link>')).toBe('https://news.example/rss/story');
    const based = '<feed xml:base="https://other.example/a/"><entry><title>T</title><link href="b"/></entry></feed>';
    expect((await read(based)).entries[0]?.link).toBe('https://other.example/a/b');
  });

  test('may be a guid, unless that says it is none', async () => {
    expect(await linkIn('<guid>https://news.example/7</guid>')).toBe('https://news.example/7');
    expect(await linkIn('<guid isPermaLink="false">https://news.example/7</guid>')).toBeUndefined();
    expect(await linkIn('<guid>tag:news.example,2026:7</guid>')).toBeUndefined();
  });

  test.each([['javascript:alert(1)'], ['data:text/html,x'], ['file:///etc/passwd'], ['http://['], ['']])(
    'is never %j',
    async (link) => {
      expect(await linkIn(`<link>${link}</link>`)).toBeUndefined();
    },
  );
});

describe('a broken document', () => {
  const three = rss2([1, 2, 3].map((number) => ({ title: `Story ${number}`, guid: `${number}` })));
  const titles = async (xml: string) => (await read(xml)).entries.map(({ title }) => title);

  test('that breaks off gives the items before', async () => {
    const feed = await read(three.slice(0, three.indexOf('Story 3') + 4));
    expect(feed.entries.map(({ title }) => title)).toEqual(['Story 1', 'Story 2']);
    expect(feed.unreadable).toEqual([{ place: 'item 3', problem: 'breaks off before its end' }]);
    expect(feed.whole).toBe(false);
  });

  test('with a section that is never closed loses that item alone', async () => {
    expect(await titles(three.replace('Story 2]]>', 'Story 2'))).toEqual(['Story 1', 'Story 3']);
  });

  test('with an item that is never closed loses that item alone', async () => {
    const cut = three.indexOf('</item>', three.indexOf('Story 2'));
    expect(await titles(`${three.slice(0, cut)}${three.slice(cut + 7)}`)).toEqual(['Story 1', 'Story 3']);
  });

  test('with tags that do not match keeps what can be told apart', async () => {
    const feed = await read(three.replace(/<title>(.*Story 2.*)<\/title>/, '<title>$1</titel>'));
    expect(feed.entries.map(({ title }) => title)).toContain('Story 1');
    expect(feed.entries.map(({ title }) => title)).toContain('Story 3');
  });

  test('nested without end loses the nested item alone', async () => {
    const deep = `<item><title>Deep</title>${'<a>'.repeat(5_000)}${'</a>'.repeat(5_000)}</item>`;
    const feed = await read(three.replace('<item>', `${deep}<item>`));
    expect(feed.entries).toHaveLength(3);
    expect(feed.unreadable).toEqual([{ place: 'item 1', problem: 'has markup that cannot be read' }]);
  });

  test('with names that mean something to a machine loses that item alone', async () => {
    const feed = await read(three.replace('<item>', '<item><title>X</title><__proto__>1</__proto__></item><item>'));
    expect(feed.entries).toHaveLength(3);
    expect(Object.prototype).not.toHaveProperty('polluted');
  });

  test('never throws, whatever stands there', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '<item>',
        '</item>',
        '<entry ',
        '<![CDATA[',
        ']]>',
        '<!--',
        '-->',
        '<title>',
        '</title>',
        '&',
        '&#',
      ),
      fc.constantFrom('<!DOCTYPE x [', ']>', '<?xml', '?>', '<', '>', '"', "'", '<rss>', '<link href="'),
      fc.string(),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 40 }), async (pieces) => {
        const { entries } = await read(pieces.join(''));
        for (const { title } of entries) expect(title).not.toBe('');
      }),
      { numRuns: 500 },
    );
  });
});

describe('a hostile document', () => {
  test('declares entities in vain', async () => {
    const lols = Array.from({ length: 9 }, (_, at) => `<!ENTITY lol${at + 1} "${`&lol${at};`.repeat(10)}">`).join('');
    const doctype = `<!DOCTYPE rss [<!ENTITY lol0 "lol">${lols}<!ENTITY file SYSTEM "file:///etc/passwd">]>`;
    const { entries } = await read(`${doctype}<rss><channel><item><title>&lol9;&file;</title></item></channel></rss>`);
    expect(entries[0]?.title).toBe('&lol9;&file;');
  });

  test.each([
    ['comments that never end', '<!--'],
    ['sections that never end', '<![CDATA['],
    ['items that never end', '<item>'],
    ['items that were never begun', '</item>'],
    ['doctypes', '<!DOCTYPE x ['],
    ['doctypes without end', '<!DOCTYPE x '],
    ['sections that swallow items', '<![CDATA[</item><item> '],
    ['brackets', '<'],
    ['ampersands', '&#'],
  ])('of two million characters of %s is read in no time', async (_, piece) => {
    const text = `<rss><channel><item><title>First</title></item>${piece.repeat(2_000_000 / piece.length)}`;
    const started = performance.now();
    for (const end of ['', ' ]]> --> ?> ]>']) expect((await read(text + end)).entries[0]?.title).toBe('First');
    expect(performance.now() - started).toBeLessThan(4_500);
  });

  test('holds no more than two thousand items that are read', async () => {
    const feed = await one('<item><title>T</title></item>'.repeat(2_100));
    expect(feed.entries).toHaveLength(2_000);
    expect(feed.unreadable).toEqual([
      { place: 'document', problem: 'holds more than 2000 items; those behind them are left' },
    ]);
  });
});
