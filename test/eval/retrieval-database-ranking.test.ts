import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { migrate } from '../../db/migrate.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { createLexicalEmbedder } from '../../rag/embedders/lexical-embedder.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';
import { prepareSet, storeSet } from './retrieval-collection.ts';
import { type DatabaseRanking, rankInDatabase } from './retrieval-database-ranking.ts';
import { createReferenceRanking, type ReferenceRanking } from './retrieval-reference.ts';

/** Reports made of few words, so that many share some and no two share all. */
const SUBJECTS = ['bitcoin', 'ether', 'solana', 'the exchange', 'a regulator', 'miners'];
const DEEDS = ['falls after', 'gains before', 'sues over', 'moves', 'reports on', 'delays'];
const OBJECTS = ['the merger', 'a hack of 40 million', 'fees', 'the halving', 'a fund', '20K wallets', 'rates'];
const corpus = SUBJECTS.flatMap((subject, one) =>
  DEEDS.flatMap((deed, two) =>
    OBJECTS.map((object, three) => ({
      id: `${one}-${two}-${three}`,
      text: `${subject} ${deed} ${object}${' while markets wait'.repeat((one + two * 2 + three) % 4)}.`,
    })),
  ),
);
const QUESTIONS = [
  'which miners moved fees',
  'hack of the exchange',
  'ether gains',
  'rates',
  '20,000 wallets sued',
  '비트코인',
];

const server = process.env.TEST_DATABASE_URL;

describe('ranking in the database', () => {
  const embedder = createLexicalEmbedder();
  const texts = prepareSet({ corpus });
  let database: Database;
  let textOf: ReadonlyMap<string, string>;
  let reference: ReferenceRanking;
  let scoreless: readonly DatabaseRanking[];

  beforeAll(async () => {
    database = await openTestDatabase();
    textOf = await storeSet(database, texts, embedder);
    reference = await createReferenceRanking(
      texts.map(({ id, document }) => ({ id, chunks: document.chunks.map(({ embedded }) => embedded) })),
      embedder,
    );
    scoreless = await rankAll(database);
  });
  afterAll(() => database?.close());

  const rankAll = async (asked: Database) => {
    const rankings: DatabaseRanking[] = [];
    for (const text of QUESTIONS) rankings.push(await rankInDatabase({ database: asked, embedder, textOf }, text));
    return rankings;
  };

  it.each(QUESTIONS.map((text, place) => [text, place] as const))(
    'agrees with the one in memory, up to equal scores: %s',
    async (text, place) => {
      for (const mode of ['text', 'vector'] as const) {
        const [own, theirs] = [scoreless[place]?.[mode] ?? [], await reference.scores(text, mode)];
        const scores = new Map(theirs.map(({ id, score }) => [id, score]));
        const tied = own.map((id) => (scores.get(id) ?? Number.NaN).toFixed(4));
        expect(tied).toEqual(theirs.slice(0, own.length).map(({ score }) => score.toFixed(4)));
        expect(own.length).toBe(Math.min(100, theirs.length));
      }
    },
  );

  it.skipIf(server === undefined)('is the same on a server, place by place', async () => {
    const name = `ranking_${randomUUID().replaceAll('-', '')}`;
    const admin = await openPostgresDatabase(server ?? '');
    await admin.query(`create database ${name}`);
    const url = new URL(server ?? '');
    url.pathname = `/${name}`;
    const other = await openPostgresDatabase(url.href);
    try {
      await migrate(other);
      await storeSet(other, texts, embedder);
      expect(await rankAll(other)).toEqual(scoreless);
    } finally {
      await other.close();
      await admin.query(`drop database ${name}`);
      await admin.close();
    }
  });
});
