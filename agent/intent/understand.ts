import type { IntentName } from './intent.ts';
import { intents } from './registry.ts';
import type { ReadingOptions, Utterance } from './utterance.ts';
import { readUtterance } from './utterance.ts';

/** A question with what it asks for; `not-understood` when nothing fits. */
export interface Understood extends Utterance {
  readonly intent: IntentName | 'not-understood';
}

export function understand(question: string, options: ReadingOptions): Understood {
  const utterance = readUtterance(question, options);
  let best: IntentName | 'not-understood' = 'not-understood';
  let most = 0;
  for (const intent of intents) {
    const score = intent.score(utterance);
    if (score <= most) continue;
    best = intent.name;
    most = score;
  }
  return { ...utterance, intent: best };
}
