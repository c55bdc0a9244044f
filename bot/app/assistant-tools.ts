import type { Logger } from 'pino';
import type { AssistantTool } from '../../agent/assistant/tool.ts';
import type { ToolDoor } from '../../agent/assistant/tool-door.ts';
import { createToolDoor } from '../../agent/assistant/tool-door.ts';
import type { Proposals } from '../../agent/assistant/tools/proposals-port.ts';
import { createTools } from '../../agent/assistant/tools/registry.ts';
import type { WhatIf } from '../../agent/assistant/tools/what-if-port.ts';
import { createSettingPreviews } from '../assistant-setting-previews.ts';
import { createRuleWords } from '../rules/rule-words-reader.ts';
import type { RulesPort } from '../rules/rules-port.ts';
import type { AppDesk } from './desk.ts';

export interface AssistantToolsOptions {
  readonly desk: Pick<AppDesk, 'view' | 'records' | 'knowledge' | 'engine'>;
  readonly rules: Pick<RulesPort, 'preview'>;
  /** Null where nothing is played again. */
  readonly whatIf: WhatIf | null;
  readonly logger: Logger;
}

/** Puts the tools of the assistant on a desk, behind their one door. */
export function openAssistantTools({ desk, rules, whatIf, logger }: AssistantToolsOptions): {
  readonly tools: readonly AssistantTool[];
  readonly door: ToolDoor;
} {
  const { view, records, knowledge } = desk;
  const log = logger.child({ component: 'assistant-tools' });
  const proposals: Proposals = { propose: (command) => desk.engine.send(command) };
  const sources = { view, records, news: knowledge.retriever, world: knowledge };
  const tools = createTools({
    sources,
    proposals,
    whatIf,
    rules: createRuleWords(view, rules),
    settings: createSettingPreviews(view, records),
  });
  const onFault = (tool: string, fault: unknown): void => log.error({ err: fault, tool }, 'A tool failed.');
  return { tools, door: createToolDoor(tools, { onFault }) };
}
