import { createHash } from 'node:crypto';
import { findModel } from './models-route.ts';
import type { Reply, Route } from './route.ts';

/** Vectors made of words: texts that share some are near, as far as a fake can know. */
export const embedRoute: Route = (asked, kitchen) => {
  const { body } = asked;
  if (body === null) return refuse(400, 'missing request body');
  const input = typeof body.input === 'string' ? [body.input] : (body.input ?? []);
  if (!Array.isArray(input) || !input.every((text) => typeof text === 'string')) {
    return refuse(400, 'invalid input type');
  }
  const model = findModel(asked, kitchen);
  if ('status' in model) return model;
  if (model.embeds === false) return refuse(501, 'this model does not support embeddings');
  if (input.some((text) => text.length > (model.longest ?? Infinity))) {
    return refuse(400, 'the input length exceeds the context length');
  }
  const embeddings = input.map((text) => embedWords(text, model.dimensions ?? 64));
  if (input.length === 0) return { status: 200, json: { model: body.model, embeddings } };
  return {
    status: 200,
    json: {
      model: body.model,
      embeddings,
      total_duration: 14143917,
      load_duration: 1019500,
      prompt_eval_count: input.join(' ').split(/\s+/).length,
    },
  };
};

function refuse(status: number, error: string): Reply {
  return { status, json: { error } };
}

function embedWords(text: string, dimensions: number): number[] {
  const sum = new Array<number>(dimensions).fill(0);
  for (const word of text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? ['-']) {
    const bytes = createHash('shake256', { outputLength: dimensions }).update(word).digest();
    // Short words are in every text and say little.
    const weight = word.length > 3 ? 1 : 0.05;
    for (const [place, byte] of bytes.entries()) sum[place] = (sum[place] ?? 0) + weight * (byte - 127.5);
  }
  const length = Math.hypot(...sum);
  return sum.map((value) => Number((value / length).toFixed(7)));
}
