import type { LanguageModel } from '../../agent/models/model-call.ts';
import type { Prompt } from '../../prompts/prompt-file.ts';
import type { LineOutput } from '../news-line/line-output.ts';

/** What a command of `assent prompts` works with. */
export interface PromptsLine extends LineOutput {
  /** The prompts that are meant: one that was named, or all. */
  readonly prompts: readonly Prompt[];
  /** All there are. */
  readonly all: readonly Prompt[];
  readonly named: string | null;
  readonly json: boolean;
  /** Whom to ask; null: nobody, only the files are looked at. */
  readonly model: LanguageModel | null;
  readonly signal: AbortSignal;
}

/** One command of `assent prompts`; returns the exit code. */
export interface PromptsLineCommand {
  readonly name: string;
  readonly words: string;
  readonly summary: string;
  /** Whether --model means something here. */
  readonly asksModels: boolean;
  run(line: PromptsLine): Promise<number>;
}
