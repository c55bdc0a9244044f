import type { z } from 'zod';
import type { Draft, Sources, Topic } from '../../answers/draft.ts';
import type { AssistantTool, ToolContext } from '../tool.ts';
import { resultOfDraft, unreadTime, untradedCoin } from './tool-results.ts';
import { type Asked, isUnreadTime, topicOf } from './tool-topic.ts';

export interface ReadTool<Shape extends z.ZodObject> {
  readonly name: string;
  readonly description: string;
  readonly input: Shape;
  /** What of the arguments says which coin, time or record is meant. */
  asked?(input: z.output<Shape>): Asked;
  /** Knows of coins too that are not traded here. */
  readonly takesAnyCoin?: boolean;
  answer(topic: Topic, input: z.output<Shape>, context: ToolContext): Promise<Draft> | Draft;
}

/** Returns a tool that looks something up in the record: what it says is the record's own answer. */
export function readTool<Shape extends z.ZodObject>(
  sources: Sources,
  { name, description, input, asked = () => ({}), takesAnyCoin = false, answer }: ReadTool<Shape>,
): AssistantTool<Shape> {
  return {
    name,
    power: 'read',
    description,
    input,
    run: async (given, context) => {
      const meant = asked(given);
      if (isUnreadTime(meant, context)) return unreadTime(sources);
      const topic = topicOf(meant, context, sources.view);
      // Answered for all coins, it would sound like an answer for the one that was asked for.
      if (topic.unknownCoin !== null && !takesAnyCoin) return untradedCoin(topic.unknownCoin, sources);
      return resultOfDraft(await answer(topic, given, context));
    },
  };
}
