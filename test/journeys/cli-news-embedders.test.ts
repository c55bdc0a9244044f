import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FakeOllama } from '../fakes/ollama/ollama-server.ts';
import { startFakeOllama } from '../fakes/ollama/ollama-server.ts';
import { cli } from './cli.ts';

const MODEL = 'nomic-embed-text:latest';

let folder = '';
let ollama: FakeOllama;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assent-embedders-'));
  ollama = await startFakeOllama([{ name: MODEL, build: '1' }]);
  cpSync('test/fixtures/tiny-sentence-model', join(folder, 'model'), { recursive: true });
  cpSync('test/fixtures/tiny-sentence-model', join(folder, 'half'), { recursive: true });
  rmSync(join(folder, 'half', 'tokenizer.json'));
  const titles = ['Bitcoin miners move north', 'Exchange in Busan lists a coin', 'Ether staking grows in Zug'];
  const lines = titles.map((title) => JSON.stringify({ title, published: '2025-05-20T10:00Z', source: 'paper' }));
  writeFileSync(join(folder, 'news.jsonl'), `${lines.join('\n')}\n`);
  expect(await news('lexical', 'import', 'news.jsonl')).toMatchObject({ code: 0, stderr: '' });
});

afterAll(async () => {
  await ollama.close();
  rmSync(folder, { recursive: true, force: true });
});

async function news(embedder: string, ...args: string[]) {
  writeFileSync(join(folder, 'config.yaml'), `news: { embedder: "${embedder}", ollamaUrl: "${ollama.url}" }\n`);
  return cli(['news', ...args], { workingDirectory: folder });
}

async function embedders(): Promise<readonly string[]> {
  const { stdout } = await news('lexical', 'stats', '--json');
  const { embedders: kept } = JSON.parse(stdout) as { embedders: { name: string; state: string; vectors: number }[] };
  return kept.map(({ name, state, vectors }) => `${name} ${state} ${vectors}`);
}

const OLLAMA = 'ollama:nomic-embed-text';

// Each goes on from where the one before it left the folder.
describe('assent news with an embedder of its own', () => {
  it('that is away says what to do; what is stored stays, and searches go on', async () => {
    ollama.remove(MODEL);
    const reindexed = await news(OLLAMA, 'reindex');
    expect(reindexed).toMatchObject({ code: 1, stdout: '' });
    expect(reindexed.stderr).toMatch(/has no model "nomic-embed-text"\. Pull it with `ollama pull nomic-embed-text`/);
    const found = await news(OLLAMA, 'search', 'bitcoin miners');
    expect(found).toMatchObject({ code: 0, stderr: '' });
    expect(found.stdout).toContain('Bitcoin miners move north');
    expect(await embedders()).toEqual(['lexical serving 3']);
  });

  it('takes over once all vectors are made, and is asked by the searches of later processes', async () => {
    ollama.add({ name: MODEL, build: '1' });
    const { code, stdout } = await news(OLLAMA, 'reindex');
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: `${OLLAMA} (semantic) serves with 3 vectors.\nWhat 1 earlier embedder left is gone.\n`,
    });
    const found = await news(OLLAMA, 'search', 'bitcoin miners', '--json');
    expect(JSON.parse(found.stdout)).toMatchObject({ embedder: { name: OLLAMA, kind: 'semantic' }, outcome: 'found' });
    expect(ollama.requests.at(-1)?.body?.input).toEqual(['search_query: bitcoin miners']);
  });

  it('that goes away later leaves searches to the words, and says so', async () => {
    ollama.fail('reset');
    ollama.fail('reset', { path: '/api/tags' });
    const found = await news(OLLAMA, 'search', 'bitcoin miners');
    ollama.recover();
    expect(found.code).toBe(0);
    expect(found.stdout).toContain('Bitcoin miners move north');
    expect(found.stdout).toContain('(by words alone)');
    expect(found.stderr).toMatch(/^Ollama at .* Until then only words are compared\.\n$/);
  });

  it('that was updated, to other dimensions even, is a new one: its vectors are made anew', async () => {
    ollama.add({ name: MODEL, build: '2', dimensions: 96 });
    const before = await news(OLLAMA, 'search', 'bitcoin miners');
    expect(before.stderr).toContain('only words are compared until "assent news reindex"');
    expect(await news(OLLAMA, 'reindex')).toMatchObject({ code: 0, stderr: '' });
    expect(await embedders()).toEqual([`${OLLAMA} serving 3`]);
    expect(await news(OLLAMA, 'search', 'bitcoin miners')).toMatchObject({ code: 0, stderr: '' });
  });

  it('may be a folder with a sentence model', async () => {
    expect(await news('onnx:model', 'reindex')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^onnx:\S+ \(semantic\) serves with 3 vectors\.\n/),
    });
    expect((await news('onnx:model', 'search', 'bitcoin miners')).code).toBe(0);
  });

  it('is refused in a sentence where the folder lacks its tokenizer or is not there; the one before serves on', async () => {
    const half = await news('onnx:half', 'reindex');
    expect(half).toMatchObject({ code: 1, stdout: '' });
    expect(half.stderr).toContain('tokenizer.json');
    const none = await news('onnx:nowhere', 'reindex');
    expect(none.stderr).toContain(resolve(folder, 'nowhere'));
    expect((await embedders())[0]).toMatch(/^onnx:\S+ serving 3$/);
  });

  it('is left for the lexical one again', async () => {
    expect(await news('lexical', 'reindex', '--fresh')).toMatchObject({
      code: 0,
      stdout: 'lexical (lexical) serves with 3 vectors.\n',
    });
    expect(await embedders()).toEqual(['lexical serving 3']);
  });
});
