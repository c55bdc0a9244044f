import type { Prompt } from '../../prompts/prompt-file.ts';
import type { ModelQuestion } from '../models/model-call.ts';

/** What an answer is worth to the one who asked: what it says in a line, or why it is of no use. */
export type TrialAnswer =
  | { readonly outcome: 'fits'; readonly said: string }
  | { readonly outcome: 'unfit'; readonly why: string };

/** The question that a prompt is for, about the example, and the check that its answers go through every day. */
export interface TrialQuestion extends Pick<ModelQuestion, 'prompt' | 'user' | 'answer' | 'maxTokens' | 'deadlineMs'> {
  readonly check: (text: string) => TrialAnswer;
}

/** How one prompt is tried without anything happening. */
export interface PromptTrial {
  readonly id: string;
  /** Who asks with it, or what it is part of. */
  readonly usedBy: string;
  /** Null for what is not asked as one question: a passage, or the instructions of a conversation. */
  readonly question: ((prompt: Prompt) => TrialQuestion) | null;
  /** What else has to hold, such as that its slots can be filled; each problem in a sentence. */
  readonly problems: (prompt: Prompt) => readonly string[];
}
