import type { AskContext, RecordAnswerer } from '../agent/answerer.ts';
import type { Answer, Subject } from '../agent/answers/answer.ts';
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
}

/** Puts the record's answers into messages: slots are formatted here, once, and each sentence keeps its citations. */
export function createRecordAnswerer(options: RecordAnswererOptions): Answerer {
  const { answerer } = options;
  const subjects = new LatestMap<string, Subject>(REMEMBERED_PEOPLE);

  async function tell(context: AnswerContext, ask: (asked: AskContext) => Promise<Answer>): Promise<Message> {
    const answer = await ask({ language: context.language, zone: context.zone, subject: subjects.get(context.userId) });
    subjects.set(context.userId, answer.subject);
    return answerMessage(answer, voiceFor(answer.language, context));
  }

  function voiceFor(language: Language, context: AnswerContext): Pick<Voice, 'format' | 'reason'> {
    return language === context.language ? context : options.voiceIn(language, context.zone);
  }

  return {
    answer: (question, context) => tell(context, (asked) => answerer.answer(question, asked)),
    why: (subject, context) => tell(context, (asked) => answerer.why(subject, asked)),
    whyNot: (symbol, at, context) => tell(context, (asked) => answerer.whyNot(symbol, at, asked)),
    decisions: (symbol, context, part) => tell(context, (asked) => answerer.decisions(symbol, asked, part)),
    news: (symbol, words, context) => tell(context, (asked) => answerer.news(symbol, words, asked)),
    mood: (symbol, context) => tell(context, (asked) => answerer.mood(symbol, asked)),
  };
}

function answerMessage(answer: Answer, { format, reason }: { format: Format; reason: Voice['reason'] }): Message {
  const sentences = renderAnswer(answer, {
    format,
    describeReason: (why, _language, symbol) => (symbol === null ? reason(why) : reason(why, symbol)),
    particle: particleFor,
  });
  const label = `— ${answer.answeredBy.label[format.language]}`;
  const suggestions = answer.suggestions.map((suggestion) => `· ${suggestion}`);
  return message({
    kind: 'answer',
    blocks: [lines(...sentences.map(withCitations), ...suggestions, label)],
  });
}
