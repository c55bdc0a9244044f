import type { Logger } from 'pino';
import type { RecordAnswerer } from '../../agent/answerer.ts';
import type { Assistant, AssistantVoice } from '../../agent/assistant/assistant-reply.ts';
import type { ToolDoor } from '../../agent/assistant/tool-door.ts';
import { modelCallsFor } from '../../agent/assistant/turn-bounds.ts';
import { AssistantMemoryTable } from '../../db/assistant-memory-table.ts';
import { loadPrompt } from '../../prompts/prompt-file.ts';
import type { Answerer } from '../answerer.ts';
import { createAssistantAnswerer } from '../assistant-answerer.ts';
import type { AssistantControls } from '../assistant-controls.ts';
import type { AssistantDiary } from '../assistant-diary.ts';
import { createAssistantDiary } from '../assistant-diary.ts';
import type { Language } from '../i18n/language.ts';
import type { Access } from '../people/access.ts';
import type { RecordAnswererOptions } from '../record-answerer.ts';
import { createRecordAnswerer } from '../record-answerer.ts';
import { createPatience } from '../within.ts';
import type { AppDesk } from './desk.ts';

/** Whoever answers questions on a desk: rules, and a language model where one is configured. */
export interface AppAssistant {
  readonly answerer: Answerer;
  readonly controls: AssistantControls;
  /** Takes back what is under way and resolves when what was said is written. */
  close(): Promise<void>;
}

/** What an assistant needs of a desk. */
export type AssistedDesk = Pick<AppDesk, 'config' | 'database' | 'minds' | 'view'>;

/** Opens the tools when the first question needs them. */
export type OpenTools = () => Promise<ToolDoor>;

export interface AppAssistantOptions {
  readonly desk: AssistedDesk;
  readonly record: RecordAnswerer;
  readonly voiceIn: RecordAnswererOptions['voiceIn'];
  readonly access: Pick<Access, 'onChange' | 'roleOf'>;
  readonly openTools: OpenTools;
  readonly logger: Logger;
}

const MEMORY_PATIENCE_MS = 2_000;

export function createAppAssistant(options: AppAssistantOptions): AppAssistant {
  const { desk, record, voiceIn, access } = options;
  const { assistant: config } = desk.config.minds;
  const logger = options.logger.child({ component: 'assistant' });
  const now = (): number => Date.now();
  const closing = new AbortController();
  const diary = ofMembers(
    createAssistantDiary({
      ...{ memory: new AssistantMemoryTable(desk.database), keepDays: config.keepDays, now },
      patience: createPatience(MEMORY_PATIENCE_MS, (fault, problem) => logger.error({ err: fault }, problem)),
    }),
    access,
  );
  const assistant = lazyAssistant(desk, options.openTools, logger);
  const rules = createRecordAnswerer({
    ...{ answerer: record, voiceIn },
    heard: ({ question, context, sentences, answer }) => {
      // Without a model nobody reads it back, and so nothing is kept.
      if (assistant === null || !context.isPrivate || answer.outcome === 'not-understood') return;
      const citations = [...new Set(sentences.flatMap((sentence) => sentence.citations))];
      const text = sentences.map((sentence) => sentence.text).join('\n');
      const isTainted = citations.some((citation) => citation.startsWith('N-'));
      diary.note(context.userId, { question, answer: text, citations, at: now(), isTainted });
    },
  });
  const answerer = createAssistantAnswerer({
    ...{ record, rules, assistant, diary, voiceIn, now },
    turnsPerMinute: config.turnsPerMinute,
    closing: closing.signal,
  });
  access.onChange((userId, role) => {
    if (role === null) void diary.forget(userId);
  });
  void diary.purge();
  return {
    answerer,
    controls: { stop: answerer.stop, forget: diary.forget },
    async close() {
      closing.abort();
      await diary.settled();
    },
  };
}

/** Whoever was put out while they were being answered is not remembered for it. */
function ofMembers(diary: AssistantDiary, access: Pick<Access, 'roleOf'>): AssistantDiary {
  return {
    ...diary,
    note(userId, turn) {
      if (access.roleOf(userId.slice(0, userId.indexOf(':')), userId) !== null) diary.note(userId, turn);
    },
  };
}

/** Returns the assistant of a desk; null where no model is configured. */
export function lazyAssistant(desk: AssistedDesk, openTools: OpenTools, logger: Logger): Assistant | null {
  const { model } = desk.config.minds.assistant;
  if (model === null) return null;
  const modelName = `${model.provider}:${model.model}`;
  let loaded: Promise<Assistant> | null = null;
  return {
    modelName,
    async answer(question) {
      // The agent's library takes its time to load: it is loaded for the first question that needs it.
      loaded ??= loadAssistant(modelName, desk, openTools, logger);
      return (await loaded).answer(question);
    },
  };
}

async function loadAssistant(
  modelName: string,
  desk: AssistedDesk,
  openTools: OpenTools,
  logger: Logger,
): Promise<Assistant> {
  const [{ createAssistant }, door] = await Promise.all([import('../../agent/assistant/assistant.ts'), openTools()]);
  const { toolCallsPerTurn, tokensPerTurn, deadlineMs } = desk.config.minds.assistant;
  return createAssistant({
    modelName,
    voice: (language) => voiceOf(language, desk),
    door,
    bounds: {
      toolCalls: toolCallsPerTurn,
      modelCalls: modelCallsFor(toolCallsPerTurn),
      tokens: tokensPerTurn,
      deadlineMs,
    },
    onFault: (fault) => logger.error({ err: fault }, 'the assistant failed'),
  });
}

const MAX_WRITTEN_TOKENS = 1_500;

/** Returns the model as it is told to speak a language. */
function voiceOf(language: Language, { minds, view, config }: AssistedDesk): AssistantVoice {
  const prompt = loadPrompt(`assistant-${language}`);
  const coins = [...new Set(view.instruments().map(({ base }) => base))].join(', ');
  const filled = prompt.fill({ coins });
  const model = minds.assistant({
    prompt: filled,
    subject: null,
    maxTokens: prompt.hints?.maxTokens ?? MAX_WRITTEN_TOKENS,
    deadlineMs: config.minds.assistant.deadlineMs,
  });
  if (model === null) throw new RangeError('No model of the assistant is configured.');
  return { model, instructions: filled.text };
}
