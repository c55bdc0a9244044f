import { basename, join } from 'node:path';
import { z } from 'zod';
import { EmbedderError } from './embedder.ts';
import type { Pooling } from './pooling.ts';
import { type RetrievalPrefixes, retrievalPrefixes } from './retrieval-prefixes.ts';

/** How a sentence model is to be used, gathered from the settings files of its folder. */
export interface SentenceSettings {
  readonly pooling: Pooling;
  /** With the special tokens. */
  readonly maxTokens: number;
  readonly lowerCase: boolean;
  readonly padId: number;
  readonly prefixes: RetrievalPrefixes;
  /** Steps of the original model that an ONNX file of the encoder alone lacks, such as `Dense`. */
  readonly stepsAfterPooling: readonly string[];
}

/** Chunks are shorter, and the cost of attention grows with the square; models that read 8,192 tokens are cut here. */
const MOST_TOKENS = 512;

const count = z.number().positive().optional().catch(undefined);

const MODEL = z.object({
  _name_or_path: z.string().catch(''),
  model_type: z.string().catch(''),
  max_position_embeddings: count,
  pad_token_id: z.number().int().nonnegative().catch(0),
});
const TOKENIZER = z.object({ model_max_length: count });
const SENTENCE = z.object({ max_seq_length: count, do_lower_case: z.boolean().catch(false) });
const PROMPTS = z.object({
  prompts: z.record(z.string(), z.string()).catch({}),
  default_prompt_name: z.string().nullish().catch(undefined),
});
const STEP = z.object({ type: z.string() });

/** Reads what is there; whatever is missing falls back to what sentence-transformers would take. */
export async function readModelSettings(
  directory: string,
  read: (file: string) => Promise<Record<string, unknown>>,
  tokenizerConfig: object,
): Promise<SentenceSettings> {
  const model = MODEL.parse(await read('config.json'));
  const sentence = SENTENCE.parse(await read('sentence_bert_config.json'));
  const steps = Object.values(await read('modules.json'))
    .map((step) => STEP.safeParse(step).data?.type.split('.').at(-1) ?? '')
    .filter((step) => !/^(Transformer|Pooling|Normalize|)$/.test(step));
  // RoBERTa and its kin count positions from the padding's id on, so two of the table's rows are never a text's.
  const positions = (model.max_position_embeddings ?? Infinity) - (/roberta/.test(model.model_type) ? 2 : 0);
  return {
    pooling: readPooling(await read(join('1_Pooling', 'config.json')), directory),
    maxTokens: Math.min(
      MOST_TOKENS,
      sentence.max_seq_length ?? Infinity,
      TOKENIZER.parse(tokenizerConfig).model_max_length ?? Infinity,
      positions,
    ),
    lowerCase: sentence.do_lower_case,
    padId: model.pad_token_id,
    prefixes: readPrefixes(
      PROMPTS.parse(await read('config_sentence_transformers.json')),
      `${basename(directory)}\n${model._name_or_path}`,
    ),
    stepsAfterPooling: steps,
  };
}

/** Each model's own flag; the mean divided by a square root points the same way as the mean. */
const POOLINGS: Readonly<Record<string, Pooling>> = {
  pooling_mode_mean_tokens: 'mean',
  pooling_mode_mean_sqrt_len_tokens: 'mean',
  pooling_mode_cls_token: 'cls',
  pooling_mode_max_tokens: 'max',
  pooling_mode_lasttoken: 'lasttoken',
};

function readPooling(config: Record<string, unknown>, directory: string): Pooling {
  const asked = Object.keys(config).filter((key) => key.startsWith('pooling_mode') && config[key] === true);
  if (typeof config.pooling_mode === 'string') asked.push(config.pooling_mode);
  if (asked.length === 0) return 'mean';
  const [only = '', ...others] = asked;
  const pooling = POOLINGS[only] ?? Object.values(POOLINGS).find((known) => known === only);
  if (pooling !== undefined && others.length === 0) return pooling;
  throw new EmbedderError(
    'misconfigured',
    `${join(directory, '1_Pooling', 'config.json')} asks for ${asked.join(' and ')}; only mean, cls, max or lasttoken alone can be done.`,
  );
}

function readPrefixes({ prompts, default_prompt_name }: z.infer<typeof PROMPTS>, model: string): RetrievalPrefixes {
  const byName = retrievalPrefixes(model);
  const otherwise = default_prompt_name ? prompts[default_prompt_name] : undefined;
  return {
    query: prompts.query ?? otherwise ?? byName.query,
    passage: prompts.passage ?? prompts.document ?? otherwise ?? byName.passage,
  };
}
