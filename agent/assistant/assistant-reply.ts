import type { BaseChatModel } from '@langchain/core/language_models/chat_models';
import type { Facts, Language } from '../answers/answer.ts';
import type { RenderedSentence, Rendering } from '../answers/render.ts';
import type { ModelFailureKind } from '../models/model-call.ts';
import type { RememberedTurn } from './memory.ts';
import type { ToolContext, ToolOffer } from './tool.ts';
import type { ToolDoor } from './tool-door.ts';
import type { AssistantBounds, TurnUsage } from './turn-bounds.ts';

/** A question to the assistant, and how its asker is answered. */
export interface AssistantQuestion extends Pick<ToolContext, 'userId' | 'role' | 'language' | 'zone' | 'now'> {
  readonly text: string;
  /** In the language of the answer. */
  readonly rendering: Rendering;
  /** Oldest first. */
  readonly earlier: readonly RememberedTurn[];
  /** Fires when the asker wants no answer any more. */
  readonly signal?: AbortSignal | undefined;
  readonly progress?: ((step: AssistantProgress) => void) | undefined;
}

/** What there is of an answer so far: a later step takes the place of the one before. */
export type AssistantProgress =
  | { readonly type: 'looking'; readonly tools: readonly string[] }
  /** The model has begun to write what may be the answer. */
  | { readonly type: 'writing' }
  /** All sentences that may be shown already; fewer than before where the model began anew. */
  | { readonly type: 'sentences'; readonly sentences: readonly RenderedSentence[] };

/**
 * Why a question has no answer of the model's: as a model fails, or `ungrounded` its words were not borne out by the
 * record, twice · `bounds` it looked up or wrote too much · `failed` a fault of ours.
 */
export type UnansweredReason = ModelFailureKind | 'ungrounded' | 'bounds' | 'failed';

interface TurnOutcome {
  readonly facts: Facts;
  readonly offers: readonly ToolOffer[];
  readonly isTainted: boolean;
  readonly repairs: number;
  readonly usage: TurnUsage;
}

export type AssistantReply = TurnOutcome &
  (
    | {
        readonly outcome: 'answered';
        readonly sentences: readonly RenderedSentence[];
        /** A chart command line; null without a picture. */
        readonly picture: string | null;
      }
    | {
        readonly outcome: 'unanswered';
        readonly why: UnansweredReason;
        /** Where the model failed, such as `connection` or `model-missing`; null where it was nothing of the model's. */
        readonly detail: string | null;
        /** What the tools found, in their own words: true whatever the model made of it. */
        readonly found: readonly RenderedSentence[];
      }
  );

/** The model that a turn asks, with its instructions. */
export interface AssistantVoice {
  readonly model: BaseChatModel;
  readonly instructions: string;
}

export interface AssistantParts {
  /** `groq:openai/gpt-oss-120b` */
  readonly modelName: string;
  readonly voice: (language: Language, userId: string) => AssistantVoice | Promise<AssistantVoice>;
  readonly door: ToolDoor;
  readonly bounds: AssistantBounds;
  /** Told of what nobody planned. */
  readonly onFault?: ((fault: unknown) => void) | undefined;
}

/** Answers in free conversation, by a language model that may only place what records say. Never throws. */
export interface Assistant {
  readonly modelName: string;
  answer(question: AssistantQuestion): Promise<AssistantReply>;
}
