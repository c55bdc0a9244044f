import { afterEach, describe, expect, test } from 'vitest';
import { openPreparingRoom, type PreparingRoom } from '../../../rag/background/preparing-room.ts';
import type { SourceItem } from '../../../rag/document.ts';
import { EmbedderError } from '../../../rag/embedders/embedder.ts';
import { createLexicalEmbedder } from '../../../rag/embedders/lexical-embedder.ts';
import { prepareDocument } from '../../../rag/prepare.ts';
import { newsItem } from '../fixtures/knowledge-rig.ts';
import { T0 } from '../fixtures/prepared.ts';

const CONTEXT = { feed: 'import', now: T0, heard: 'now' } as const;
const MORTAL = { script: new URL('./dying-worker.js', import.meta.url) };

let room: PreparingRoom | null = null;
function open(options?: Parameters<typeof openPreparingRoom>[0]): PreparingRoom {
  room = openPreparingRoom(options);
  return room;
}
afterEach(() => room?.close());

/** More than go over at a time. */
function items(count: number): SourceItem[] {
  return Array.from({ length: count }, (_, index) =>
    newsItem(`Report ${index} of bitcoin`, { body: { en: `비트코인 ${index} rose. ${'It went on. '.repeat(index)}` } }),
  );
}

describe('what the thread makes', () => {
  test('of items is what this thread would have made, in their order, refusals included', async () => {
    const given = [...items(70), newsItem(''), ...items(3)];
    const prepared = await open().prepare(given, CONTEXT);
    expect(prepared).toHaveLength(74);
    expect(prepared).toEqual(given.map((item) => prepareDocument(item, CONTEXT)));
  });

  test('of texts are the vectors of the lexical embedder, in their order', async () => {
    const texts = items(40).map(({ title }) => title.en ?? '');
    const made = await open().lexical.embed(texts, 'passage');
    expect(made).toEqual(await createLexicalEmbedder().embed(texts, 'passage'));
  });

  test('reaches each who asked, however many ask at once', async () => {
    const { prepare } = open();
    const asked = Array.from({ length: 8 }, (_, index) => [newsItem(`Asker ${index}`)]);
    const answers = await Promise.all(asked.map((given) => prepare(given, CONTEXT)));
    expect(answers).toEqual(asked.map((given) => given.map((item) => prepareDocument(item, CONTEXT))));
  });
});

describe('a thread that dies', () => {
  test.each([
    ['throw', 'The thread that reads texts failed: out of memory'],
    ['exit', 'The thread that reads texts has ended.'],
  ])('by %s is told to those who wait, and the next job has a new one', async (way, message) => {
    const { prepare } = open(MORTAL);
    const dying = prepare([newsItem(way)], CONTEXT);
    const waiting = prepare([newsItem('Behind it')], CONTEXT);
    await expect(dying).rejects.toThrow(new EmbedderError('unavailable', message));
    // Asked for before the old thread is wholly gone.
    const next = prepare([newsItem('After it')], CONTEXT);
    await expect(waiting).rejects.toThrow(EmbedderError);
    expect(await next).toMatchObject([{ outcome: 'ready', document: { title: { en: 'After it' } } }]);
  });
});

describe('closing', () => {
  test('while the thread is busy ends the wait with an error', async () => {
    const { prepare, close } = open();
    const busy = prepare(items(500), CONTEXT);
    const ended = expect(busy).rejects.toThrow('The thread that reads texts has ended.');
    await close();
    await ended;
  });

  test('is the end: no thread is started for whoever comes later', async () => {
    const { prepare, lexical, close } = open();
    await close();
    await expect(prepare(items(1), CONTEXT)).rejects.toThrow('The thread that reads texts was closed.');
    await expect(lexical.embed(Array<string>(9).fill('a'), 'passage')).rejects.toThrow('was closed');
  });

  test('an embedding that is broken off stops between two portions', async () => {
    const stop = new AbortController();
    const { lexical } = open();
    const texts = Array<string>(200).fill('a text');
    const embedding = lexical.embed(texts, 'passage', stop.signal);
    stop.abort(new Error('Ctrl-C'));
    await expect(embedding).rejects.toThrow('Ctrl-C');
  });
});
