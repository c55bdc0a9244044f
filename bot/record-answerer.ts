import type { AskContext, RecordAnswerer } from '../agent/answerer.ts';
import type { Answer, Subject } from '../agent/answers/answer.ts';
import type { RenderedSentence, Rendering } from '../agent/answers/render.ts';
import { renderAnswer, withCitations } from '../agent/answers/render.ts';
import type { AnswerContext, Answerer } from './answerer.ts';
import type { Format } from './i18n/format.ts';
import type { Language } from './i18n/language.ts';
import { particleFor } from './i18n/particle.ts';
import type { Voice } from './i18n/voice.ts';
import { LatestMap } from './latest-map.ts';
import type { Message } from './message.ts';
import { lines, message } from './message.ts';

/** People whose last subject is remembered, so that "why that?" means something. */
const REMEMBERED_PEOPLE = 200;

export interface RecordAnswererOptions {
  readonly answerer: RecordAnswerer;
  /** A question in the other language is answered in that language. */
  readonly voiceIn: (language: Language, zone: string) => Pick<Voice, 'format' | 'reason'>;
  /** Told of every question that was answered. */
  readonly heard?: (told: ToldAnswer) => void;
}

/** A question with what the record said to it. */
export interface ToldAnswer {
  readonly question: string;
  readonly context: AnswerContext;
  readonly answer: Answer;
  readonly sentences: readonly RenderedSentence[];
}

/** The record's answers, and what each person's next question may mean by "it". */
export interface RecordTalk extends Answerer {
  subjectOf(userId: string): Subject | undefined;
  /** Notes what somebody else's answer was about. */
  noteSubject(userId: string, subject: Subject): void;
}

/** Puts the record's answers into messages: slots are formatted here, once, and each sentence keeps its citations. */
export function createRecordAnswerer(options: RecordAnswererOptions): RecordTalk {
  const { answerer } = options;
  const subjects = new LatestMap<string, Subject>(REMEMBERED_PEOPLE);

  async function tell(
    context: AnswerContext,
    ask: (asked: AskContext) => Promise<Answer>,
    question?: string,
  ): Promise<Message> {
    const answer = await ask({ language: context.language, zone: context.zone, subject: subjects.get(context.userId) });
    subjects.set(context.userId, answer.subject);
    const voice = voiceFor(answer.language, context);
    const sentences = renderAnswer(answer, renderingOf(voice));
    if (question !== undefined) options.heard?.({ question, context, answer, sentences });
    return answerMessage(answer, sentences);
  }

  function voiceFor(language: Language, context: AnswerContext): Pick<Voice, 'format' | 'reason'> {
    return language === context.language ? context : options.voiceIn(language, context.zone);
  }

  return {
    subjectOf: (userId) => subjects.get(userId),
    noteSubject: (userId, subject) => subjects.set(userId, subject),
    answer: (question, context) => tell(context, (asked) => answerer.answer(question, asked), question),
    why: (subject, context) => tell(context, (asked) => answerer.why(subject, asked)),
    whyNot: (symbol, at, context) => tell(context, (asked) => answerer.whyNot(symbol, at, asked)),
    decisions: (symbol, context, part) => tell(context, (asked) => answerer.decisions(symbol, asked, part)),
    news: (symbol, words, context) => tell(context, (asked) => answerer.news(symbol, words, asked)),
    mood: (symbol, context) => tell(context, (asked) => answerer.mood(symbol, asked)),
  };
}

/** Returns how the record's slots are written in a voice. */
export function renderingOf({ format, reason }: { format: Format; reason: Voice['reason'] }): Rendering {
  return {
    format,
    describeReason: (why, _language, symbol) => (symbol === null ? reason(why) : reason(why, symbol)),
    particle: particleFor,
  };
}

function answerMessage(answer: Answer, sentences: readonly RenderedSentence[]): Message {
  const label = `— ${answer.answeredBy.label[answer.language]}`;
  const suggestions = answer.suggestions.map((suggestion) => `· ${suggestion}`);
  return message({
    kind: 'answer',
    blocks: [lines(...sentences.map(withCitations), ...suggestions, label)],
  });
}
