import { z } from 'zod';
import { bareAnswer } from '../models/bare-answer.ts';
import { parseJson } from '../models/parse-json.ts';

/** As the front matter of the prompt names it. */
export const RATIO_SCHEMA = 'investment-ratio@1';

const LEAST_RATIO = 0.05;
const REASONING_LENGTH = 280;

export type CheckedRatio =
  | {
      readonly outcome: 'advised';
      readonly investmentFraction: number;
      readonly maxLossFraction: number;
      readonly takeProfitFraction: number;
      /** One line, not yet compared with the evidence. */
      readonly reasoning: string;
    }
  | { readonly outcome: 'refused' }
  | { readonly outcome: 'malformed'; readonly detail: 'empty' | 'not-json' | 'other-shape' };

/** Returns the JSON schema that a model is held to while it writes; servers differ in which bounds they know. */
export function ratioSchema() {
  const properties = {
    investment_ratio: { type: 'number' },
    reasoning: { type: 'string' },
    max_loss_acceptable: { type: 'number' },
    take_profit_target: { type: 'number' },
  };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

const SHAPE = z.strictObject({
  investment_ratio: z.number().min(LEAST_RATIO).max(1),
  reasoning: z.string().min(1).max(REASONING_LENGTH),
  max_loss_acceptable: z.number().gt(0).max(1),
  take_profit_target: z.number().gt(0).max(1),
});

/** Returns the advice an answer holds. Nothing is salvaged: an answer that is more or less than an advice is none. */
export function checkRatioAnswer(text: string): CheckedRatio {
  const bare = bareAnswer(text);
  if (bare === '') return { outcome: 'malformed', detail: 'empty' };
  // A model that declines does it in a sentence; one that tried and failed leaves braces behind.
  if (!bare.includes('{')) return { outcome: 'refused' };
  const json = parseJson(bare);
  if (json === undefined) return { outcome: 'malformed', detail: 'not-json' };
  const answer = SHAPE.safeParse(json);
  if (!answer.success) return { outcome: 'malformed', detail: 'other-shape' };
  const { investment_ratio, max_loss_acceptable, take_profit_target, reasoning } = answer.data;
  return {
    outcome: 'advised',
    investmentFraction: tenThousandths(investment_ratio),
    maxLossFraction: tenThousandths(max_loss_acceptable),
    takeProfitFraction: tenThousandths(take_profit_target),
    reasoning,
  };
}

/** Seventeen digits could carry a message; four carry a ratio. What would round to nothing stays the least there is. */
function tenThousandths(value: number): number {
  return Math.max(1, Math.round(value * 10_000)) / 10_000;
}
