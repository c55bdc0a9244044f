import { createHash } from 'node:crypto';
import { analyse } from './analysis/terms.ts';
import { recogniseAssets } from './assets/recognise-assets.ts';
import { chunkDocument, embeddingText } from './chunk/chunk.ts';
import { signatureOf } from './dedupe/signature.ts';
import {
  type BilingualText,
  type DocumentFlag,
  type NewsDocument,
  type SourceItem,
  TOPICS,
  type Topic,
} from './document.ts';
import { canonicalUrl, publicUrl } from './normalise/canonical-url.ts';
import { languageOf } from './normalise/language-of.ts';
import { foldLookAlikes } from './normalise/look-alikes.ts';
import { plainText } from './normalise/plain-text.ts';
import { bothTexts, type PreparedChunk, type PreparedDocument } from './prepared-document.ts';
import { screen } from './screening/screen.ts';
import { lexiconScorer } from './sentiment/lexicon-scorer.ts';
import { classifyTopic } from './topics/classify-topic.ts';

export type RefusalReason = 'id-malformed' | 'time-malformed' | 'time-ahead' | 'title-empty' | 'source-empty';

export type Preparation =
  | { readonly outcome: 'ready'; readonly document: PreparedDocument }
  | { readonly outcome: 'refused'; readonly reason: RefusalReason };

export interface PreparationContext {
  /** Which of our sources brings it. */
  readonly feed: string;
  /** Epoch ms. */
  readonly now: number;
  /** A recording or an archive is heard when it was said; everything else when it comes in. */
  readonly heard: 'when-published' | 'now';
}

const MAX_TITLE = 300;
const MAX_BODY = 20_000;
const MAX_NAME = 80;
const MAX_ASSETS = 20;
const ID = /^N-[1-9]\d{0,14}$/;
/** Only these name their items: another source could take the place of one that is not there yet. */
const NAMING_FEED = /^recording:/;
/** A clock may be a little ahead, and a notice may be dated for tomorrow; beyond that the date is wrong. */
const MAX_AHEAD_MS = 24 * 3_600_000;
const FIRST_BLOCK = Date.UTC(2009, 0, 3);

/** Cleans, dates, classifies, hashes, scores and cuts one item, or says why it cannot be used. Never throws. */
export function prepareDocument(item: SourceItem, { feed, now, heard }: PreparationContext): Preparation {
  const title = cleaned(item.title, MAX_TITLE);
  const publisher = foldLookAlikes(plainText(item.source, MAX_NAME));
  // A name in look-alike letters is no second witness beside the one it passes for.
  const source = publisher.text;
  const publishedAt = item.publishedAt ?? now;
  const refusal = refusalOf(item, { title, source, publishedAt, now });
  if (refusal !== null) return { outcome: 'refused', reason: refusal };
  const body = cleaned(item.body, MAX_BODY);
  const plain = { title: oneOf(title), body: oneOf(body) };
  const recognised = recogniseAssets(plain, (item.assets ?? []).slice(0, 200));
  const said = { title, body, topic: topicOf(item, plain, source) };
  const content = {
    ...said,
    ...{ kind: item.kind, feed, source, publishedAt },
    url: item.url === undefined ? null : publicUrl(item.url),
    language: languageOf(`${plain.title}\n${plain.body}`),
    assets: recognised.slice(0, MAX_ASSETS).map(({ asset }) => asset),
  };
  const document: PreparedDocument = {
    ...content,
    id: NAMING_FEED.test(feed) ? (item.id ?? null) : null,
    ingestedAt: heard === 'when-published' ? publishedAt : now,
    tone: lexiconScorer.score(content),
    toneBy: lexiconScorer.name,
    flags: flagsOf(item, content, publisher.words.length > 0 || recognised.some(({ lookAlike }) => lookAlike)),
    sha256: hashOf([publishedAt, source, title.en, title.ko, body.en, body.ko]),
    textSha256: hashOf([title.en, title.ko, body.en, body.ko]),
    canonicalUrl: item.url === undefined ? null : canonicalUrl(item.url),
    signature: signatureOf(bothTexts(content)),
    chunks: chunksOf(content),
  };
  return { outcome: 'ready', document };
}

interface Checked {
  readonly title: BilingualText;
  readonly source: string;
  readonly publishedAt: number;
  readonly now: number;
}

function refusalOf(item: SourceItem, { title, source, publishedAt, now }: Checked): RefusalReason | null {
  if (item.id !== undefined && !ID.test(item.id)) return 'id-malformed';
  if (!Number.isSafeInteger(publishedAt) || publishedAt < FIRST_BLOCK) return 'time-malformed';
  if (publishedAt > now + MAX_AHEAD_MS) return 'time-ahead';
  if (oneOf(title) === '') return 'title-empty';
  return source === '' ? 'source-empty' : null;
}

/** Each text in the place of its language: what a source calls English may be Korean. */
function cleaned({ en, ko }: BilingualText, maxLength: number): BilingualText {
  const first = en === undefined ? '' : plainText(en, maxLength);
  const second = ko === undefined ? '' : plainText(ko, maxLength);
  if (first !== '' && second === '' && languageOf(first) === 'ko') return { ko: first };
  return { ...(first === '' ? {} : { en: first }), ...(second === '' ? {} : { ko: second }) };
}

function oneOf({ en, ko }: BilingualText): string {
  return en ?? ko ?? '';
}

function topicOf(item: SourceItem, plain: { readonly title: string; readonly body: string }, source: string): Topic {
  return TOPICS.find((topic) => topic === item.topic) ?? classifyTopic({ ...plain, kind: item.kind, source });
}

function flagsOf(
  item: SourceItem,
  clean: { readonly title: BilingualText; readonly body: BilingualText },
  lookAlike: boolean,
): readonly DocumentFlag[] {
  const flags = new Set<DocumentFlag>([...screen(rawTexts(item)), ...screen(rawTexts(clean))]);
  if (lookAlike) flags.add('look-alike');
  if (item.publishedAt === null) flags.add('time-missing');
  if (oneOf(clean.body).endsWith('…') && oneOf(item.body).length > MAX_BODY) flags.add('cut');
  return [...flags].sort();
}

/** As much of the raw text as could matter: what is cut away reaches nobody. */
function rawTexts({ title, body }: { readonly title: BilingualText; readonly body: BilingualText }) {
  const joined = ({ en, ko }: BilingualText, length: number) =>
    [en, ko].map((text) => text?.slice(0, length) ?? '').join('\n');
  return { title: joined(title, MAX_TITLE * 4), body: joined(body, MAX_BODY * 2) };
}

function chunksOf(document: Pick<NewsDocument, 'title' | 'body'>): readonly PreparedChunk[] {
  return chunkDocument(document).map((chunk) => {
    const embedded = embeddingText(chunk, document.title);
    return { ...chunk, embedded, terms: analyse(embedded) };
  });
}

function hashOf(parts: readonly unknown[]): string {
  return createHash('sha256')
    .update(JSON.stringify(parts.map((part) => part ?? null)))
    .digest('hex');
}
