import { z } from 'zod';
import { whatIfSentences } from '../../answers/what-if-answer.ts';
import type { AssistantTool } from '../tool.ts';
import { when } from './inputs.ts';
import type { ToolPorts } from './tool-ports.ts';
import { refusedFor, resultOf, unreadTime } from './tool-results.ts';
import { isUnreadTime, topicOf } from './tool-topic.ts';
import type { WhatIf, WhatIfChange } from './what-if-port.ts';

const percent = z.number().positive().max(100).nullable();

const input = z.strictObject({
  when,
  stop_percent: percent.describe("How far the strategies' stops lie from the entry, in percent; null leaves them."),
  target_percent: percent.describe("How far the strategies' targets lie from the entry, in percent; null leaves them."),
  setting: z.string().max(40).nullable().describe('The key of a setting to change, such as risk.per-trade, or null.'),
  value: z.string().max(40).nullable().describe('Its value in words, such as 1%, 30m, off; null without a setting.'),
});

/** Plays a recorded span again with something changed, beside what happened. */
export function whatIfTool({ sources }: Pick<ToolPorts, 'sources'>, whatIf: WhatIf): AssistantTool<typeof input> {
  return {
    name: 'what_if',
    power: 'read',
    description:
      'Plays a recorded span again with another stop, target or setting, beside what happened. It takes some seconds.',
    input,
    run: async (asked, context) => {
      if (isUnreadTime(asked, context)) return unreadTime(sources);
      const changes: WhatIfChange[] = [];
      if (asked.stop_percent !== null) changes.push({ type: 'stop', fraction: asked.stop_percent / 100 });
      if (asked.target_percent !== null) changes.push({ type: 'target', fraction: asked.target_percent / 100 });
      if (asked.setting !== null) {
        const read = whatIf.readChange(asked.setting, asked.value ?? '');
        if (read.outcome === 'refused') return refusedFor(read.reason, sources);
        changes.push(read.change);
      }
      const { span, moment } = topicOf(asked, context, sources.view);
      const from = span?.from ?? moment ?? 0;
      const answer = await whatIf.ask({ from, to: span?.to ?? Number.MAX_SAFE_INTEGER, changes }, context.signal);
      if (answer.outcome === 'refused') return refusedFor(answer.reason, sources);
      const { sentences, sheet } = whatIfSentences(answer, sources.view);
      return resultOf(sentences, sheet);
    },
  };
}
