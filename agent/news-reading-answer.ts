import { z } from 'zod';
import { type AbstentionDetail, NEWS_EVENTS, type NewsReading } from '../rag/sentiment/reader.ts';
import { bareAnswer } from './models/bare-answer.ts';
import { parseJson } from './models/parse-json.ts';

/** As the front matter of the prompt names it. */
export const READING_SCHEMA = 'news-reading@1';

export type CheckedAnswer =
  | { readonly outcome: 'read'; readonly reading: Omit<NewsReading, 'reader'> }
  | { readonly outcome: 'abstained'; readonly reason: 'malformed' | 'refused'; readonly detail: AbstentionDetail };

/** Returns the JSON schema a model is held to while it writes; it has no place for free text. */
export function readingSchema(assets: readonly string[]) {
  const fraction = { type: 'number' };
  const properties = {
    tone: fraction,
    confidence: fraction,
    event: { type: 'string', enum: NEWS_EVENTS },
    // An empty list of choices is no valid schema.
    ...(assets.length > 0 && { assets: { type: 'array', items: { type: 'string', enum: assets } } }),
    urgency: fraction,
  };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** Returns the reading an answer holds. Nothing is salvaged: an answer that is more or less than a reading is none. */
export function checkAnswer(text: string, assets: readonly string[]): CheckedAnswer {
  const bare = bareAnswer(text);
  if (bare === '') return malformed('empty');
  // A model that declines does it in a sentence; one that tried and failed leaves braces behind.
  if (!bare.includes('{')) return { outcome: 'abstained', reason: 'refused', detail: 'no-reading' };
  const json = parseJson(bare);
  if (json === undefined) return malformed('not-json');
  const parsed = readingShape(assets).safeParse(json);
  if (!parsed.success) return malformed('other-shape');
  const { tone, confidence, event, urgency } = parsed.data;
  const named = assets.filter((asset) => parsed.data.assets.includes(asset));
  return {
    outcome: 'read',
    reading: {
      tone: hundredths(tone),
      confidence: hundredths(confidence),
      event,
      assets: named,
      urgency: hundredths(urgency),
    },
  };
}

function readingShape(assets: readonly string[]) {
  const named = z.array(z.string().refine((asset) => assets.includes(asset))).max(assets.length);
  return z.strictObject({
    tone: z.number().min(-1).max(1),
    confidence: z.number().min(0).max(1),
    event: z.enum(NEWS_EVENTS),
    assets: assets.length > 0 ? named : named.default([]),
    urgency: z.number().min(0).max(1),
  });
}

/** Seventeen digits could carry a message; two carry an estimate. */
function hundredths(value: number): number {
  return Math.round(value * 100) / 100 + 0;
}

function malformed(detail: AbstentionDetail): CheckedAnswer {
  return { outcome: 'abstained', reason: 'malformed', detail };
}
