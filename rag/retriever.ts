import { analyse, termWeight } from './analysis/terms.ts';
import { type BilingualText, type DocumentHead, type DocumentKind, isKnownAt, type NewsDocument } from './document.ts';
import type { DocumentQuery, DocumentStore, StoryCount } from './document-store.ts';
import { type Embedder, EmbedderError } from './embedders/embedder.ts';
import { type FusedCandidate, rankCandidates } from './ranking/rank-candidates.ts';
import { CANDIDATES_A_LIST } from './ranking/score-fusion.ts';
import { HALF_LIFE_MS } from './ranking/time-decay.ts';
import type { Candidate, QuestionVector, SearchFilter, SearchIndex } from './search-index.ts';

/** What a decision or an answer may cite; has the shape of the engine's news evidence. */
export interface RetrievedNews {
  readonly id: string;
  readonly publishedAt: number;
  readonly source: string;
  readonly topic: string;
  readonly assets: readonly string[];
  readonly title: BilingualText;
  readonly tone: number;
  readonly toneBy: string;
  readonly sha256: string;
  readonly kind: DocumentKind;
  readonly url: string | null;
  readonly story: string;
  readonly storySources: number;
  readonly flags: readonly string[];
  readonly chunk: string;
  readonly score: number;
}

/** What a search brought up: the news, and the words of it that were found. */
export interface SearchHit {
  readonly news: RetrievedNews;
  /** The piece that was found, in the words of the source; where it stands in the body, for quoting. */
  readonly quote: {
    readonly text: string;
    readonly part: 'head' | 'body';
    /** Which text of the document it is of. */
    readonly language: 'en' | 'ko';
    readonly start: number;
    readonly end: number;
  };
}

export interface SearchQuery extends SearchFilter {
  readonly text: string;
  readonly limit: number;
  /** Both rankings unless one is asked for, which only measuring does. */
  readonly mode?: 'hybrid' | 'text' | 'vector' | undefined;
}

export type SearchAnswer =
  | { readonly outcome: 'found'; readonly hits: readonly SearchHit[] }
  /** Nothing that was known by then has to do with the question: better said than padded. */
  | { readonly outcome: 'nothing-relevant' };

/** Asked by coin and time: what evidence is collected with. */
export type NewsFinder = Pick<Retriever, 'find'>;

export interface Retriever {
  /** Returns what was known about these coins, the weightiest first, one report a story. */
  find(query: FindQuery): Promise<readonly RetrievedNews[]>;
  /** Returns what answers a question in words. */
  search(query: SearchQuery): Promise<SearchAnswer>;
}

export type FindQuery = Omit<DocumentQuery, 'assets'> & { readonly assets: readonly string[] | null };

export interface RetrieverParts {
  readonly documents: Pick<DocumentStore, 'find' | 'storyCounts'>;
  readonly index: SearchIndex;
  /** The one whose vectors serve; null while there are none: then the words alone decide. */
  readonly embedder: () => Embedder | null;
  /** Lays over them what a reader had made of them by then; without it the tone of the store stands. */
  readonly overlaid?: (found: readonly RetrievedNews[], asOf: number) => Promise<readonly RetrievedNews[]>;
}

/** A window holds at most some thousands of reports; of these so many are weighed. */
const WEIGHED = 200;
/** What is about the whole market, or names the coin beside others, tells less of it. */
const SHARE_FIRST = 1;
const SHARE_NAMED = 0.7;
const SHARE_MARKET = 0.4;

/**
 * Returns a retriever. It applies the as-of rule once more on what the stores return: a store that lets the future
 * through must not be able to spoil a decision.
 */
export function createRetriever({ documents, index, embedder, overlaid = asStored }: RetrieverParts): Retriever {
  return {
    async find(query) {
      if (query.limit <= 0) return [];
      const found = await documents.find({ ...query, limit: Math.max(WEIGHED, query.limit) });
      const known = found.filter((document) => isKnownAt(document, query.asOf));
      const best = weightiest(known, query);
      const counts = await countsOf(documents, best, query.asOf);
      return overlaid(
        best.map(({ document, score }) => evidence(document, 0, score, counts)),
        query.asOf,
      );
    },

    async search(query) {
      const { limit, asOf } = query;
      const { known, compared } = await recall({ index, embedder }, query);
      const ranked = rankCandidates(known, { asOf, limit, embedder: compared });
      if (ranked.length === 0) return { outcome: 'nothing-relevant' };
      const counts = await countsOf(
        documents,
        ranked.map(({ candidate }) => candidate),
        asOf,
      );
      const hits = ranked.map((one) => hitOf(one, counts));
      const news = await overlaid(
        hits.map((hit) => hit.news),
        asOf,
      );
      return { outcome: 'found', hits: hits.map((hit, place) => ({ ...hit, news: news[place] ?? hit.news })) };
    },
  };
}

async function asStored(found: readonly RetrievedNews[]): Promise<readonly RetrievedNews[]> {
  return found;
}

/** What both rankings brought up for a question, before anything is left out of it. */
export interface Recalled {
  readonly known: readonly Candidate[];
  /** Whose vectors were compared; null where the words alone speak. */
  readonly compared: Embedder | null;
}

/** The first half of a search: asks both rankings and keeps what was known. Measuring the rankings begins here too. */
export async function recall(
  { index, embedder }: Pick<RetrieverParts, 'index' | 'embedder'>,
  query: Omit<SearchQuery, 'limit'>,
): Promise<Recalled> {
  const { text, mode = 'hybrid', asOf } = query;
  const terms = mode === 'vector' ? new Map<string, number>() : weighted(analyse(text).counts.keys());
  const active = mode === 'text' ? null : embedder();
  const vector = active === null ? null : await vectorOf(text, active);
  const candidates = await index.candidates({ ...query, terms, vector, depth: CANDIDATES_A_LIST });
  return {
    known: candidates.filter(({ document }) => isKnownAt(document, asOf)),
    compared: vector === null ? null : active,
  };
}

/** A term that is said twice counts once: a long question repeats what matters least. */
function weighted(terms: Iterable<string>): ReadonlyMap<string, number> {
  return new Map([...terms].map((term) => [term, termWeight(term)]));
}

/** An embedder that is away costs the question its second ranking, not its answer. */
async function vectorOf(text: string, active: Embedder): Promise<QuestionVector | null> {
  try {
    const [values] = await active.embed([text], 'query');
    return values === undefined ? null : { embedder: active, values };
  } catch (error) {
    if (error instanceof EmbedderError) return null;
    throw error;
  }
}

interface Weighed {
  readonly document: NewsDocument;
  readonly score: number;
}

/** Half-life of the kind, how much the report is about the coin; of a story its weightiest report. */
function weightiest(found: readonly NewsDocument[], { assets, asOf, limit }: FindQuery): readonly Weighed[] {
  const stories = new Map<string, Weighed>();
  const weighed = found.map((document) => ({ document, score: weightOf(document, assets, asOf) })).sort(byScore);
  for (const one of weighed) if (!stories.has(one.document.story)) stories.set(one.document.story, one);
  return withoutMonopoly([...stories.values()], limit);
}

/** Of one publisher at most half, as long as others have something to say: who writes most may not hide the rest. */
function withoutMonopoly(weighed: readonly Weighed[], limit: number): readonly Weighed[] {
  const most = Math.ceil(limit / 2);
  const heard = new Map<string, number>();
  const isWithin = ({ document }: Weighed) => {
    const name = document.source.toLowerCase();
    const times = (heard.get(name) ?? 0) + 1;
    heard.set(name, times);
    return times <= most;
  };
  const first = new Set(weighed.filter(isWithin).slice(0, limit));
  const rest = weighed.filter((one) => !first.has(one)).slice(0, limit - first.size);
  return [...first, ...rest].sort(byScore);
}

function weightOf(document: NewsDocument, assets: readonly string[] | null, asOf: number): number {
  const decay = 2 ** (-(asOf - document.publishedAt) / HALF_LIFE_MS[document.kind]);
  return round(decay * aboutness(document.assets, assets));
}

function aboutness(about: readonly string[], asked: readonly string[] | null): number {
  if (asked === null) return SHARE_FIRST;
  const [first] = about;
  if (first === undefined) return SHARE_MARKET;
  if (asked.includes(first)) return SHARE_FIRST;
  return about.some((asset) => asked.includes(asset)) ? SHARE_NAMED : SHARE_MARKET;
}

function byScore(a: Weighed, b: Weighed): number {
  return b.score - a.score || b.document.publishedAt - a.document.publishedAt || byNumber(a.document.id, b.document.id);
}

function byNumber(a: string, b: string): number {
  return Number(a.slice(2)) - Number(b.slice(2));
}

async function countsOf(
  documents: Pick<DocumentStore, 'storyCounts'>,
  found: readonly { readonly document: DocumentHead }[],
  asOf: number,
): Promise<ReadonlyMap<string, StoryCount>> {
  const stories = [...new Set(found.map(({ document }) => document.story))];
  const counts = await documents.storyCounts(stories, asOf);
  return new Map(counts.map((count) => [count.story, count]));
}

function hitOf({ candidate, score }: FusedCandidate, counts: ReadonlyMap<string, StoryCount>): SearchHit {
  const { document, ordinal, text, part, language, start, end } = candidate;
  return { news: evidence(document, ordinal, score, counts), quote: { text, part, language, start, end } };
}

function evidence(
  document: DocumentHead,
  ordinal: number,
  score: number,
  counts: ReadonlyMap<string, StoryCount>,
): RetrievedNews {
  const { id, publishedAt, source, topic, assets, title, tone, toneBy, sha256, kind, url, story, flags } = document;
  return {
    ...{ id, publishedAt, source, topic, assets, title, tone, toneBy, sha256, kind, url, story },
    storySources: counts.get(story)?.sources ?? 1,
    flags,
    chunk: `${id}/${ordinal}`,
    score: round(score),
  };
}

/** The last digits differ between machines; four are told. */
function round(score: number): number {
  return Math.round(score * 10_000) / 10_000;
}
