import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NewsDocument, SourceItem } from '../../../rag/document.ts';
import { readModelFolder } from '../../../rag/embedders/model-folder.ts';
import { decodeText } from '../../../rag/fetch/decode-text.ts';
import { parseFeed } from '../../../rag/sources/feed-parser.ts';
import { readImportFile } from '../../../rag/sources/import-file.ts';
import { inItsLanguage } from '../../../rag/sources/item-text.ts';
import type { Unreadable } from '../../../rag/sources/source.ts';
import { newsItem, openKnowledgeRig } from '../fixtures/knowledge-rig.ts';
import { DAY, HOUR, T0 } from '../fixtures/prepared.ts';
import { documentFaults, storeFaults } from './planting.ts';

const LIVE = { feed: 'test', now: T0 + HOUR, heard: 'now' } as const;

describe('bad input', () => {
  const folder = mkdtempSync(join(tmpdir(), 'assent-hostile-'));
  let rig: Awaited<ReturnType<typeof openKnowledgeRig>>;

  beforeAll(async () => {
    rig = await openKnowledgeRig();
  }, 60_000);
  beforeEach(async () => {
    await rig.documents.removeFeed('test');
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await rig?.database.close();
  });

  const stored = (): Promise<readonly NewsDocument[]> =>
    rig.documents.find({ assets: null, asOf: T0 + 30 * DAY, maxAgeMs: 9_000 * DAY, limit: 10_000 });

  /** Takes a file in as `assent news import` does. */
  async function imported(name: string, content: string | Buffer) {
    const path = join(folder, name);
    writeFileSync(path, content);
    const unreadable: Unreadable[] = [];
    const items: SourceItem[] = [];
    for await (const item of readImportFile(path, { onUnreadable: (fault) => unreadable.push(fault) }))
      items.push(item);
    const report = await rig.ingester.take(items, LIVE);
    expect(await storeFaults(rig)).toEqual([]);
    const documents = await stored();
    expect(documents.flatMap(documentFaults)).toEqual([]);
    return { unreadable, report, documents };
  }

  /** Takes a feed in as a visit does. */
  async function fetched(bytes: Buffer, contentType = '') {
    const feed = await parseFeed(decodeText(bytes, contentType).text, { url: 'https://feed.example/rss' });
    const items = feed.entries.map(
      (entry): SourceItem => ({
        ...{ publishedAt: entry.publishedAt, source: 'feed', kind: 'news', url: entry.link },
        title: inItsLanguage(entry.title, 4_000),
        body: inItsLanguage(entry.body, 200_000),
      }),
    );
    await rig.ingester.take(items, LIVE);
    expect(await storeFaults(rig)).toEqual([]);
    return { feed, documents: await stored() };
  }

  it('titles of ten megabytes are cut and cost no time', async () => {
    const titles = ['x', '비', '<b>', '&amp;', '\u0323', '\ufdfa', '\ud800', '\0'].map(
      (piece) => `Bitcoin ${piece.repeat(10_000_000 / piece.length)}`,
    );
    const started = process.cpuUsage();
    const report = await rig.ingester.take(
      titles.map((title, n) => newsItem(title, { body: { en: title }, source: `s${n}` })),
      LIVE,
    );
    // Work done, not time passed: the machine may be busy with other things.
    expect(process.cpuUsage(started).user / 1_000).toBeLessThan(8_000);
    expect(report.stored).toBe(8);
    expect((await stored()).flatMap(documentFaults)).toEqual([]);
    expect(await storeFaults(rig)).toEqual([]);
  });

  it('formulas of a spreadsheet stay words', async () => {
    const csv = [
      'published,title,body,source,url,assets',
      '2025-05-20T10:00:00Z,"=HYPERLINK(""https://evil.example"",""Bitcoin"")","=1+1",=cmd,"=HYPERLINK(""x"")",=BTC',
      '2025-05-20T10:01:00Z,"+SUM(1,1)*cmd|\' /C calc\'!A0 bitcoin",@x,-source,javascript:alert(1),BTC',
    ].join('\n');
    const { documents, unreadable } = await imported('formulas.csv', csv);
    expect(unreadable).toEqual([]);
    expect(documents.map(({ title, url, assets }) => [title.en, url, assets])).toEqual([
      ["+SUM(1,1)*cmd|' /C calc'!A0 bitcoin", null, ['BTC']],
      ['=HYPERLINK("https://evil.example","Bitcoin")', null, []],
    ]);
  });

  it('names that mean something to a machine, and numbers beyond all numbers, are read or refused', async () => {
    const jsonl = [
      '{"__proto__":{"title":"polluted"},"title":"Bitcoin one","published":1747735200000}',
      '{"constructor":{"prototype":{"x":1}},"title":"Bitcoin two","published":"2025-05-20T10:00:00Z"}',
      '{"title":"Bitcoin three","published":1e999}',
      '{"title":"Bitcoin four","published":-1e308}',
      '{"title":"Bitcoin five","published":"9007199254740993"}',
      '{"title":{"en":"Bitcoin six","__proto__":{"ko":"x"}},"published":null}',
      '{"title":["a"],"published":0}',
      '{"title":"Bitcoin seven","source":{"toString":"x"}}',
      '{"title":"\\ud800\\u0000 Bitcoin eight","source":"\\u0000","url":"data:text/html,x"}',
      '[1,2,3]',
      'null',
      '"__proto__"',
      `${'['.repeat(20_000)}`,
      `{"title":${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}}`,
    ].join('\n');
    const { documents, unreadable, report } = await imported('odd.jsonl', jsonl);
    expect(documents.length).toBe(report.stored);
    expect(documents.length + unreadable.length + report.refused.length).toBe(14);
    expect(documents.map(({ title }) => title.en).sort()).toEqual(
      ['five', 'four', 'one', 'six', 'two'].map((number) => `Bitcoin ${number}`),
    );
    expect(report.refused.map(({ reason }) => reason)).toEqual(['source-empty']);
    expect(({} as Record<string, unknown>).title).toBeUndefined();
    expect(documents.every(({ publishedAt }) => publishedAt <= T0 + 25 * HOUR)).toBe(true);
  });

  it('a file cannot take the numbers of a recording, nor those that are still to come', async () => {
    const rows = ['N-1', 'N-2', 'N-1001', 'N-999999999'].map((id, n) =>
      JSON.stringify({ id, title: `Bitcoin forged ${n} in town ${n}`, published: '2025-05-20T10:00:00Z' }),
    );
    const { documents } = await imported('forged.jsonl', rows.join('\n'));
    expect(documents).toHaveLength(4);
    const recorded = { feed: 'recording:hostile', now: T0, heard: 'when-published' } as const;
    const own = newsItem('Ethereum as it was recorded', { id: 'N-1' });
    expect(await rig.ingester.take([own], recorded)).toMatchObject({ stored: 1 });
    expect((await rig.documents.read('N-1', T0 + DAY))?.title).toEqual({ en: 'Ethereum as it was recorded' });
    await rig.documents.removeFeed('recording:hostile');
  });

  it('feeds that are broken, nested without end or in a wrong charset give what can be read', async () => {
    const item = (title: string) => `<item><title>${title}</title><guid>${title}</guid></item>`;
    const rss = (inside: string) => `<rss><channel>${inside}</channel></rss>`;
    const nested = `${'<div>'.repeat(2_000)}Bitcoin deep inside${'</div>'.repeat(2_000)}`;
    const texts = [
      rss(`${item('Bitcoin first')}<item><title>Bitcoin cut`),
      rss(`<item><title>Bitcoin nested</title><description><![CDATA[${nested}]]></description></item>`),
      rss(`<item>${'<a>'.repeat(2_000)}<title>Bitcoin below</title></item>${item('Bitcoin after')}`),
      `<!DOCTYPE r [<!ENTITY a "&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]>${rss(item('&a;&x; Bitcoin entity'))}`,
      rss(item('Bitcoin \u0000 and \u0008 control')),
    ];
    for (const text of texts) await fetched(Buffer.from(text));
    // Korean as an old server sends it, under a wrong label; and bytes that are no text at all.
    const eucKr = Buffer.concat([
      Buffer.from('<rss><channel><item><title>'),
      Buffer.from([0xba, 0xf1, 0xc6, 0xae, 0xc4, 0xda, 0xc0, 0xce]),
      Buffer.from('</title></item></channel></rss>'),
    ]);
    await fetched(eucKr, 'text/xml; charset=iso-8859-1');
    await fetched(eucKr, 'text/xml; charset=wibble');
    await fetched(Buffer.from(Array.from({ length: 5_000 }, (_, n) => (n * 7_919) % 256)), 'text/xml; charset=utf-16');
    const { documents } = await fetched(eucKr, 'text/xml; charset=euc-kr');
    const titles = documents.map(({ title }) => title.en ?? title.ko);
    expect(titles).toEqual(expect.arrayContaining(['Bitcoin first', 'Bitcoin nested', 'Bitcoin after', '비트코인']));
    expect(documents.flatMap(documentFaults)).toEqual([]);
    expect(JSON.stringify(documents)).not.toContain('root:');
  });

  it('times that are missing, future or absurd are marked or refused', async () => {
    const at = (publishedAt: number | null) => newsItem(`Bitcoin at ${publishedAt}`, { publishedAt });
    const times = [null, 0, -1, Number.NaN, Number.POSITIVE_INFINITY, 1.5, 8.64e15 + 1, T0 + 26 * HOUR, T0 + 20 * HOUR];
    const report = await rig.ingester.take(times.map(at), LIVE);
    expect(report.refused.map(({ reason }) => reason)).toEqual([
      ...Array.from({ length: 5 }, () => 'time-malformed'),
      ...['time-ahead', 'time-ahead'],
    ]);
    const documents = await stored();
    expect(documents.map(({ flags }) => flags)).toEqual([[], ['time-missing']]);
    expect(await rig.documents.find({ assets: null, asOf: T0 + 2 * HOUR, maxAgeMs: DAY, limit: 9 })).toHaveLength(1);
  });

  it('duplicates by the thousand are one document', async () => {
    const copies = Array.from({ length: 3_000 }, (_, n) =>
      newsItem('Bitcoin holds above 100,000', { url: `https://www.example.org/a?utm_source=${n}#${n}` }),
    );
    expect(await rig.ingester.take(copies, LIVE)).toMatchObject({ stored: 1, duplicates: 2_999 });
    expect(await storeFaults(rig)).toEqual([]);
  });

  it('addresses that act are not kept', async () => {
    const urls = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'data:text/html,<script>1</script>',
      'file:///etc/passwd',
      'vbscript:x',
      ' \tjavascript:alert(1)',
      'https://user:secret@example.org/a#b',
      'http://exаmple.org/cyrillic',
      'https://example.org/\u202e\u0000"><script>',
    ];
    await rig.ingester.take(
      urls.map((url, n) => newsItem(`Bitcoin address ${n} of ${'abcdefghi'[n]}`, { url })),
      LIVE,
    );
    const kept = (await stored()).map(({ url }) => url).filter((url) => url !== null);
    expect(kept.sort()).toEqual([
      'http://xn--exmple-4nf.org/cyrillic',
      'https://example.org/%E2%80%AE%00%22%3E%3Cscript%3E',
      'https://example.org/a',
    ]);
  });

  it('tickers in look-alike letters name no coin but what they pass for, and are flagged', async () => {
    await rig.ingester.take(
      [
        newsItem('\u0412\u0422\u0421 will be delisted from every exchange', {
          assets: ['\u0412\u0422\u0421', 'Е\u0422Н', '$BTС'],
        }),
      ],
      LIVE,
    );
    expect(await stored()).toMatchObject([{ assets: ['BTC'], flags: ['look-alike'] }]);
  });

  it('an embedder of other dimensions, or a model folder without its tokenizer, is told and changes nothing', async () => {
    await rig.ingester.take([newsItem('Bitcoin rises')], LIVE);
    await rig.embed();
    const before = await rig.vectors.serving();
    const { name, version, kind, floor } = rig.embedder;
    await expect(rig.vectors.register({ name, version, kind, floor, dimensions: 7 })).rejects.toThrow(/7 dimensions/);
    expect(await rig.vectors.serving()).toEqual(before);
    const model = join(folder, 'model');
    mkdirSync(model);
    writeFileSync(join(model, 'model.onnx'), 'no model');
    await expect(readModelFolder(model)).rejects.toThrow(/tokenizer\.json/);
  });
});
