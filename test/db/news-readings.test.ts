import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Database } from '../../db/database.ts';
import { NewsDocuments } from '../../db/news-documents.ts';
import { NewsReadings } from '../../db/news-readings.ts';
import type { NewsReading } from '../../rag/sentiment/reader.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';
import { HOUR, placedDocument, T0 } from '../rag/fixtures/prepared.ts';

const READING: NewsReading = {
  reader: 'ollama:llama3.1:8b news-reader@1',
  tone: -0.4,
  confidence: 0.7,
  event: 'hack',
  assets: ['ETH', 'BTC'],
  urgency: 0.9,
};
const KEPT = READING;

let database: Database;
let readings: NewsReadings;
let documents: NewsDocuments;
beforeAll(async () => {
  database = await openTestDatabase();
  documents = new NewsDocuments(database);
  readings = new NewsReadings(database);
  await documents.insert([1, 2, 3].map((number) => placedDocument(number)));
  await documents.insert([placedDocument(4, { feed: 'other' })]);
});
afterAll(() => database.close());

test('a reading comes back as it was kept, from the time it was made on', async () => {
  expect(await readings.save('N-1', READING, T0 + HOUR)).toBe(true);
  expect(await readings.of(['N-1'], T0 + HOUR - 1)).toEqual([]);
  expect(await readings.of(['N-1'], T0 + HOUR)).toEqual([{ documentId: 'N-1', ...KEPT, readAt: T0 + HOUR }]);
});

test('the first reading of a reader stands', async () => {
  expect(await readings.save('N-2', READING, T0 + HOUR)).toBe(true);
  expect(await readings.save('N-2', { ...READING, tone: 1 }, T0)).toBe(false);
  expect(await readings.of(['N-2'], T0 + 9 * HOUR)).toEqual([{ documentId: 'N-2', ...KEPT, readAt: T0 + HOUR }]);
});

test('several readers may read a document; readings come by document, then by time', async () => {
  const other = { ...READING, reader: 'groq:openai/gpt-oss-20b news-reader@1', assets: [], event: 'other' } as const;
  await readings.save('N-3', READING, T0 + 2 * HOUR);
  await readings.save('N-3', other, T0 + HOUR);
  const found = await readings.of(['N-3', 'N-1', 'N-3'], T0 + 2 * HOUR);
  expect(found.map(({ documentId, reader }) => `${documentId} ${reader}`)).toEqual([
    'N-1 ollama:llama3.1:8b news-reader@1',
    'N-3 groq:openai/gpt-oss-20b news-reader@1',
    'N-3 ollama:llama3.1:8b news-reader@1',
  ]);
});

test('a document that is gone, or never was, takes no reading and leaves none', async () => {
  await readings.save('N-4', READING, T0);
  await documents.removeFeed('other');
  expect(await readings.of(['N-4'], T0)).toEqual([]);
  expect(await readings.save('N-4', READING, T0)).toBe(false);
  expect(await readings.save("N-1'; drop table news_reading; --", READING, T0)).toBe(false);
  expect(await readings.of(['nonsense'], T0)).toEqual([]);
});
