import type { Prompt } from '../../prompts/prompt-file.ts';
import { NEWS_EVENTS } from '../../rag/sentiment/reader.ts';
import { checkAnswer, readingSchema } from '../news-reading-answer.ts';
import { documentBoundary, quoteDocument } from '../news-reading-document.ts';
import { checkRatioAnswer, ratioSchema } from '../sizing/ratio-answer.ts';
import { quoteAccount } from '../sizing/ratio-evidence.ts';
import { EXAMPLE_DECISION } from './example-decision.ts';
import type { PromptTrial, TrialQuestion } from './prompt-trial.ts';

const MINUTE = 60_000;

/** How much to put in, asked about the example. */
export const ratioTrial: PromptTrial = {
  id: 'investment-ratio',
  usedBy: 'review.advisor: how much of equity an entry takes',
  question(prompt) {
    const { boundary, text } = quoteAccount(EXAMPLE_DECISION, [
      {
        symbol: 'SOL/USDT:USDT',
        direction: 'long',
        netFraction: -0.0061,
        closedAt: EXAMPLE_DECISION.asOf - 95 * MINUTE,
      },
    ]);
    return {
      ...{ prompt: prompt.fill({ boundary }), user: text, ...limitsOf(prompt) },
      answer: { name: 'investment_ratio', schema: ratioSchema() },
      check(answer) {
        const read = checkRatioAnswer(answer);
        if (read.outcome === 'malformed') return { outcome: 'unfit', why: read.detail };
        if (read.outcome === 'refused') return { outcome: 'unfit', why: 'refused' };
        const { investmentFraction, maxLossFraction, takeProfitFraction, reasoning } = read;
        const figures = [investmentFraction, maxLossFraction, takeProfitFraction].join(' / ');
        return { outcome: 'fits', said: `ratio / loss / target ${figures}; ${reasoning}` };
      },
    };
  },
  problems: () => [],
};

const REPORT = {
  id: 'N-41',
  title: { en: 'Regulator asks for comments on a "spot" Solana fund' },
  body: { en: 'The regulator opened a comment period on a fund that would hold SOL. A decision is months away.' },
  source: 'Example Wire',
  publishedAt: EXAMPLE_DECISION.asOf - 52 * MINUTE,
  assets: ['SOL'],
};

/** One report, read in quarantine. */
export const newsTrial: PromptTrial = {
  id: 'news-reader',
  usedBy: 'news.reader: the quarantined reader of news',
  question(prompt) {
    const boundary = documentBoundary(REPORT);
    const filled = prompt.fill({ boundary, assets: REPORT.assets.join(', '), events: NEWS_EVENTS.join(', ') });
    return {
      ...{ prompt: filled, user: quoteDocument(REPORT, boundary), ...limitsOf(prompt) },
      answer: { name: 'reading', schema: readingSchema(REPORT.assets) },
      check(answer) {
        const read = checkAnswer(answer, REPORT.assets);
        if (read.outcome === 'abstained') return { outcome: 'unfit', why: read.detail };
        const { tone, confidence, event, assets, urgency } = read.reading;
        const said = `tone ${tone}, confidence ${confidence}, ${event}, ${assets.join(' ')}, urgency ${urgency}`;
        return { outcome: 'fits', said };
      },
    };
  },
  problems: () => [],
};

/** The instructions of a conversation need tools and a person: `assent ask` tries them. */
export function assistantTrial(language: 'en' | 'ko', usedBy: string): PromptTrial {
  return {
    id: `assistant-${language}`,
    usedBy,
    question: null,
    problems(prompt) {
      const { text } = prompt.fill({ coins: 'BTC, ETH, XRP, SOL' });
      return text.includes('BTC, ETH, XRP, SOL') ? [] : ['It does not name the coins.'];
    },
  };
}

/** A text that stands in prompts and is never asked by itself. */
export function passageTrial(id: string): PromptTrial {
  return { id, usedBy: 'the prompts that take it in', question: null, problems: () => [] };
}

/** Of a prompt without hints, what its only asker allows. */
function limitsOf({ hints }: Prompt): Pick<TrialQuestion, 'maxTokens' | 'deadlineMs'> {
  return { maxTokens: hints?.maxTokens ?? 1_024, deadlineMs: hints?.deadlineMs ?? 20_000 };
}
