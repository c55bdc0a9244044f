import type { z } from 'zod';
import type { AnswerSentence, Facts, Language } from '../answers/answer.ts';

/** `read` looks something up · `propose` puts a trade before the desk and the person · `configure` prepares a change. */
export type ToolPower = 'read' | 'propose' | 'configure';

/** Who asks, and in what words they are answered. */
export interface ToolContext {
  readonly userId: string;
  readonly role: 'viewer' | 'trader' | 'admin';
  readonly language: Language;
  readonly zone: string;
  /** The desk's now: event time in a replay. */
  readonly now: number;
  /** True as soon as this turn has read anything a stranger wrote, such as news: then less is possible. */
  readonly isTainted: boolean;
  readonly signal: AbortSignal;
}

/** A command line that a person may tap; nothing is done before the tap, and the tap walks the road of every command. */
export interface ToolOffer {
  readonly label: { readonly ko: string; readonly en: string };
  readonly command: string;
}

/**
 * What a tool found, as sentences whose every value is a slot read from a record: the model may place them and never
 * writes a value itself.
 */
export interface ToolResult {
  readonly outcome: 'found' | 'nothing' | 'refused';
  readonly sentences: readonly AnswerSentence[];
  readonly facts: Facts;
  /** It holds text of strangers. */
  readonly isTainted: boolean;
  readonly offers?: readonly ToolOffer[];
  /** A picture for the answer, as a chart command line such as `/chart SOL 5m`. */
  readonly picture?: string;
}

/** One thing the assistant can do. `input` has only nullable fields, never optional ones: strict schemas want all. */
export interface AssistantTool<Shape extends z.ZodObject = z.ZodObject> {
  /** Such as `why_not`. */
  readonly name: string;
  readonly power: ToolPower;
  /** Told to the model, in English, two sentences at most. */
  readonly description: string;
  readonly input: Shape;
  /** Not to be used once words of strangers were read in this turn. */
  readonly lockedWhenTainted?: boolean;
  run(input: z.output<Shape>, context: ToolContext): Promise<ToolResult>;
}
