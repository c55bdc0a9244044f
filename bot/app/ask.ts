import type { Logger } from 'pino';
import { createAnswerer } from '../../agent/answerer.ts';
import type { RenderedSentence } from '../../agent/answers/render.ts';
import type { ToolDoor } from '../../agent/assistant/tool-door.ts';
import type { AssistantTold } from '../assistant-answerer.ts';
import { createAssistantAnswerer } from '../assistant-answerer.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { ASK_WORDS } from '../i18n/ask-words.ts';
import { deskMoment } from '../i18n/desk-moment.ts';
import type { Language } from '../i18n/language.ts';
import { defaultZone, languageOf } from '../i18n/language.ts';
import type { Voice } from '../i18n/voice.ts';
import { createVoice } from '../i18n/voice.ts';
import type { Invocation, RunCommand } from '../invocation.ts';
import type { Message } from '../message.ts';
import { MAX_LINE_LENGTH, normalLine } from '../parse/clean-text.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import type { ToldAnswer } from '../record-answerer.ts';
import { createRecordAnswerer } from '../record-answerer.ts';
import { renderOutbound } from '../surfaces/terminal-render.ts';
import { lazyAssistant } from './assistant.ts';
import type { RecordDesk } from './record-desk.ts';
import { withRecordDesk } from './record-desk.ts';
import { setUp } from './setup.ts';

/** `assent ask "…"`: one question, answered from the record of a desk that does not run now. */
export const askCommand: RunCommand = async (invocation) => {
  const { config, logger, closeLog } = setUp(invocation);
  try {
    const written = invocation.positionals.join(' ');
    const language = config.chat.language === 'auto' ? (languageOf(written) ?? 'en') : config.chat.language;
    const problem = problemWith(written, language);
    if (problem !== null) {
      process.stderr.write(`${problem}\n`);
      return EXIT_CODES.wrongUse;
    }
    return await withRecordDesk(config, logger, (desk) =>
      answer({ desk, logger, language, question: normalLine(written), invocation }),
    );
  } finally {
    closeLog();
  }
};

function problemWith(written: string, language: Language): string | null {
  const words = ASK_WORDS[language];
  if (written.length > MAX_LINE_LENGTH) return words.tooLong({ limit: MAX_LINE_LENGTH });
  return normalLine(written) === '' ? words.noQuestion : null;
}

interface Asking {
  readonly desk: RecordDesk;
  readonly logger: Logger;
  readonly language: Language;
  readonly question: string;
  readonly invocation: Invocation;
}

/** Who answered, and with what. */
interface Heard {
  readonly byRules: ToldAnswer[];
  byModel: AssistantTold | null;
}

async function answer({ desk, logger, language, question, invocation }: Asking): Promise<number> {
  const heard: Heard = { byRules: [], byModel: null };
  const said = await answererOf(desk, logger, heard).answer(question, contextOf(desk, language));
  if (invocation.flags.json === true) {
    process.stdout.write(`${JSON.stringify(jsonOf(question, said, heard), null, 2)}\n`);
  } else {
    const { choices, ...message } = said;
    const outbound = { ...message, buttons: choices.map((choice) => ({ ...choice, action: '' })) };
    const lines = renderOutbound(outbound, { columns: process.stdout.columns ?? 100, colour: false });
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return isAnswered(heard) ? EXIT_CODES.done : EXIT_CODES.failed;
}

function answererOf(desk: RecordDesk, logger: Logger, heard: Heard) {
  const { view, records, knowledge, config } = desk;
  const record = createAnswerer({ view, records, news: knowledge.retriever, world: knowledge });
  const voiceIn = (language: Language, zone: string): Voice => voiceOf(desk, language, zone);
  return createAssistantAnswerer({
    record,
    rules: createRecordAnswerer({ answerer: record, voiceIn, heard: (told) => heard.byRules.push(told) }),
    assistant: lazyAssistant(desk, () => readingTools(desk), logger),
    // A script begins anew with every question.
    diary: { latest: async () => [], note: () => undefined },
    voiceIn,
    turnsPerMinute: config.minds.assistant.turnsPerMinute,
    now: () => Date.now(),
    told: (told) => {
      heard.byModel = told;
    },
    closing: new AbortController().signal,
  });
}

/** Nothing runs here that could trade, remind or change: the tools that only read are all there is. */
async function readingTools({ view, records, knowledge }: RecordDesk): Promise<ToolDoor> {
  const [{ createToolDoor }, { createTools }] = await Promise.all([
    import('../../agent/assistant/tool-door.ts'),
    import('../../agent/assistant/tools/registry.ts'),
  ]);
  const sources = { view, records, news: knowledge.retriever, world: knowledge };
  const none = { proposals: null, whatIf: null, rules: null, settings: null };
  return createToolDoor(createTools({ sources, ...none }).filter(({ power }) => power === 'read'));
}

function contextOf(desk: RecordDesk, language: Language) {
  const zone = desk.config.chat.timeZone ?? defaultZone(language);
  const { format, reason } = voiceOf(desk, language, zone);
  return {
    ...({ userId: TERMINAL_OWNER, role: 'viewer', isPrivate: true, language, zone, format, reason } as const),
    now: desk.view.now(),
    talk: { show: () => undefined, letPass: () => undefined, runLine: async () => [] },
  };
}

function voiceOf({ view }: RecordDesk, language: Language, zone: string): Voice {
  return createVoice({
    ...{ language, zone },
    ...deskMoment(view),
  });
}

/** A question that nobody understood is not answered by being told so. */
function isAnswered({ byRules, byModel }: Heard): boolean {
  if (byModel !== null && byModel.sentences !== null) return true;
  return byRules.some(({ answer: { outcome } }) => outcome !== 'not-understood');
}

function jsonOf(question: string, { choices }: Message, { byRules, byModel }: Heard) {
  const isModel = byModel !== null && byModel.why === null;
  const sentences = byModel?.sentences ?? byRules.flatMap((told) => told.sentences);
  const outcomes = byRules.map(({ answer: told }) => told.outcome);
  return {
    question,
    outcome:
      (byModel?.sentences ?? null) === null ? (outcomes.find((one) => one === 'answered') ?? outcomes[0]) : 'answered',
    answeredBy: isModel ? byModel.modelName : 'rules',
    /** Why the model that was asked is not who answered. */
    aside: isModel || byModel === null ? null : { model: byModel.modelName, why: byModel.why },
    sentences: sentences.map(jsonSentence),
    suggestions: byModel?.sentences ? [] : byRules.flatMap((told) => told.answer.suggestions),
    offers: choices.map(({ label, command }) => ({ label, command })),
  };
}

function jsonSentence({ text, citations }: RenderedSentence) {
  return { text, citations };
}
