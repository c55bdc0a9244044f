import type { ModelRoom } from '../../agent/models/model-room.ts';
import { createLanguageModelReviewer } from '../../agent/reviewers/language-model-reviewer.ts';
import { REVIEW_PROMPTS } from '../../agent/reviewers/review-prompts.ts';
import { NO_DEADLINE } from '../../engine/decision/deadline.ts';
import type { Made } from '../../engine/decision/decide.ts';
import { createDecisionDesk } from '../../engine/decision/decision-desk.ts';
import { rulesSizingAdvisor } from '../../engine/decision/rules-sizing-advisor.ts';
import type { Stance, Verdict } from '../../engine/domain/verdict.ts';
import { loadPrompt } from '../../prompts/prompt-file.ts';
import {
  fakeModel,
  fakeReviewer,
  inputs,
  modelVote,
  NOW,
  newsItem,
  signal,
  verdict,
} from '../engine/decision/decision-fixtures.ts';
import { type FakeLlm, startFakeLlm } from '../fakes/llm/llm-server.ts';
import { openRoomAt } from '../fakes/llm/room-at.ts';
import { COMMAND } from '../fakes/llm/verdict-faults.ts';

/** The two seats of dual verification, each at the provider that holds it by default. */
export const SEATS = {
  groq: { model: 'openai/gpt-oss-20b', role: 'news-psychology' },
  ollama: { model: 'qwen3:8b', role: 'technical' },
} as const;
export type Seat = keyof typeof SEATS;

/** How long an answer that has begun may pause. */
const IDLE_MS = 5_000;

export interface FaultCase {
  readonly seat: Seat;
  readonly deadlineMs: number;
  /** How the signal model votes; the other reviewer always assents. */
  readonly modelStance?: Stance;
}

export interface Tried {
  readonly made: Made;
  /** Of the reviewer that is asked over the wire. */
  readonly verdict: Verdict;
  readonly tookMs: number;
}

/**
 * Carries a signal that everybody else assents to through the decision desk, with one reviewer at a server of ours
 * that `prepare` may break; news that wants to be obeyed lies among the evidence.
 */
export async function tryFault(one: FaultCase, prepare: (llm: FakeLlm) => void): Promise<Tried> {
  const llm = await startFakeLlm();
  prepare(llm);
  const room = await openRoomAt({ groq: llm.url, ollama: llm.url }, { idleMs: IDLE_MS });
  try {
    return await decided(one, room);
  } finally {
    await room.close();
    await llm.close();
  }
}

async function decided({ seat, deadlineMs, modelStance = 'buy' }: FaultCase, room: ModelRoom): Promise<Tried> {
  const { model, role } = SEATS[seat];
  const reviewer = createLanguageModelReviewer({
    role,
    model: room.model({ provider: seat, model }),
    prompt: loadPrompt(REVIEW_PROMPTS[role]),
    deadlineMs,
  });
  const other = fakeReviewer('other', async () => verdict('other', 'buy'));
  const desk = createDecisionDesk({
    clock: { now: () => NOW },
    // The models have deadlines of their own; the desk's would only hide one that does not keep them.
    deadline: NO_DEADLINE,
    model: fakeModel(modelVote(modelStance)),
    reviewers: seat === 'groq' ? [reviewer, other] : [other, reviewer],
    advisor: rulesSizingAdvisor,
    news: { find: async () => [newsItem({ tone: 0.4, title: { en: COMMAND } })] },
    series: { series: async () => [] },
    deadlines: { newsMs: 1, modelMs: 1, reviewerMs: 1, advisorMs: 1 },
  });
  const { asOf: _asOf, news: _news, series: _series, ...seen } = inputs();
  const startedAt = performance.now();
  const made = await desk.consider(signal(), 1, () => seen);
  const tookMs = performance.now() - startedAt;
  const found = made.record.verdicts.find(({ reviewer: { name } }) => name === reviewer.identity.name);
  if (found === undefined) throw new Error(`${reviewer.identity.name} is missing in the record`);
  return { made, verdict: found, tookMs };
}
