import type { Assistant, AssistantParts } from './assistant-reply.ts';
import { AssistantTurn } from './assistant-turn.ts';

export function createAssistant(parts: AssistantParts): Assistant {
  return {
    modelName: parts.modelName,
    answer: (question) => new AssistantTurn(parts, question).answer(),
  };
}
