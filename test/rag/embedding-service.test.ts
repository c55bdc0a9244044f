import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { type Embedder, EmbedderError } from '../../rag/embedders/embedder.ts';
import { createLexicalEmbedder } from '../../rag/embedders/lexical-embedder.ts';
import { EmbeddingService } from '../../rag/embedding-service.ts';
import { newsItem, openKnowledgeRig } from './fixtures/knowledge-rig.ts';
import { T0 } from './fixtures/prepared.ts';

const rig = await openKnowledgeRig();
const { vectors } = rig;
const CHUNKS = 70;
await rig.ingester.take(
  Array.from({ length: CHUNKS }, (_, index) => newsItem(`Headline ${index} of its own`, { source: `paper ${index}` })),
  { feed: 'import', now: T0, heard: 'now' },
);
afterAll(() => rig.database.close());

let closed: string[] = [];
beforeEach(async () => {
  closed = [];
  await vectors.clear();
});

const lexical = createLexicalEmbedder();

/** A model that a person named, of eight dimensions. */
function model(version = '1', changes: Partial<Embedder> = {}): Embedder {
  return {
    name: 'ollama:tiny',
    version,
    kind: 'semantic',
    dimensions: 8,
    floor: 0.1,
    embed: async (texts) => texts.map(() => new Float32Array([1, 0, 0, 0, 0, 0, 0, 0])),
    close: async () => void closed.push(version),
    ...changes,
  };
}

function serviceOf(open: (() => Promise<Embedder>) | null = null): EmbeddingService {
  return new EmbeddingService({ vectors, lexical, open });
}

async function states(): Promise<readonly string[]> {
  return (await vectors.list()).map(({ name, version, state, vectors: made }) => `${name}@${version} ${state} ${made}`);
}
const LEXICAL = `lexical@${lexical.version}`;

describe('the lexical embedder', () => {
  test('is there from the start, and makes what little is missing at once', async () => {
    const service = serviceOf();
    await service.start(CHUNKS);
    expect(service.active).toBe(lexical);
    expect(await states()).toEqual([`${LEXICAL} serving ${CHUNKS}`]);
  });

  test('leaves much for later and can be asked all the same', async () => {
    const service = serviceOf();
    await service.start(CHUNKS - 1);
    expect(service.active).toBe(lexical);
    expect(await states()).toEqual([`${LEXICAL} building 0`]);
    await service.catchUp();
    expect(await states()).toEqual([`${LEXICAL} serving ${CHUNKS}`]);
  });
});

describe('a model that was asked for', () => {
  test('takes over once its last vector is made; the lexical one serves until then', async () => {
    const service = serviceOf(async () => model());
    await service.start(CHUNKS);
    const during: unknown[] = [];
    const kept = await service.catchUp({ onProgress: () => during.push(service.active?.name) });
    expect(during).toEqual(['lexical', 'lexical']);
    expect(service.active?.name).toBe('ollama:tiny');
    expect(kept).toMatchObject({ state: 'serving', vectors: CHUNKS });
    expect(await states()).toEqual([`${LEXICAL} retired ${CHUNKS}`, `ollama:tiny@1 serving ${CHUNKS}`]);
  });

  test('that is away leaves the lexical one serving, and is tried again with the next call', async () => {
    let away = true;
    const service = serviceOf(async () => {
      if (away) throw new EmbedderError('unavailable', 'Ollama is not running. Start it with `ollama serve`.');
      return model();
    });
    await service.start(CHUNKS);
    await expect(service.catchUp()).rejects.toThrow('Start it with `ollama serve`.');
    expect(service.active).toBe(lexical);
    away = false;
    await service.catchUp();
    expect(service.active?.name).toBe('ollama:tiny');
  });

  test('that served before is asked again after a restart: by the first search, or by whoever makes vectors', async () => {
    const first = serviceOf(async () => model());
    await first.start(CHUNKS);
    await first.catchUp();
    const second = serviceOf(async () => model());
    await second.start(CHUNKS);
    expect(second.active).toBeNull();
    await second.resume();
    expect(second.active?.name).toBe('ollama:tiny');
  });

  test('that is away after a restart leaves searches to the words alone', async () => {
    const first = serviceOf(async () => model());
    await first.start(CHUNKS);
    await first.catchUp();
    const second = serviceOf(() => Promise.reject(new EmbedderError('unavailable', 'It is away.')));
    await second.start(CHUNKS);
    await expect(second.resume()).rejects.toThrow('It is away.');
    expect(second.active).toBeNull();
  });

  test('that was updated is another one: it makes its own vectors and then serves', async () => {
    const first = serviceOf(async () => model('1'));
    await first.start(CHUNKS);
    await first.catchUp();
    const second = serviceOf(async () =>
      model('2', { dimensions: 4, embed: async (texts) => texts.map(() => new Float32Array([0, 1, 0, 0])) }),
    );
    await second.start(CHUNKS);
    await second.resume();
    expect(second.active).toBeNull();
    await second.catchUp();
    expect(second.active?.version).toBe('2');
    expect((await states()).slice(1)).toEqual([`ollama:tiny@1 retired ${CHUNKS}`, `ollama:tiny@2 serving ${CHUNKS}`]);
  });

  test('is left for the lexical one again, and no vector is made twice', async () => {
    const first = serviceOf(async () => model());
    await first.start(CHUNKS);
    await first.catchUp();
    const back = serviceOf();
    await back.start(CHUNKS);
    expect(back.active).toBeNull();
    await back.catchUp();
    expect(back.active).toBe(lexical);
    expect(await states()).toEqual([`${LEXICAL} serving ${CHUNKS}`, `ollama:tiny@1 retired ${CHUNKS}`]);
  });
});

describe('stopping', () => {
  test('ends with what the one who stopped it says, and keeps what was made', async () => {
    const stop = new AbortController();
    const service = serviceOf(async () => model());
    await service.start(CHUNKS);
    const making = service.catchUp({ onProgress: () => stop.abort(new Error('Ctrl-C')), signal: stop.signal });
    await expect(making).rejects.toThrow('Ctrl-C');
    expect(service.active).toBe(lexical);
    expect(await states()).toEqual([`${LEXICAL} serving ${CHUNKS}`, 'ollama:tiny@1 building 64']);
  });

  test('closing ends what is under way, closes the model, and lets nobody open it again', async () => {
    const service = serviceOf(async () =>
      model('1', {
        embed: (_texts, _role, signal) =>
          new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
      }),
    );
    await service.start(CHUNKS);
    const making = expect(service.catchUp()).rejects.toThrow('The embedder was closed.');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await service.close();
    await making;
    expect(closed).toEqual(['1']);
    await expect(service.catchUp()).rejects.toThrow('The embedder was closed.');
  });
});
