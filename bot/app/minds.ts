import type { Logger } from 'pino';
import type { AssistantUse } from '../../agent/models/assistant-model.ts';
import type { CallStore } from '../../agent/models/call-store.ts';
import type { LanguageModel, ModelAnswer, ModelProviderName, ModelRef } from '../../agent/models/model-call.ts';
import type { ModelRoom, ModelRoomOptions } from '../../agent/models/model-room.ts';
import type { Database } from '../../db/database.ts';
import { ModelCallTable } from '../../db/model-call-table.ts';
import type { ReviewOrder } from '../../engine/decision/review-panel.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesSizingAdvisor } from '../../engine/decision/rules-sizing-advisor.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { ReviewerIdentity, ReviewerRole } from '../../engine/domain/verdict.ts';
import type { Reviewer } from '../../engine/ports/reviewer.ts';
import type { SizingAdvisor } from '../../engine/ports/sizing-advisor.ts';
import type { MindsConfig } from '../config/config-minds.ts';
import type { ModelStanding } from '../minds/standing.ts';
import { usedModels } from '../minds/used-models.ts';

/** Everybody who thinks beside the signal model, and what their calls have in common. */
export interface Minds {
  readonly config: MindsConfig;
  /** In the order in which a sequence asks them. */
  readonly reviewers: readonly Reviewer[];
  readonly order: ReviewOrder;
  /** Who sits where, with the weighted policy; null with the unanimous one. */
  readonly seats: Readonly<Record<'main' | 'risk' | 'news', ReviewerIdentity | null>> | null;
  readonly advisor: SizingAdvisor;
  readonly calls: CallStore;
  /** Null: no language model is configured. */
  readonly room: ModelRoom | null;
  /** Returns the assistant's model for one turn; null: none is configured. */
  assistant(use: AssistantUse): ReturnType<ModelRoom['assistant']> | null;
  /** Null: no language model is asked. */
  standing(): ModelStanding | null;
  /** To be told of every entry of the journal: an advisor looks at the last trades. */
  note(entry: JournalEntry): void;
  /** Takes back the questions that the desk waits for, and lets it ask none any more: each counts as an abstention. */
  stop(): void;
  /** Writes what is still to be written of calls. */
  close(): Promise<void>;
}

export interface MindsOptions {
  readonly config: MindsConfig;
  readonly calls: CallStore;
  readonly logger: Logger;
}

/** Opens who thinks, their calls kept in the database. Throws ConfigError. */
export function openMinds({
  database,
  ...options
}: Omit<MindsOptions, 'calls'> & { readonly database: Database }): Promise<Minds> {
  return openMindsOn({ ...options, calls: new ModelCallTable(database) });
}

/** Opens who thinks: the code of language models is loaded only where one is configured. Throws ConfigError. */
export async function openMindsOn({ config, calls, logger }: MindsOptions): Promise<Minds> {
  if (usedModels(config).length === 0) return rulesAlone(config, calls);
  const [{ openModelRoom }, { createLanguageModelReviewer }, { REVIEW_PROMPTS }, { loadPrompt }, sizing, recent] =
    await Promise.all([
      import('../../agent/models/model-room.ts'),
      import('../../agent/reviewers/language-model-reviewer.ts'),
      import('../../agent/reviewers/review-prompts.ts'),
      import('../../prompts/prompt-file.ts'),
      import('../../agent/sizing/language-model-advisor.ts'),
      import('../../agent/sizing/recent-trades.ts'),
    ]);
  const { models, review, assistant, advisor } = config;
  const room = await openModelRoom(roomOptions({ config, calls, logger }));
  const leaving = new AbortController();
  let spentOn: string | null = null;
  const modelBy = (ref: ModelRef) =>
    heard(until(leaving.signal, room.model(ref)), (answer) => {
      if (answer.outcome === 'failed' && answer.kind === 'over-budget') spentOn = room.describe().spent.day;
    });
  const reviewerBy = (role: ReviewerRole, ref: ModelRef | null): Reviewer | null =>
    ref === null
      ? null
      : createLanguageModelReviewer({
          ...{ role, model: modelBy(ref), prompt: loadPrompt(REVIEW_PROMPTS[role]) },
          deadlineMs: review.deadlineMs,
        });
  const trades = recent.createRecentTrades();
  return {
    ...seated(config, reviewerBy),
    config,
    calls,
    room,
    advisor:
      advisor === null
        ? rulesSizingAdvisor
        : sizing.createLanguageModelAdvisor({
            ...{ model: modelBy(advisor), deadlineMs: models.deadlineMs },
            recentTrades: (limit) => trades.last(limit),
          }),
    assistant: (use) => (assistant.model === null ? null : room.assistant(assistant.model, use)),
    standing() {
      const { providers, spent } = room.describe();
      const asked = new Set(usedModels(config).map(({ ref }) => ref.provider));
      return {
        providers: providers.filter(({ provider }) => asked.has(provider)),
        spent,
        isSpent: spentOn === spent.day,
        ...{ dayTokens: models.dayTokens, dayUsd: models.dayUsd, cassette: models.cassette.mode },
      };
    },
    note: (entry) => trades.note(entry),
    stop: () => leaving.abort(),
    close: () => room.close(),
  };
}

/** Returns what a configuration says of the room that models are asked in. */
export function roomOptions({ config, calls, logger }: MindsOptions): ModelRoomOptions {
  const { models, assistant, secrets } = config;
  const connectionOf = (name: ModelProviderName) => ({ baseUrl: models.urls[name], apiKey: secrets[name] });
  return {
    connections: {
      groq: connectionOf('groq'),
      ollama: connectionOf('ollama'),
      openai: connectionOf('openai'),
      anthropic: connectionOf('anthropic'),
      perplexity: connectionOf('perplexity'),
      compatible: connectionOf('compatible'),
    },
    atOnce: models.atOnce,
    idleMs: models.idleMs,
    budget: { dayTokens: models.dayTokens, dayUsd: models.dayUsd, assistantDayUsd: assistant.dayUsd },
    prices: models.prices,
    cassette: models.cassette.mode === 'live' ? null : models.cassette,
    calls,
    logger: logger.child({ component: 'models' }),
  };
}

/** Lets somebody hear what a model's answers come to. */
function heard(model: LanguageModel, listen: (answer: ModelAnswer) => void): LanguageModel {
  return {
    name: model.name,
    ref: model.ref,
    async ask(question, signal) {
      const answer = await model.ask(question, signal);
      listen(answer);
      return answer;
    },
  };
}

/** Whoever leaves the desk does not wait for a slow model. */
function until(leaving: AbortSignal, model: LanguageModel): LanguageModel {
  return {
    name: model.name,
    ref: model.ref,
    ask: (question, signal) => model.ask(question, signal === undefined ? leaving : AbortSignal.any([leaving, signal])),
  };
}

function rulesAlone(config: MindsConfig, calls: CallStore): Minds {
  return {
    ...seated(config, () => null),
    config,
    calls,
    room: null,
    advisor: rulesSizingAdvisor,
    assistant: () => null,
    standing: () => null,
    note: () => undefined,
    stop: () => undefined,
    close: async () => undefined,
  };
}

type Seated = Pick<Minds, 'reviewers' | 'order' | 'seats'>;

/** Rules stand in where no model sits: they are named as rules wherever a name is shown. */
function seated(
  { review }: MindsConfig,
  reviewerBy: (role: ReviewerRole, ref: ModelRef | null) => Reviewer | null,
): Seated {
  if (review.policy === 'weighted') {
    const main = reviewerBy('main', review.main) ?? rulesTechnicalReviewer;
    const risk = reviewerBy('risk', review.risk) ?? rulesNewsReviewer;
    const news = reviewerBy('news', review.news);
    // One dissent decides nothing here: everybody is heard.
    return {
      reviewers: [main, risk, ...(news === null ? [] : [news])],
      order: 'parallel',
      seats: { main: main.identity, risk: risk.identity, news: news?.identity ?? null },
    };
  }
  const { order } = review;
  const first = reviewerBy('news-psychology', review.first);
  const second = reviewerBy('technical', review.second);
  // Rules alone speak in the order of the oldest records.
  const reviewers =
    first === null && second === null
      ? [rulesTechnicalReviewer, rulesNewsReviewer]
      : [first ?? rulesNewsReviewer, second ?? rulesTechnicalReviewer];
  return { reviewers, order, seats: null };
}
