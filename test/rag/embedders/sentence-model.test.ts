import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { EmbedderError } from '../../../rag/embedders/embedder.ts';
import { openSentenceModel } from '../../../rag/embedders/sentence-model.ts';
import { createScratch, type ScratchModel, TINY_MODEL } from './sentence-model-folder.ts';

const scratch = createScratch();
afterAll(() => scratch.clear());

const PAD = 0;
const UNKNOWN = 1;
const START = 2;
const END = 3;

describe('a sentence model', () => {
  it('is told by its folder and by all that decides a vector', async () => {
    const version = async (change: (copy: ScratchModel) => void) => {
      const copy = scratch.copy();
      change(copy);
      const model = await openSentenceModel(copy.directory);
      await model.close();
      return model.version;
    };
    const same = await version(() => undefined);
    expect(same).toMatch(/^[0-9a-f]{12}$/);
    expect(await version((copy) => copy.write('README.md', 'nothing to do with vectors'))).toBe(same);
    const others = await Promise.all([
      version((copy) => copy.write('1_Pooling/config.json', '{"pooling_mode_cls_token": true}')),
      version((copy) => copy.write('sentence_bert_config.json', '{"max_seq_length": 32}')),
      version((copy) => copy.write('config_sentence_transformers.json', '{"prompts": {"query": "q: "}}')),
      version((copy) => copy.write('model.onnx', patched(copy.model()))),
    ]);
    expect(new Set([same, ...others]).size).toBe(5);
  });

  it('puts the tokens it was trained with around a text, and keeps them when it cuts', async () => {
    const model = await openSentenceModel(TINY_MODEL);
    const [first, bitcoin, last] = model.tokenize('Bitcoin', 'passage');
    expect([first, last]).toEqual([START, END]);
    expect(bitcoin).toBeGreaterThan(END);
    expect(model.tokenize('', 'passage')).toEqual([START, END]);
    expect(model.tokenize('€', 'passage')).toEqual([START, UNKNOWN, END]);
    const long = model.tokenize('bitcoin '.repeat(100_000), 'passage');
    expect(long).toHaveLength(64);
    expect(long).toEqual([START, ...Array(62).fill(bitcoin), END]);
    await model.close();
  });

  it('reads at most 512 tokens, and fewer where the model has no place for more', async () => {
    const lengths: number[] = [];
    for (const config of [
      { max_position_embeddings: 8192 },
      { max_position_embeddings: 100 },
      { model_type: 'xlm-roberta', max_position_embeddings: 102 },
    ]) {
      const copy = scratch.copy();
      copy.remove('sentence_bert_config.json');
      copy.write('config.json', JSON.stringify(config));
      const model = await openSentenceModel(copy.directory);
      lengths.push(model.tokenize('price '.repeat(2000), 'passage').length);
      await model.close();
    }
    expect(lengths).toEqual([512, 100, 100]);
  });

  it('takes the words before a question from its settings, and else from the name of its family', async () => {
    const told = scratch.copy();
    told.write('config_sentence_transformers.json', '{"prompts": {"query": "fund ", "document": "bank "}}');
    const named = scratch.copy('multilingual-e5-small');
    for (const [copy, query, passage] of [
      [told, 'fund bitcoin', 'bank bitcoin'],
      [named, 'query: bitcoin', 'passage: bitcoin'],
    ] as const) {
      const [plain, prefixed] = [await openSentenceModel(TINY_MODEL), await openSentenceModel(copy.directory)];
      expect(prefixed.tokenize('bitcoin', 'query')).toEqual(plain.tokenize(query, 'query'));
      expect(prefixed.tokenize('bitcoin', 'passage')).toEqual(plain.tokenize(passage, 'passage'));
      await Promise.all([plain.close(), prefixed.close()]);
    }
  });

  it('gives a text the same vector beside longer ones, for its padding counts for nothing', async () => {
    for (const mode of ['pooling_mode_mean_tokens', 'pooling_mode_max_tokens', 'pooling_mode_lasttoken']) {
      const copy = scratch.copy();
      copy.write('1_Pooling/config.json', JSON.stringify({ [mode]: true }));
      const model = await openSentenceModel(copy.directory);
      const short = model.tokenize('bitcoin falls', 'passage');
      const long = model.tokenize('the exchange wallet hack of the week', 'passage');
      const [[alone], [beside]] = [await model.run([short]), await model.run([short, long])];
      expect(beside).toEqual(alone);
      await model.close();
    }
  });

  it('is found in the folder onnx, the full one before the quantised', async () => {
    const copy = scratch.copy();
    mkdirSync(join(copy.directory, 'onnx'));
    renameSync(join(copy.directory, 'model.onnx'), join(copy.directory, 'onnx', 'model.onnx'));
    writeFileSync(join(copy.directory, 'onnx', 'model_quantized.onnx'), 'not read');
    await (await openSentenceModel(copy.directory)).close();
  });

  it('needs no settings but its tokenizer', async () => {
    const copy = scratch.copy();
    for (const file of ['tokenizer_config.json', 'config.json', 'sentence_bert_config.json', '1_Pooling']) {
      copy.remove(file);
    }
    const model = await openSentenceModel(copy.directory);
    expect(model.dimensions).toBe(64);
    await model.close();
  });
});

describe('a folder without a sentence model that can be run', () => {
  const cases: readonly (readonly [what: string, change: (copy: ScratchModel) => void, sentence: string | RegExp])[] = [
    ['no model', (copy) => copy.remove('model.onnx'), 'has no model.onnx, nor onnx/model.onnx. Export the model with'],
    [
      'weights that are not ONNX',
      (copy) => {
        copy.remove('model.onnx');
        copy.write('model.safetensors', '');
      },
      'It has model.safetensors, which is not ONNX.',
    ],
    [
      'no tokenizer',
      (copy) => copy.remove('tokenizer.json'),
      'is a model folder without its tokenizer: tokenizer.json is missing.',
    ],
    ['a damaged tokenizer', (copy) => copy.write('tokenizer.json', '{"model": '), 'tokenizer.json is damaged'],
    [
      'a tokenizer of another kind',
      (copy) => copy.write('tokenizer.json', '{}'),
      'is not a tokenizer that can be used',
    ],
    [
      'settings that are none',
      (copy) => copy.write('config.json', 'null'),
      'config.json is damaged: it holds no settings',
    ],
    [
      'a cut model',
      (copy) => copy.write('model.onnx', copy.model().subarray(0, 20_000)),
      'cannot be loaded; copy it anew',
    ],
    ['noise', (copy) => copy.write('model.onnx', Buffer.alloc(4096, 'noise')), 'cannot be loaded; copy it anew'],
    ['an empty model', (copy) => copy.write('model.onnx', ''), 'cannot be loaded; copy it anew'],
    [
      'weights in another file',
      (copy) => copy.write('model.onnx', withWeightsIn(copy.model(), 'model.onnx_data')),
      'keeps its weights in model.onnx_data, which is missing.',
    ],
    [
      'weights outside',
      (copy) => copy.write('model.onnx', withWeightsIn(copy.model(), '../../etc/passwd')),
      'wants its weights from outside its folder (../../etc/passwd).',
    ],
    [
      'an input of another kind of model',
      (copy) => copy.rename('token_type_ids', 'decoder_in_ids'),
      'asks for "decoder_in_ids", which a sentence encoder does not have.',
    ],
    [
      'no token vectors',
      (copy) => copy.rename('last_hidden_state', 'vocabulary_logits'),
      'is no sentence encoder: it gives "vocabulary_logits" of 3 dimensions.',
    ],
    [
      'a pooling nobody knows',
      (copy) => copy.write('1_Pooling/config.json', '{"pooling_mode_weightedmean_tokens": true}'),
      'asks for pooling_mode_weightedmean_tokens; only mean, cls, max or lasttoken alone can be done.',
    ],
    [
      'two poolings',
      (copy) =>
        copy.write('1_Pooling/config.json', '{"pooling_mode_cls_token": true, "pooling_mode_max_tokens": true}'),
      'asks for pooling_mode_cls_token and pooling_mode_max_tokens',
    ],
    [
      'a step that is not in the file',
      (copy) => copy.write('modules.json', '[{"type": "sentence_transformers.models.Dense"}]'),
      'lacks the step Dense that its modules.json asks for.',
    ],
    [
      'a vocabulary larger than its table',
      (copy) => copy.write('tokenizer.json', tokenizerWith(copy, 'bitcoin', 999_999)),
      /failed on a text of \d+ tokens/,
    ],
  ];

  it.each(cases)('says what is wrong with %s', async (_what, change, sentence) => {
    const copy = scratch.copy();
    change(copy);
    const error = await failure(copy.directory, 'bitcoin');
    expect(error.code).toBe('misconfigured');
    expect(error.message).toMatch(sentence);
    expect(error.message).toContain(copy.directory);
  });

  it('says that there is none, or that it is a file', async () => {
    expect((await failure(join(scratch.root, 'nowhere'))).message).toContain('There is no folder');
    expect((await failure(join(TINY_MODEL, 'model.onnx'))).message).toContain('is a file. Name the folder');
  });
});

describe('token ids', () => {
  it('fill a batch up with the padding of the model', async () => {
    const model = await openSentenceModel(TINY_MODEL);
    const [padded] = await model.run([[START, 100, END], Array(9).fill(END)]);
    const [alone] = await model.run([[START, 100, END]]);
    const [counted] = await model.run([[START, 100, END, PAD, PAD]]);
    expect(padded).toEqual(alone);
    expect(counted).not.toEqual(alone);
    await model.close();
  });
});

async function failure(directory: string, text?: string): Promise<EmbedderError> {
  const error: unknown = await openSentenceModel(directory).then(
    async (model) =>
      text === undefined ? null : model.run([model.tokenize(text, 'query')]).catch((reason: unknown) => reason),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(EmbedderError);
  return error as EmbedderError;
}

/** The same graph with one weight changed. */
function patched(model: Buffer): Buffer {
  const copy = Buffer.from(model);
  const weights = copy.indexOf('words') + 2000;
  copy.writeUInt8(copy.readUInt8(weights) ^ 1, weights);
  return copy;
}

/** Adds an entry as ONNX writes it for a tensor whose bytes lie in another file. */
function withWeightsIn(model: Buffer, file: string): Buffer {
  const entry = Buffer.concat([
    Buffer.from('\x0a\x08location\x12', 'latin1'),
    Buffer.from([file.length]),
    Buffer.from(file),
  ]);
  const metadataOfTheModel = Buffer.from([0x72, entry.length]);
  return Buffer.concat([model, metadataOfTheModel, entry]);
}

function tokenizerWith(copy: ScratchModel, word: string, id: number): string {
  const tokenizer = JSON.parse(copy.read('tokenizer.json'));
  tokenizer.model.vocab[word] = id;
  return JSON.stringify(tokenizer);
}
