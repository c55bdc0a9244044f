import { afterAll, beforeEach, expect, test } from 'vitest';
import { embedMissing } from '../../rag/embed-missing.ts';
import type { Embedder } from '../../rag/embedders/embedder.ts';
import { createLexicalEmbedder } from '../../rag/embedders/lexical-embedder.ts';
import { newsItem, openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { T0 } from './fixtures/prepared.ts';

const rig = await openKnowledgeRig();
const { vectors } = rig;
const CHUNKS = 150;
await rig.ingester.take(
  Array.from({ length: CHUNKS }, (_, index) => newsItem(`Headline ${index} of its own`, { source: `paper ${index}` })),
  { feed: 'import', now: T0, heard: 'now' },
);
afterAll(() => rig.database.close());
beforeEach(() => vectors.clear());

const lexical = createLexicalEmbedder();

function embedderOf(changes: Partial<Embedder>): Embedder {
  return { ...lexical, ...changes };
}

/** How many vectors each chunk has, by embedder: `exactly once` is all ones. */
async function vectorsOfChunks(): Promise<readonly { readonly embedder: string; readonly vectors: number }[]> {
  return rig.database.query(
    `select e.name || '@' || e.version as embedder, count(v.chunk)::int as vectors
     from news_embedder e cross join news_chunk c left join news_embedding v on v.embedder = e.id and v.chunk = c.id
     group by e.id, c.id order by e.id`,
  );
}

test('makes one vector of every chunk, tells how far it is, and serves', async () => {
  const told: string[] = [];
  const kept = await embedMissing({
    vectors,
    embedder: lexical,
    onProgress: ({ done, left }) => told.push(`${done}/${left}`),
  });
  expect(told).toEqual(['64/86', '128/22', '150/0']);
  expect(kept).toMatchObject({ name: 'lexical', state: 'serving', vectors: CHUNKS });
  expect((await vectorsOfChunks()).every((row) => row.vectors === 1)).toBe(true);
});

test('goes on where it was stopped and makes no vector twice', async () => {
  const stop = new AbortController();
  const asked: string[] = [];
  const counting = embedderOf({
    embed: (texts, role, signal) => {
      asked.push(...texts);
      return lexical.embed(texts, role, signal);
    },
  });
  const onProgress = () => stop.abort(new Error('Ctrl-C'));
  const broken = embedMissing({ vectors, embedder: counting, signal: stop.signal, onProgress });
  await expect(broken).rejects.toThrow('Ctrl-C');
  expect(await vectors.serving()).toBeNull();
  expect(await vectors.list()).toMatchObject([{ state: 'building', vectors: 64 }]);
  await embedMissing({ vectors, embedder: counting });
  expect(asked).toHaveLength(CHUNKS);
  expect(new Set(asked).size).toBe(CHUNKS);
  expect(await vectors.serving()).toMatchObject({ vectors: CHUNKS });
});

test('two that run at once leave one vector of every chunk', async () => {
  await Promise.all([embedMissing({ vectors, embedder: lexical }), embedMissing({ vectors, embedder: lexical })]);
  const rows = await vectorsOfChunks();
  expect(rows).toHaveLength(CHUNKS);
  expect(rows.every((row) => row.vectors === 1)).toBe(true);
});

test('the embedder before it serves until the last vector is made; each version has its own vectors', async () => {
  await embedMissing({ vectors, embedder: lexical });
  const served: (string | undefined)[] = [];
  const next = embedderOf({
    version: 'next',
    embed: async (texts, role) => {
      served.push((await vectors.serving())?.version);
      return lexical.embed(texts, role);
    },
  });
  await embedMissing({ vectors, embedder: next });
  expect(served).toEqual([lexical.version, lexical.version, lexical.version]);
  expect(await vectors.list()).toMatchObject([
    { version: lexical.version, state: 'retired', vectors: CHUNKS },
    { version: 'next', state: 'serving', vectors: CHUNKS },
  ]);
  expect((await vectorsOfChunks()).every((row) => row.vectors === 1)).toBe(true);
});

test('an embedder that gives fewer vectors than it was given texts is told, not asked for ever', async () => {
  const short = embedderOf({ embed: async (texts, role) => (await lexical.embed(texts, role)).slice(1) });
  await expect(embedMissing({ vectors, embedder: short })).rejects.toThrow(
    'lexical gave 63 vectors for 64 texts. Choose another embedder.',
  );
  expect(await vectors.serving()).toBeNull();
});
