import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { EmbedderError } from '../../../rag/embedders/embedder.ts';
import { createOnnxEmbedder } from '../../../rag/embedders/onnx-embedder.ts';
import { embedderContract } from '../../contracts/embedder.ts';
import { TINY_MODEL } from './sentence-model-folder.ts';

/** A real model to compare with, such as `.ci/sentence-model` makes. */
const REAL_MODEL = process.env.TEST_SENTENCE_MODEL;

embedderContract('a local ONNX model', () => createOnnxEmbedder({ directory: TINY_MODEL }));

describe('a local ONNX model', () => {
  it('is told by its folder and its bytes', async () => {
    const embedder = await createOnnxEmbedder({ directory: TINY_MODEL });
    expect(embedder).toMatchObject({
      name: 'onnx:tiny-sentence-model',
      version: '9279fed45540',
      kind: 'semantic',
      dimensions: 64,
      floor: 0.5,
    });
    await embedder.close();
  });

  it('refuses a folder that holds none, in a sentence', async () => {
    const error: unknown = await createOnnxEmbedder({ directory: join(TINY_MODEL, '1_Pooling') }).catch((e) => e);
    expect(error).toBeInstanceOf(EmbedderError);
    expect(error).toMatchObject({
      code: 'misconfigured',
      message: expect.stringContaining('has no model.onnx, nor onnx/model.onnx.'),
    });
  });

  it('runs from any folder, and does not keep a program from ending', async () => {
    const module = new URL('../../../rag/embedders/onnx-embedder.ts', import.meta.url);
    const script = `
      import(${JSON.stringify(module.href)}).then(async ({ createOnnxEmbedder }) => {
        const embedder = await createOnnxEmbedder({ directory: ${JSON.stringify(TINY_MODEL)} });
        const [vector] = await embedder.embed(['bitcoin'], 'query');
        console.log(vector.length);
      });`;
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--import', import.meta.resolve('tsx'), '--eval', script],
      { cwd: tmpdir(), timeout: 30_000 },
    );
    expect(stdout).toBe('64\n');
  });
});

if (REAL_MODEL !== undefined && existsSync(join(REAL_MODEL, 'reference.json'))) {
  describe('a real sentence model', () => {
    it('gives each text the vector that Python gives it', async () => {
      const reference: readonly { text: string; vector: number[] }[] = JSON.parse(
        readFileSync(join(REAL_MODEL, 'reference.json'), 'utf8'),
      );
      expect(reference.length).toBeGreaterThanOrEqual(20);
      const embedder = await createOnnxEmbedder({ directory: REAL_MODEL });
      const vectors = await embedder.embed(
        reference.map(({ text }) => text),
        'passage',
      );
      const cosines = reference.map(({ vector }, place) =>
        vector.reduce((sum, value, i) => sum + value * (vectors[place]?.[i] ?? 0), 0),
      );
      expect(Math.min(...cosines)).toBeGreaterThan(0.9999);
      await embedder.close();
    });
  });
  embedderContract('a real sentence model', () => createOnnxEmbedder({ directory: REAL_MODEL }));
} else {
  describe.skip('a real sentence model (skipped: set TEST_SENTENCE_MODEL, see .ci/sentence-model)', () => {
    it('gives each text the vector that Python gives it', () => undefined);
  });
}
