import { InferenceSession, Tensor } from 'onnxruntime-node';
import { EmbedderError } from './embedder.ts';
import { type ModelFolder, readModelFolder } from './model-folder.ts';
import { pool } from './pooling.ts';
import { createSentenceTokenizer, type SentenceTokenizer } from './sentence-tokenizer.ts';
import { unitVector } from './unit-vector.ts';

/** One thread: what is embedded in the background must leave the other cores to the desk. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
  logSeverityLevel: 4,
};

const INPUTS: readonly string[] = ['input_ids', 'attention_mask', 'token_type_ids'];
/** What exporters call the vectors: already one a text, or one a token. */
const SENTENCE_OUTPUTS: readonly string[] = ['sentence_embedding', 'sentence_embeddings'];
const TOKEN_OUTPUTS: readonly string[] = ['last_hidden_state', 'token_embeddings'];

type IdType = 'int64' | 'int32';

interface Signature {
  readonly inputs: ReadonlyMap<string, IdType>;
  readonly output: string;
  readonly pooled: boolean;
}

/** A sentence model in this thread; while it runs, the thread does nothing else. */
export interface SentenceModel {
  readonly name: string;
  readonly version: string;
  readonly dimensions: number;
  /** Returns the ids of a text's tokens, prefixed for the role and cut to fit. */
  tokenize(text: string, role: 'query' | 'passage'): readonly number[];
  /** Returns a vector of unit length for each list of ids. Texts of like length together save the most padding. */
  run(batch: readonly (readonly number[])[]): Promise<readonly Float32Array[]>;
  close(): Promise<void>;
}

/** Throws a `misconfigured` EmbedderError where the folder holds no sentence model that can be run. */
export async function openSentenceModel(directory: string): Promise<SentenceModel> {
  const folder = await readModelFolder(directory);
  const tokenize = openTokenizer(folder);
  const session = await openSession(folder);
  const signature = readSignature(session, folder);
  const run = (batch: readonly (readonly number[])[]) => runBatch(session, signature, folder, batch);
  const [probe] = await run([tokenize('a')]);
  const { prefixes, lowerCase } = folder.settings;

  return {
    name: folder.name,
    version: folder.version,
    dimensions: probe?.length ?? 0,
    tokenize(text, role) {
      const whole = prefixes[role] + text;
      return tokenize(lowerCase ? whole.toLowerCase() : whole);
    },
    run,
    close: () => session.release(),
  };
}

function openTokenizer({ directory, tokenizer, tokenizerConfig, settings }: ModelFolder): SentenceTokenizer {
  try {
    const tokenize = createSentenceTokenizer(tokenizer, tokenizerConfig, settings.maxTokens);
    // A text without a single token would have no vector; the padding's own says "nothing" as well as any.
    return (text) => {
      const ids = tokenize(text);
      return ids.length > 0 ? ids : [settings.padId];
    };
  } catch (cause) {
    throw wrong(`${directory}/tokenizer.json is not a tokenizer that can be used here (${firstLine(cause)}).`, cause);
  }
}

async function openSession({ modelFile }: ModelFolder): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(modelFile, SESSION_OPTIONS);
  } catch (cause) {
    throw wrong(`${modelFile} cannot be loaded; copy it anew. The runtime says: ${firstLine(cause)}`, cause);
  }
}

function readSignature(session: InferenceSession, { modelFile, settings }: ModelFolder): Signature {
  const inputs = new Map<string, IdType>();
  for (const input of session.inputMetadata) {
    const type = input.isTensor ? input.type : 'no tensor';
    if (!INPUTS.includes(input.name)) {
      throw wrong(`${modelFile} asks for "${input.name}", which a sentence encoder does not have. ${WANTED}`);
    }
    if (type !== 'int64' && type !== 'int32') throw wrong(`${modelFile} takes "${input.name}" as ${type}. ${WANTED}`);
    inputs.set(input.name, type);
  }
  if (!inputs.has('input_ids')) throw wrong(`${modelFile} takes no input_ids: it does not read text. ${WANTED}`);

  const found = findOutput(session, SENTENCE_OUTPUTS, 2) ?? findOutput(session, TOKEN_OUTPUTS, 3);
  if (found === undefined) throw wrong(`${modelFile} is no sentence encoder: it gives ${outputs(session)}. ${WANTED}`);
  if (found.type !== 'float32') throw wrong(`${modelFile} gives ${found.type} and not float32. Use its full export.`);
  const pooled = SENTENCE_OUTPUTS.includes(found.name);
  if (!pooled && settings.stepsAfterPooling.length > 0) {
    throw wrong(
      `${modelFile} lacks the step ${settings.stepsAfterPooling.join(', ')} that its modules.json asks for. ` +
        'Export the whole sentence model, so that it gives "sentence_embedding".',
    );
  }
  return { inputs, output: found.name, pooled };
}

const WANTED = 'Name a model exported for feature extraction or sentence similarity.';

function findOutput({ outputMetadata }: InferenceSession, names: readonly string[], rank: number) {
  return outputMetadata
    .filter((output) => output.isTensor)
    .find(({ name, shape }) => names.includes(name) && shape.length === rank);
}

function outputs({ outputMetadata }: InferenceSession): string {
  return outputMetadata
    .map((output) => `"${output.name}"${output.isTensor ? ` of ${output.shape.length} dimensions` : ''}`)
    .join(', ');
}

async function runBatch(
  session: InferenceSession,
  { inputs, output, pooled }: Signature,
  { modelFile, settings }: ModelFolder,
  batch: readonly (readonly number[])[],
): Promise<readonly Float32Array[]> {
  const tokens = Math.max(...batch.map((ids) => ids.length));
  const values: Readonly<Record<string, (ids: readonly number[], place: number) => number>> = {
    input_ids: (ids, place) => ids[place] ?? settings.padId,
    attention_mask: (ids, place) => (place < ids.length ? 1 : 0),
    token_type_ids: () => 0,
  };
  const feeds: Record<string, Tensor> = {};
  for (const [name, type] of inputs) feeds[name] = idTensor(batch, tokens, type, values[name] ?? (() => 0));

  const answer = await session.run(feeds, [output]).catch((cause: unknown) => {
    throw wrong(`${modelFile} failed on a text of ${tokens} tokens: ${firstLine(cause)}`, cause);
  });
  const { data, dims } = answer[output] ?? {};
  const dimensions = dims?.at(-1) ?? 0;
  const rows = pooled ? batch.length : batch.length * tokens;
  if (!(data instanceof Float32Array) || dimensions === 0 || data.length !== rows * dimensions) {
    throw wrong(`${modelFile} answered ${batch.length} texts with a "${output}" of ${dims?.join(' × ')}.`);
  }
  const hidden = { values: data, tokens: pooled ? 1 : tokens, dimensions };
  return batch.map((ids, row) => {
    const vector = unitVector(pool(hidden, row, pooled ? 1 : ids.length, pooled ? 'cls' : settings.pooling));
    if (vector === null) throw wrong(`${modelFile} gave a vector that is not finite or all zeros. Copy it anew.`);
    return vector;
  });
}

function idTensor(
  batch: readonly (readonly number[])[],
  tokens: number,
  type: IdType,
  value: (ids: readonly number[], place: number) => number,
): Tensor {
  const shape = [batch.length, tokens];
  const flat = batch.flatMap((ids) => Array.from({ length: tokens }, (_, place) => value(ids, place)));
  return type === 'int64'
    ? new Tensor(
        'int64',
        BigInt64Array.from(flat, (id) => BigInt(id)),
        shape,
      )
    : new Tensor('int32', Int32Array.from(flat), shape);
}

function firstLine(cause: unknown): string {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.split('\n', 1)[0]?.slice(0, 300) ?? '';
}

function wrong(message: string, cause?: unknown): EmbedderError {
  return new EmbedderError('misconfigured', message, { cause });
}
