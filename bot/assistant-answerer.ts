import type { RecordAnswerer } from '../agent/answerer.ts';
import type { Subject } from '../agent/answers/answer.ts';
import type { RenderedSentence } from '../agent/answers/render.ts';
import { withCitations } from '../agent/answers/render.ts';
import type { Assistant, AssistantProgress, AssistantReply } from '../agent/assistant/assistant-reply.ts';
import { EARLIER_TURNS } from '../agent/assistant/earlier-talk.ts';
import type { ToolOffer } from '../agent/assistant/tool.ts';
import { planAnswer } from '../agent/intent/plan-answer.ts';
import type { AnswerContext, Answerer } from './answerer.ts';
import type { AssistantControls } from './assistant-controls.ts';
import type { AssistantDiary } from './assistant-diary.ts';
import type { AsideReason } from './i18n/assistant-words.ts';
import { ASSISTANT_WORDS } from './i18n/assistant-words.ts';
import type { Language } from './i18n/language.ts';
import type { Voice } from './i18n/voice.ts';
import { createLineQueue } from './line-queue.ts';
import type { Block, Message, Picture } from './message.ts';
import { lines, message, textMessage } from './message.ts';
import { createRateLimit } from './people/rate-limit.ts';
import type { RecordTalk } from './record-answerer.ts';
import { renderingOf } from './record-answerer.ts';

export interface AssistantAnswererOptions {
  /** Understands questions. */
  readonly record: Pick<RecordAnswerer, 'read'>;
  /** Answers what the rules can. */
  readonly rules: RecordTalk;
  /** Null where no model is configured: then rules answer everything. */
  readonly assistant: Assistant | null;
  readonly diary: Pick<AssistantDiary, 'latest' | 'note'>;
  readonly voiceIn: (language: Language, zone: string) => Pick<Voice, 'format' | 'reason'>;
  readonly turnsPerMinute: number;
  /** Wall time. */
  readonly now: () => number;
  /** Told of every answer that went to the model. */
  readonly told?: (told: AssistantTold) => void;
  /** Fires when the desk closes: what is under way is answered by rules. */
  readonly closing: AbortSignal;
}

/** What became of a question that went to the model. */
export interface AssistantTold {
  readonly modelName: string;
  /** Null: the answer is the model's. */
  readonly why: AsideReason | 'cancelled' | null;
  /** Null where the rules answered. */
  readonly sentences: readonly RenderedSentence[] | null;
  readonly offers: readonly ToolOffer[];
}

const MINUTE_MS = 60_000;
/** Questions of one person that wait for the model, the one under way among them. */
const MAX_WAITING = 3;

/** A question on its way to the model. */
interface Turn {
  readonly question: string;
  readonly context: AnswerContext;
  readonly assistant: Assistant;
  /** Of the answer: a question in the other language is answered in that language. */
  readonly language: Language;
  readonly voice: Pick<Voice, 'format' | 'reason'>;
  /** The rules know an answer, too. */
  readonly isKnown: boolean;
  readonly cancelled: AbortController;
  readonly shown: { sentences: readonly RenderedSentence[] };
}

/**
 * Answers by rules what they understand, at once and without cost, and puts the rest to the assistant. Whatever becomes
 * of that, the person is answered: with the model's words where the record bears them out, else by rules.
 */
export function createAssistantAnswerer(options: AssistantAnswererOptions): Answerer & Pick<AssistantControls, 'stop'> {
  const { record, rules, diary } = options;
  const queue = createLineQueue(MAX_WAITING);
  const rate = createRateLimit(options.turnsPerMinute, MINUTE_MS);
  const underWay = new Map<string, Set<AbortController>>();

  return {
    why: rules.why,
    whyNot: rules.whyNot,
    decisions: rules.decisions,
    news: rules.news,
    mood: rules.mood,
    answer,
    stop(userId) {
      const turns = underWay.get(userId);
      for (const turn of turns ?? []) turn.abort();
      return turns !== undefined;
    },
  };

  async function answer(question: string, context: AnswerContext): Promise<Message> {
    const asked = { language: context.language, zone: context.zone, subject: rules.subjectOf(context.userId) };
    const plan = planAnswer(question, (text) => record.read(text, asked));
    if (plan.by === 'rules') return byRules(plan.parts, context);
    const { assistant } = options;
    if (assistant === null) return rules.answer(question, context);
    const language = record.read(question, asked).language ?? context.language;
    const voice = language === context.language ? context : options.voiceIn(language, context.zone);
    const turn: Turn = {
      ...{ question, context, assistant, language, voice, isKnown: plan.isKnown },
      cancelled: new AbortController(),
      shown: { sentences: [] },
    };
    if (!rate.allows(context.userId, options.now())) return aside(turn, 'too-often');
    const answered = queue.add(context.userId, () => ask(turn));
    if (answered === null) return aside(turn, 'waiting');
    context.talk.letPass();
    return tracked(turn, answered);
  }

  async function byRules(parts: readonly string[], context: AnswerContext): Promise<Message> {
    const [first, ...others] = parts;
    const answers = [await rules.answer(first ?? '', context)];
    // One after the other: "it" of the second is what the first was about.
    for (const part of others) answers.push(await rules.answer(part, context));
    return joined(answers);
  }

  async function tracked(turn: Turn, answered: Promise<Message>): Promise<Message> {
    const { userId } = turn.context;
    const turns = underWay.get(userId) ?? new Set();
    underWay.set(userId, turns.add(turn.cancelled));
    try {
      return await answered;
    } finally {
      turns.delete(turn.cancelled);
      if (turns.size === 0) underWay.delete(userId);
    }
  }

  async function ask(turn: Turn): Promise<Message> {
    const { context, language, question } = turn;
    if (turn.cancelled.signal.aborted) return stopped(turn);
    showProgress(turn, ASSISTANT_WORDS[language].thinking);
    const { userId, zone, now } = context;
    const reply = await turn.assistant.answer({
      ...{ text: question, userId, language, zone, now },
      // Others read along in a group: there is looked, and nothing is prepared.
      role: context.isPrivate ? context.role : 'viewer',
      rendering: renderingOf(turn.voice),
      earlier: context.isPrivate ? await diary.latest(userId, EARLIER_TURNS) : [],
      signal: AbortSignal.any([turn.cancelled.signal, options.closing]),
      progress: (step) => tell(turn, step),
    });
    return told(turn, reply);
  }

  function tell(turn: Turn, step: AssistantProgress): void {
    const words = ASSISTANT_WORDS[turn.language];
    switch (step.type) {
      case 'looking': {
        const tools = [...new Set(step.tools.map((name) => words.tool(name)))].join(', ');
        showProgress(turn, words.looking({ tools }));
        break;
      }
      case 'writing':
        showProgress(turn, words.writing);
        break;
      case 'sentences':
        turn.shown.sentences = step.sentences;
        showProgress(turn, words.writing);
    }
  }

  function showProgress({ context, language, shown }: Turn, progress: string): void {
    const texts = shown.sentences.map(withCitations);
    const choices = [{ label: ASSISTANT_WORDS[language].stop, command: '/stop' }];
    const blocks = texts.length === 0 ? [] : [lines(...texts)];
    context.talk.show(message({ kind: 'answer', blocks, choices, progress }));
  }

  async function told(turn: Turn, reply: AssistantReply): Promise<Message> {
    if (reply.outcome === 'answered') return answeredBy(turn, reply);
    if (reply.why === 'cancelled') return turn.cancelled.signal.aborted ? stopped(turn) : aside(turn, 'unavailable');
    if (turn.isKnown || reply.found.length === 0) return aside(turn, reply.why, reply.detail);
    const words = ASSISTANT_WORDS[turn.language];
    const texts = reply.found.map(withCitations);
    remember(turn, reply.found, reply.isTainted);
    report(turn, reply.why, reply.found, reply.offers);
    return message({
      kind: 'answer',
      blocks: [lines(words.foundOnly, ...texts, ...asideLabel(turn, reply.why, reply.detail))],
      choices: choicesOf(turn, reply),
    });
  }

  async function answeredBy(turn: Turn, reply: AssistantReply & { outcome: 'answered' }): Promise<Message> {
    const { sentences } = reply;
    remember(turn, sentences, reply.isTainted);
    report(turn, null, sentences, reply.offers);
    const label = ASSISTANT_WORDS[turn.language].answeredBy({ model: turn.assistant.modelName });
    const picture = await pictureOf(turn, reply.picture);
    return message({
      kind: 'answer',
      blocks: [lines(...sentences.map(withCitations), `— ${label}`)],
      choices: choicesOf(turn, reply),
      ...(picture !== null && { picture }),
    });
  }

  function choicesOf({ language }: Turn, { offers }: AssistantReply) {
    return offers.map(({ label, command }) => ({ label: label[language], command }));
  }

  /** What the tools name is a chart command line, and only such a line is run for a picture. */
  async function pictureOf({ context }: Turn, line: string | null): Promise<Picture | null> {
    if (line === null || !line.startsWith('/chart ')) return null;
    const [drawn] = await context.talk.runLine(line);
    return drawn?.picture ?? null;
  }

  /** Answers by rules, and says why no model does. */
  async function aside(turn: Turn, why: AsideReason, detail: string | null = null): Promise<Message> {
    report(turn, why, null);
    const ruled = await rules.answer(turn.question, turn.context);
    return { ...ruled, blocks: [...withoutLabel(ruled.blocks), lines(...asideLabel(turn, why, detail))] };
  }

  function asideLabel({ language, assistant }: Turn, why: AsideReason, detail: string | null): readonly string[] {
    const words = ASSISTANT_WORDS[language];
    const { modelName } = assistant;
    const advice = words.advice({ detail, isOllama: modelName.startsWith('ollama:'), model: modelName });
    const label = `— ${words.aside({ model: modelName, why: words.why[why] })}`;
    return advice === null ? [label] : [advice, label];
  }

  function stopped(turn: Turn): Message {
    const { language, shown } = turn;
    report(turn, 'cancelled', shown.sentences);
    const { stopped: words } = ASSISTANT_WORDS[language];
    return textMessage('answer', ...shown.sentences.map(withCitations), `— ${words}`);
  }

  function report(
    { assistant }: Turn,
    why: AssistantTold['why'],
    sentences: AssistantTold['sentences'],
    offers: readonly ToolOffer[] = [],
  ): void {
    options.told?.({ modelName: assistant.modelName, why, sentences, offers });
  }

  function remember({ context, question }: Turn, sentences: readonly RenderedSentence[], isTainted: boolean): void {
    const citations = [...new Set(sentences.flatMap((sentence) => sentence.citations))];
    rules.noteSubject(context.userId, subjectOf(citations, rules.subjectOf(context.userId)));
    if (!context.isPrivate) return;
    const text = sentences.map((sentence) => sentence.text).join('\n');
    diary.note(context.userId, { question, answer: text, citations, at: options.now(), isTainted });
  }
}

/** "Why that?" after an answer of the model's means the last decision that it spoke of. */
function subjectOf(citations: readonly string[], before: Subject | undefined): Subject {
  const decisionId = citations.findLast((citation) => /^D-\d+$/.test(citation)) ?? before?.decisionId ?? null;
  return { decisionId, symbol: before?.symbol ?? null };
}

/** Several answers as one message: who answered, and what can be asked next, is said once. */
function joined(answers: readonly Message[]): Message {
  const [first] = answers;
  if (first === undefined) throw new RangeError('There is no answer to join.');
  const last = answers.length - 1;
  const blocks = answers.flatMap(({ blocks: own }, at) => (at === last ? own : bare(own)));
  return { ...first, blocks, choices: answers.flatMap(({ choices }) => choices) };
}

/** Returns an answer by rules without what can be asked next and without who answered, which close it. */
function bare(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) => (block.type === 'lines' ? lines(...block.lines.filter(isOfAnswer)) : block));
}

function isOfAnswer(line: string): boolean {
  return !line.startsWith('· ') && !line.startsWith('— ');
}

/** Returns an answer by rules without who answered. */
function withoutLabel(blocks: readonly Block[]): readonly Block[] {
  return blocks.map((block) =>
    block.type === 'lines' ? lines(...block.lines.filter((line) => !line.startsWith('— '))) : block,
  );
}
