import { createHash, type Hash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { EmbedderError } from './embedder.ts';
import { readModelSettings, type SentenceSettings } from './model-settings.ts';

/** A sentence model as `optimum-cli export onnx` or sentence-transformers leaves it on disk, read and found whole. */
export interface ModelFolder {
  readonly directory: string;
  readonly name: string;
  /** First 12 hex digits of the SHA-256 over all that decides a vector. */
  readonly version: string;
  readonly modelFile: string;
  readonly tokenizer: object;
  readonly tokenizerConfig: object;
  readonly settings: SentenceSettings;
}

/** The full precision first: a quantised export gives other vectors and ranks a little worse. */
const MODEL_FILES = ['model', 'model_optimized', 'model_fp16', 'model_quantized', 'model_int8', 'model_uint8']
  .map((name) => `${name}.onnx`)
  .flatMap((file) => [file, join('onnx', file)]);

/** Throws a `misconfigured` EmbedderError that says what the folder lacks. */
export async function readModelFolder(folder: string): Promise<ModelFolder> {
  const directory = resolve(folder);
  const names = await listFolder(directory);
  const modelFile = findModel(directory, names);
  const model = await readFile(modelFile);
  const weights = findWeights(model, modelFile, directory);

  const tokenizerBytes = await readTokenizer(directory);
  const tokenizer = parseObject(tokenizerBytes, join(directory, 'tokenizer.json'));
  const tokenizerConfig = await readObject(join(directory, 'tokenizer_config.json'));
  const settings = await readModelSettings(directory, (file) => readObject(join(directory, file)), tokenizerConfig);

  const hash = createHash('sha256').update(model).update(tokenizerBytes);
  hash.update(JSON.stringify([tokenizerConfig, settings]));
  for (const file of weights) await hashFile(hash, file);
  return {
    directory,
    name: basename(directory),
    version: hash.digest('hex').slice(0, 12),
    modelFile,
    tokenizer,
    tokenizerConfig,
    settings,
  };
}

async function listFolder(directory: string): Promise<readonly string[]> {
  const found = await stat(directory).catch(() => null);
  if (found === null) throw wrong(`There is no folder ${directory}. Name the folder of a sentence model.`);
  if (!found.isDirectory()) throw wrong(`${directory} is a file. Name the folder that the sentence model lies in.`);
  return readdir(directory);
}

function findModel(directory: string, names: readonly string[]): string {
  const file = MODEL_FILES.map((name) => join(directory, name)).find((path) => existsSync(path));
  if (file !== undefined) return file;
  const unconverted = names.find((name) => /\.(safetensors|bin|pt)$/.test(name));
  const reason = unconverted === undefined ? '' : ` It has ${unconverted}, which is not ONNX.`;
  throw wrong(
    `${directory} has no model.onnx, nor onnx/model.onnx.${reason} ` +
      'Export the model with `optimum-cli export onnx --model <name> --task feature-extraction <folder>`.',
  );
}

async function readTokenizer(directory: string): Promise<Buffer> {
  const file = join(directory, 'tokenizer.json');
  return readFile(file).catch((cause: unknown) => {
    throw wrong(
      `${directory} is a model folder without its tokenizer: tokenizer.json is missing. Copy it from where the model comes from.`,
      cause,
    );
  });
}

/** Returns an empty object where there is no such file. */
async function readObject(file: string): Promise<Record<string, unknown>> {
  return existsSync(file) ? parseObject(await readFile(file), file) : {};
}

function parseObject(bytes: Buffer, file: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(bytes.toString('utf8'));
    // Both sentence-transformers' modules.json and all others pass: a list is an object with numbers for names.
    if (typeof value === 'object' && value !== null) return { ...value };
  } catch (cause) {
    throw wrong(`${file} is damaged: it is not JSON. Copy it anew from where the model comes from.`, cause);
  }
  throw wrong(`${file} is damaged: it holds no settings. Copy it anew from where the model comes from.`);
}

/** `key: "location"`, then the tag of `value`: how ONNX names a file that holds weights (StringStringEntryProto). */
const LOCATION = Buffer.from('\x0a\x08location\x12', 'latin1');

/** Returns the files beside the model that hold its weights; large models do not fit into one. */
function findWeights(model: Buffer, modelFile: string, directory: string): readonly string[] {
  const names = new Set<string>();
  for (let at = model.indexOf(LOCATION); at >= 0; at = model.indexOf(LOCATION, at + 1)) {
    const start = at + LOCATION.length + 1;
    names.add(model.toString('utf8', start, start + (model[start - 1] ?? 0)));
  }
  return [...names].sort().map((name) => {
    const file = resolve(dirname(modelFile), name);
    if (relative(directory, file).startsWith('..')) {
      throw wrong(`${modelFile} wants its weights from outside its folder (${name}). Use an export that holds them.`);
    }
    if (!existsSync(file)) {
      throw wrong(`${modelFile} keeps its weights in ${name}, which is missing. Copy that file beside it.`);
    }
    return file;
  });
}

async function hashFile(hash: Hash, file: string): Promise<void> {
  for await (const chunk of createReadStream(file)) hash.update(chunk);
}

function wrong(message: string, cause?: unknown): EmbedderError {
  return new EmbedderError('misconfigured', message, { cause });
}
