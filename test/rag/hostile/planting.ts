import { createAnswerer } from '../../../agent/answerer.ts';
import { createChatCore } from '../../../bot/chat-core.ts';
import { COMMANDS } from '../../../bot/commands/registry.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { Outbound } from '../../../bot/message.ts';
import { createAccess, TERMINAL_OWNER } from '../../../bot/people/access.ts';
import { createMemoryPreferences } from '../../../bot/preferences.ts';
import { createRecordAnswerer } from '../../../bot/record-answerer.ts';
import { displayWidth } from '../../../bot/surfaces/display-width.ts';
import { renderOutbound } from '../../../bot/surfaces/terminal-render.ts';
import type { NewsDocument, SourceItem } from '../../../rag/document.ts';
import { FakeDesk, INFO } from '../../fakes/desk.ts';
import { MemoryRecords } from '../../fakes/memory-records.ts';
import type { openKnowledgeRig } from '../fixtures/knowledge-rig.ts';
import { T0 } from '../fixtures/prepared.ts';

type Rig = Awaited<ReturnType<typeof openKnowledgeRig>>;

const BEFORE = 'Bitcoin traders waited for the inflation report on Tuesday. Volumes were thin.';
const AFTER = 'Analysts at two desks expected a quiet week for ether and solana.';

/** One text in every place where a source could put it. */
export function planted(text: string, number: number): readonly SourceItem[] {
  const item = (place: string, changes: Partial<SourceItem>): SourceItem => ({
    publishedAt: T0 - number * 1_000,
    source: `wire ${place}`,
    kind: 'news',
    title: { en: `Bitcoin report ${number} ${place}` },
    body: { en: `${BEFORE} ${AFTER}` },
    ...changes,
  });
  return [
    item('title', { title: { en: text } }),
    item('title of a post', { title: { en: `BTC: ${text}` }, kind: 'post', body: {} }),
    item('start', { body: { en: `${text} ${BEFORE}` } }),
    item('middle', { body: { en: `${BEFORE} ${text} ${AFTER}` } }),
    item('end', { body: { en: `${BEFORE} ${AFTER} ${text}` } }),
    item('publisher', { source: text }),
    item('address', { url: text }),
    item('path', { url: `https://example.org/${number}?q=${text}#${text}` }),
    item('ticker', { assets: [text, 'BTC'], topic: text }),
    item('korean', {
      title: { ko: `비트코인 속보 ${text}` },
      body: { ko: `거래소가 입출금을 중단했다. ${text} 시장은 조용했다.` },
    }),
    // Only a recording names its items; whoever else tries is numbered like the rest.
    item('number', { id: `N-${number + 2}` }),
  ];
}

const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\p{Zl}\p{Zp}]/u;
const LONGEST = { title: 300, body: 20_000, source: 80, url: 2_048, asset: 15 };

/** Returns what is wrong with a document as it is kept; nothing for a sound one. */
export function documentFaults(document: NewsDocument): readonly string[] {
  const { id, title, body, source, url, assets, tone } = document;
  const texts = [
    ...[title.en, title.ko].map((text) => ['title', text] as const),
    ...[body.en, body.ko].map((text) => ['body', text] as const),
    ['source', source] as const,
    ['url', url ?? undefined] as const,
    ...assets.map((asset) => ['asset', asset] as const),
  ];
  const faults = texts.flatMap(([place, text]) => {
    if (text === undefined) return [];
    const unseen = UNSEEN.exec(text)?.[0].codePointAt(0)?.toString(16);
    const tooLong = [...text].length > LONGEST[place];
    const markup = /<[a-z/!?]/i.test(text);
    return [
      ...(unseen === undefined ? [] : [`${id} ${place} holds U+${unseen}`]),
      ...(tooLong ? [`${id} ${place} is ${text.length} long`] : []),
      ...(markup ? [`${id} ${place} holds a tag`] : []),
    ];
  });
  return [
    ...faults,
    ...(Math.abs(tone) <= 1 ? [] : [`${id} has a tone of ${tone}`]),
    ...(url === null || /^https?:\/\/[^\s"<>]+$/.test(url) ? [] : [`${id} has the address ${url}`]),
    ...(assets.every((asset) => /^[A-Z0-9]{1,15}$/.test(asset)) ? [] : [`${id} has the assets ${assets}`]),
    ...(assets.length <= 20 ? [] : [`${id} has ${assets.length} assets`]),
  ];
}

/** Returns every count in the store that is not what is counted. */
export async function storeFaults({ database }: Rig): Promise<readonly string[]> {
  const [row] = await database.query<Record<string, number>>(`
    select
      (select chunks from news_corpus)::int - (select count(*) from news_chunk)::int as corpus_chunks,
      (select words from news_corpus)::int - (select coalesce(sum(words), 0) from news_chunk)::int as corpus_words,
      (select count(*) from news_posting p where not exists (select from news_chunk c where c.id = p.chunk))::int
        as postings_without_chunk,
      (select count(*) from news_posting p where not exists (select from news_term t where t.id = p.term))::int
        as postings_without_term,
      (select count(*) from news_term t where t.chunks <> (select count(*) from news_posting p where p.term = t.id))::int
        as wrong_rarities,
      (select count(*) from news_document d where not exists (select from news_chunk c where c.document = d.number))::int
        as documents_without_chunk,
      (select count(*) from news_document d where not exists (select from news_document s where s.number = d.story))::int
        as stories_without_document,
      (select count(*) from news_chunk c join news_document d on d.number = c.document
        where c.known_at <> d.known_at or c.source <> d.source or c.assets <> d.assets)::int as chunks_unlike_document,
      (select count(*) from news_chunk where length(text) > 3000)::int as huge_chunks`);
  return Object.entries(row ?? { 'no counts': 1 }).flatMap(([name, count]) =>
    count === 0 ? [] : [`${name}: ${count}`],
  );
}

/** A chat over what the rig holds, as the terminal's owner has it. */
export function openNewsChat(rig: Pick<Rig, 'retriever'>, language: 'en' | 'ko', records = new MemoryRecords()) {
  const desk = new FakeDesk();
  desk.at = T0 + 2 * 3_600_000;
  const logged: string[] = [];
  const answerer = createAnswerer({
    view: desk,
    records,
    news: rig.retriever,
    world: { sentiment: { read: () => null }, figures: { series: async () => [] } },
  });
  const core = createChatCore({
    ...{ desk, records, engine: desk, replay: null, info: INFO, commands: COMMANDS, language },
    charts: { draw: async () => ({ png: new Uint8Array(), alt: '' }) },
    answerer: createRecordAnswerer({
      answerer,
      voiceIn: (asked, zone) =>
        createVoice({ language: asked, zone, now: desk.at, instruments: desk.instruments(), quoteCurrency: 'USDT' }),
    }),
    access: createAccess(),
    preferences: createMemoryPreferences(),
    newCode: () => '4821',
    newNonce: () => 'nonce',
    logger: {
      warn: (_fields, sentence) => logged.push(sentence),
      error: (fields, sentence) => logged.push(`${sentence}: ${String(fields.err)}`),
    },
  });
  let at = desk.at;
  return {
    desk,
    logged,
    async say(text: string): Promise<readonly Outbound[]> {
      // A minute between lines: nobody is told to slow down.
      at += 60_000;
      return core.handle({ userId: TERMINAL_OWNER, surface: 'terminal', text, at });
    },
  };
}

const WIDTHS = [40, 80, 160];

/** Returns what is wrong with a message as a terminal shows it. */
export function messageFaults(outbound: Outbound): readonly string[] {
  return WIDTHS.flatMap((columns) =>
    renderOutbound(outbound, { columns, colour: false }).flatMap((line) => [
      ...(UNSEEN.test(line) ? [`unseen character in ${JSON.stringify(line)}`] : []),
      ...(displayWidth(line) > columns ? [`${displayWidth(line)} columns in ${columns}: ${line}`] : []),
      ...(SPOOF.test(line) ? [`looks like a line of ours: ${line}`] : []),
    ]),
  );
}

/** What only the desk may write at the beginning of a line: its prompt, its marks, its buttons. */
const SPOOF = /^(?: {2})?(?:> |\?\? |!! |\[[^\]]{1,20}\] \/)/;

export function textOf({ title, blocks, buttons }: Outbound): string {
  return JSON.stringify([title, blocks, buttons]);
}
