import type { InstrumentSymbol } from '../engine/domain/instrument.ts';
import { answerApprovals, answerHoldings, answerRisk, answerStatus } from './answers/account-answers.ts';
import { ANSWERED_BY, type Answer, type Language, type Subject } from './answers/answer.ts';
import { answerDecisions, type Part } from './answers/decisions-answer.ts';
import type { Draft, Sources, Topic } from './answers/draft.ts';
import { answerMarket } from './answers/market-answer.ts';
import { answerMood } from './answers/mood-answer.ts';
import { answerNews, type NewsQuestion } from './answers/news-answer.ts';
import { answerPremise } from './answers/premise-answer.ts';
import { answerReviewers } from './answers/reviewers-answer.ts';
import { answerScores } from './answers/scores-answer.ts';
import { answerGreeting, answerHelp, answerThanks } from './answers/talk-answers.ts';
import { answerToday } from './answers/today-answer.ts';
import {
  answerExtremes,
  answerFees,
  answerLastTrade,
  answerPerformance,
  answerProfit,
} from './answers/trade-answers.ts';
import { answerWhy } from './answers/why-answer.ts';
import { answerCounterfactual, answerWhyNot } from './answers/why-not-answer.ts';
import { askedExtreme } from './intent/intents/extremes.ts';
import { askedFigures } from './intent/intents/mood.ts';
import { claimedCause } from './intent/intents/premise.ts';
import { searchedWords } from './intent/searched-words.ts';
import { createTimeReader, type ParseTime } from './intent/times.ts';
import { type Understood, understand } from './intent/understand.ts';

/** How one person asks. */
export interface AskContext {
  readonly language: Language;
  /** IANA zone in which the person reads and writes times; UTC when left out. */
  readonly zone?: string | undefined;
  /** Asked for a time before the answerer's own reader. */
  readonly parseTime?: ParseTime | undefined;
  /** What the answer before was about, so that "why that?" means something. */
  readonly subject?: Subject | undefined;
}

/** Answers from the record, by rules and without a language model. */
export interface RecordAnswerer {
  /** What a question is understood as; nothing is looked up for it. */
  read(question: string, context: AskContext): Understood;
  answer(question: string, context: AskContext): Promise<Answer>;
  /** `subject`: `D-12`, `T-3`, `O-5`, `F-7`, `A-2`, `N-4`, a full symbol, or null for the last that traded. */
  why(subject: string | null, context: AskContext): Promise<Answer>;
  whyNot(symbol: InstrumentSymbol, at: number | null, context: AskContext): Promise<Answer>;
  decisions(symbol: InstrumentSymbol | null, context: AskContext, part?: Part): Promise<Answer>;
  /** `words`: what the news should be about, with a time if need be; empty for whatever weighs most. */
  news(symbol: InstrumentSymbol | null, words: string, context: AskContext): Promise<Answer>;
  mood(symbol: InstrumentSymbol | null, context: AskContext): Promise<Answer>;
}

const NOTHING: Subject = { decisionId: null, symbol: null };

export function createAnswerer(sources: Sources): RecordAnswerer {
  const { view } = sources;
  const sign = (draft: Draft, topic: Topic, intent: string): Answer => ({
    outcome: draft.outcome,
    intent,
    language: topic.language,
    sentences: draft.sentences,
    facts: draft.sheet.facts(),
    subject: draft.subject ?? topic.subject,
    suggestions: draft.suggestions ?? [],
    answeredBy: ANSWERED_BY,
  });
  const bare = (context: AskContext): Topic => ({
    language: context.language,
    question: '',
    symbol: null,
    unknownCoin: null,
    side: null,
    reference: null,
    span: null,
    moment: null,
    subject: context.subject ?? NOTHING,
  });

  const read = (text: string, context: AskContext): Understood => {
    const own = createTimeReader(view.now(), context.zone);
    const parseTime: ParseTime = (words) => context.parseTime?.(words) ?? own(words);
    const coins = [...new Set(view.instruments().map(({ base }) => base))];
    return understand(text, { coins, parseTime });
  };

  return {
    read,
    async answer(question, context) {
      const understood = read(question, context);
      const topic = topicOf(understood, bare(context), view);
      return sign(await answerIntent(sources, topic, understood), topic, understood.intent);
    },
    async why(subject, context) {
      const isSymbol = subject?.includes('/') ?? false;
      // The last that traded is meant, whatever was spoken of before.
      const plain = { ...bare(context), subject: NOTHING };
      const topic = { ...plain, symbol: isSymbol ? subject : null, reference: isSymbol ? null : subject };
      return sign(await answerWhy(sources, topic), topic, 'why');
    },
    async whyNot(symbol, at, context) {
      const topic = { ...bare(context), symbol, moment: at, side: 'buy' as const };
      return sign(await answerWhyNot(sources, topic), topic, 'why-not');
    },
    async decisions(symbol, context, part) {
      const topic = { ...bare(context), symbol };
      return sign(await answerDecisions(sources, topic, part), topic, 'decisions');
    },
    async news(symbol, words, context) {
      const understood = read(words, context);
      const asked = topicOf(understood, bare(context), view);
      // A command is no sentence: `/news etf` does not tell that somebody speaks English.
      const topic = { ...asked, language: context.language, symbol: symbol ?? asked.symbol };
      const question = { words: searchedWords(understood), isAboutMove: false };
      return sign(await answerNews(sources, topic, question), topic, 'news');
    },
    async mood(symbol, context) {
      const topic = { ...bare(context), symbol };
      return sign(await answerMood(sources, topic, []), topic, 'mood');
    },
  };
}

/** Resolves what was read against what the desk trades. The question's own language wins over the person's setting. */
function topicOf(understood: Understood, bare: Topic, view: Sources['view']): Topic {
  const [coin = null] = understood.coins;
  const symbol = view.instruments().find(({ base }) => base === coin)?.symbol ?? null;
  const { time } = understood;
  return {
    ...bare,
    language: understood.language ?? bare.language,
    question: understood.text,
    symbol,
    unknownCoin: symbol === null ? coin : null,
    side: understood.side,
    reference: understood.reference,
    span: typeof time === 'object' ? time : null,
    moment: typeof time === 'number' ? time : null,
  };
}

/** What moved a price is asked of all the news; everything else of what the question names. */
function newsQuestion(understood: Understood): NewsQuestion {
  const isAboutMove = /왜|어째서|\bwhy\b|how come/i.test(understood.text);
  return { words: isAboutMove ? null : searchedWords(understood), isAboutMove };
}

function answerIntent(sources: Sources, topic: Topic, understood: Understood): Promise<Draft> | Draft {
  switch (understood.intent) {
    case 'why':
      return answerWhy(sources, topic);
    case 'premise':
      return answerPremise(sources, topic, claimedCause(understood) ?? '');
    case 'why-not':
      return answerWhyNot(sources, topic);
    case 'counterfactual':
      return answerCounterfactual(sources, topic);
    case 'reviewers':
      return answerReviewers(sources, topic);
    case 'scores':
      return answerScores(sources, topic);
    case 'holdings':
      return answerHoldings(sources, topic);
    case 'profit':
      return answerProfit(sources, topic);
    case 'fees':
      return answerFees(sources, topic);
    case 'performance':
      return answerPerformance(sources, topic);
    case 'extremes':
      return answerExtremes(sources, topic, askedExtreme(understood));
    case 'last-trade':
      return answerLastTrade(sources, topic);
    case 'today':
      return answerToday(sources, topic);
    case 'risk':
      return answerRisk(sources, topic);
    case 'market':
      return answerMarket(sources, topic);
    case 'news':
      return answerNews(sources, topic, newsQuestion(understood));
    case 'mood':
      return answerMood(sources, topic, askedFigures(understood));
    case 'approvals':
      return answerApprovals(sources, topic);
    case 'status':
      return answerStatus(sources, topic);
    case 'help':
      return answerHelp(topic, true);
    case 'thanks':
      return answerThanks();
    case 'greeting':
      return answerGreeting(topic);
    case 'not-understood':
      return answerHelp(topic, false);
  }
}
