import { createHash } from 'node:crypto';
import type { LanguageModel, ModelAnswer, ModelQuestion } from '../../../agent/models/model-call.ts';

/** What a scripted model answers to a question: a text, or a failure. */
export type Script = (question: ModelQuestion) => string | Pick<Failure, 'kind' | 'detail'>;

type Failure = Extract<ModelAnswer, { outcome: 'failed' }>;

/** A language model without a server: it answers by a rule, at once, and says of every call what a real one would. */
export function scriptedModel(script: Script, name: string = 'scripted'): LanguageModel {
  let calls = 0;
  return {
    name: `compatible:${name}`,
    ref: { provider: 'compatible', model: name },
    async ask(question) {
      calls += 1;
      const { id, version, sha256, text } = question.prompt;
      const call = {
        id: `L-${calls}`,
        provider: 'compatible',
        model: name,
        prompt: `${id}@${version}`,
        promptSha256: sha256,
        requestSha256: createHash('sha256').update(`${text}\n${question.user}`).digest('hex'),
        temperature: 0,
        seed: null,
        inputTokens: 400,
        outputTokens: 40,
        costUsd: null,
        latencyMs: 0,
        isRecorded: false,
      } as const;
      const said = script(question);
      if (typeof said === 'string') return { outcome: 'answered', text: said, call };
      return { outcome: 'failed', ...said, call };
    },
  };
}
