import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { EmbedderError } from '../../../rag/embedders/embedder.ts';
import { createOllamaEmbedder } from '../../../rag/embedders/ollama-embedder.ts';
import { embedderContract } from '../../contracts/embedder.ts';
import type { Fault } from '../../fakes/ollama/faults.ts';
import { type FakeOllama, startFakeOllama } from '../../fakes/ollama/ollama-server.ts';

let ollama: FakeOllama;

beforeEach(async () => {
  ollama = await startFakeOllama([
    { name: 'bge-m3:latest' },
    { name: 'nomic-embed-text:v1.5', dimensions: 32 },
    { name: 'llama3.2:3b', embeds: false },
  ]);
});
afterEach(() => ollama.close());

const connect = (model = 'bge-m3', timeoutMs = 5000) => createOllamaEmbedder({ baseUrl: ollama.url, model, timeoutMs });
const embedRequests = () => ollama.requests.filter(({ path }) => path === '/api/embed');
const sentTexts = () => embedRequests().map(({ body }) => body?.input);

embedderContract('an Ollama model', async () => {
  const server = await startFakeOllama([{ name: 'bge-m3:latest' }]);
  const embedder = await createOllamaEmbedder({ baseUrl: server.url, model: 'bge-m3', timeoutMs: 5000 });
  const close = async () => {
    await embedder.close();
    await server.close();
  };
  return { ...embedder, close };
});

describe('an Ollama model', () => {
  it('is told by its name, its digest and the length of its vectors', async () => {
    const embedder = await connect('nomic-embed-text:v1.5');
    expect(embedder).toMatchObject({
      name: 'ollama:nomic-embed-text:v1.5',
      version: 'f51be0bbb742',
      kind: 'semantic',
      dimensions: 32,
    });
  });

  it('is another version once it was pulled anew', async () => {
    const before = await connect();
    ollama.add({ name: 'bge-m3:latest', build: '2' });
    const after = await connect();
    expect(after.name).toBe(before.name);
    expect(after.version).not.toBe(before.version);
  });

  it('gets questions and passages with the prefixes it was trained on', async () => {
    const embedder = await connect('nomic-embed-text:v1.5');
    await embedder.embed(['why did it fall'], 'query');
    await embedder.embed(['it fell'], 'passage');
    expect(sentTexts().slice(-2)).toEqual([['search_query: why did it fall'], ['search_document: it fell']]);
  });

  it('gets texts as they are where it knows no prefixes', async () => {
    const embedder = await connect();
    await embedder.embed(['why did it fall'], 'query');
    expect(sentTexts().at(-1)).toEqual(['why did it fall']);
  });

  it('is sent 16 texts at a time, and told to cut what is too long', async () => {
    const embedder = await connect();
    const before = embedRequests().length;
    const texts = Array.from({ length: 38 }, (_, place) => `text ${place}`);
    expect(await embedder.embed(texts, 'passage')).toHaveLength(38);
    const requests = embedRequests().slice(before);
    expect(requests.map(({ body }) => body?.input)).toEqual([texts.slice(0, 16), texts.slice(16, 32), texts.slice(32)]);
    expect(requests.every(({ body }) => body?.truncate === true)).toBe(true);
  });

  it('is sent shorter texts where it refuses long ones all the same', async () => {
    ollama.add({ name: 'bge-m3:latest', longest: 300 });
    const embedder = await connect();
    const long = `bitcoin ${'x '.repeat(500)}`;
    const [vector, other] = await embedder.embed([long, 'ether'], 'passage');
    expect(vector).toHaveLength(64);
    const lengths = sentTexts().map((texts) => (texts as string[]).map((text) => text.length));
    expect(lengths.slice(-5)).toEqual([[1008, 5], [1008], [504], [252], [5]]);
    const [alone] = await embedder.embed(['ether'], 'passage');
    expect(other).toEqual(alone);
  });

  it('is not asked in vain when the server is behind a path', async () => {
    const asked: string[] = [];
    const detour: typeof fetch = (input, init) => {
      asked.push(String(input));
      return fetch(String(input).replace('/gpu', ''), init);
    };
    await createOllamaEmbedder({ baseUrl: `${ollama.url}/gpu`, model: 'bge-m3', timeoutMs: 5000, fetch: detour });
    expect(asked[0]).toBe(`${ollama.url}/gpu/api/tags`);
  });
});

describe('an Ollama server that cannot be used', () => {
  it.each([
    ['127.0.0.1:11434', 'Write it like http://127.0.0.1:11434'],
    ['ftp://127.0.0.1', 'Write it like'],
    ['', 'Write it like'],
    ['http://me:secret@127.0.0.1', 'with a password in it'],
  ])('is misconfigured at the address %j', async (baseUrl, sentence) => {
    const error = await failure(createOllamaEmbedder({ baseUrl, model: 'bge-m3', timeoutMs: 1000 }));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toContain(sentence);
    expect(error.message).not.toContain('secret');
  });

  it('says how to start it where nothing listens', async () => {
    const port = await freePort();
    const started = performance.now();
    const error = await failure(
      createOllamaEmbedder({ baseUrl: `http://127.0.0.1:${port}`, model: 'bge-m3', timeoutMs: 60_000 }),
    );
    expect(performance.now() - started).toBeLessThan(4_500);
    expect(error.code).toBe('unavailable');
    expect(error.message).toBe(`Ollama at http://127.0.0.1:${port} is not running. Start it with \`ollama serve\`.`);
  });

  it('says which model to pull, and which there are', async () => {
    const error = await failure(connect('mxbai-embed-large'));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toBe(
      `Ollama at ${ollama.url} has no model "mxbai-embed-large". Pull it with \`ollama pull mxbai-embed-large\`; ` +
        'the server has: bge-m3:latest, nomic-embed-text:v1.5, llama3.2:3b.',
    );
  });

  it('says that a model for chats gives no vectors', async () => {
    const error = await failure(connect('llama3.2:3b'));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toContain('this model does not support embeddings');
  });

  it('says so where the model goes away later', async () => {
    const embedder = await connect();
    ollama.remove('bge-m3:latest');
    const error = await failure(embedder.embed(['a'], 'query'));
    expect(error.code).toBe('misconfigured');
    expect(error.message).toContain('no longer has the model "bge-m3". Pull it with `ollama pull bge-m3`.');
  });

  it('is told from something else that answers at its address', async () => {
    ollama.fail('garbage', { path: '/api/tags' });
    const error = await failure(connect());
    expect(error.code).toBe('misconfigured');
    expect(error.message).toContain('as Ollama would not. Check the address');
  });
});

describe('a request to Ollama that goes wrong', () => {
  it.each<[Fault, EmbedderError['code'], string]>([
    ['error-500', 'unavailable', 'failed (500: model runner has unexpectedly stopped'],
    ['garbage', 'misconfigured', 'something that is not JSON'],
    ['truncated', 'misconfigured', 'something that is not JSON'],
    ['not-a-number', 'misconfigured', 'something that is not JSON'],
    ['null-number', 'misconfigured', 'something unknown to /api/embed'],
    ['other-shape', 'misconfigured', 'something unknown to /api/embed'],
    ['fewer-vectors', 'misconfigured', 'gave 1 vectors for 2 texts.'],
    ['redirect', 'misconfigured', 'answered a redirect (302), as Ollama would not.'],
    ['missing-404', 'misconfigured', 'has no /api/embed. Update Ollama to 0.3 or newer.'],
    ['zeros', 'misconfigured', 'empty or not finite'],
    ['other-dimension', 'misconfigured', 'gave a vector of 65 numbers where "bge-m3" gave 64 before.'],
    ['too-long-400', 'misconfigured', '400: the input length exceeds the context length'],
  ])('is told as it is after %s', async (fault, code, sentence) => {
    const embedder = await connect();
    ollama.fail(fault);
    const error = await failure(embedder.embed(['bitcoin', 'ether'], 'passage'));
    expect(error.message).toContain(sentence);
    expect(error.code).toBe(code);
    ollama.recover();
    expect(await embedder.embed(['bitcoin', 'ether'], 'passage')).toHaveLength(2);
  });

  it.each<Fault>(['busy-503', 'reset'])('is sent again after %s', async (fault) => {
    const embedder = await connect();
    const before = embedRequests().length;
    ollama.fail(fault, { times: 1 });
    expect(await embedder.embed(['bitcoin'], 'passage')).toHaveLength(1);
    expect(embedRequests().length - before).toBe(2);
  });

  it('is given up after three tries, with what the last one met', async () => {
    const embedder = await connect();
    const before = embedRequests().length;
    ollama.fail('busy-503', { times: 2 });
    ollama.fail('reset');
    const error = await failure(embedder.embed(['bitcoin'], 'passage'));
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('broke the connection off (');
    expect(embedRequests().length - before).toBe(3);
  });

  it('waits for a slow answer, and no longer than it may for one that never comes', async () => {
    const embedder = await connect('bge-m3', 400);
    ollama.fail('slow', { times: 1 });
    expect(await embedder.embed(['bitcoin'], 'passage')).toHaveLength(1);
    ollama.fail('hang');
    const started = performance.now();
    const error = await failure(embedder.embed(['bitcoin'], 'passage'));
    expect(error.code).toBe('unavailable');
    expect(error.message).toContain('did not answer within 0.4 s');
    expect(performance.now() - started).toBeLessThan(4_500);
  });

  it('is broken off at once by who asked, in the middle and between tries', async () => {
    const embedder = await connect('bge-m3', 60_000);
    for (const fault of ['hang', 'busy-503'] as const) {
      ollama.recover();
      ollama.fail(fault);
      const reason = new Error('no longer wanted');
      const abort = new AbortController();
      setTimeout(() => abort.abort(reason), 100);
      const started = performance.now();
      await expect(embedder.embed(['bitcoin'], 'query', abort.signal)).rejects.toBe(reason);
      expect(performance.now() - started).toBeLessThan(4_500);
    }
  });

  it('ends when the embedder is closed', async () => {
    const embedder = await connect('bge-m3', 60_000);
    ollama.fail('hang');
    const error = failure(embedder.embed(['bitcoin'], 'query'));
    await embedder.close();
    expect((await error).code).toBe('unavailable');
  });
});

async function failure(promise: Promise<unknown>): Promise<EmbedderError> {
  const error: unknown = await promise.then(
    () => null,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbedderError);
  return error as EmbedderError;
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 0) : 0));
    });
  });
}
