import type { FeatureVector } from '../domain/feature-vector.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { ModelVote, Verdict } from '../domain/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { Reviewer, ReviewRequest } from '../ports/reviewer.ts';
import type { SignalModel } from '../ports/signal-model.ts';
import type { Votes } from './consensus.ts';
import type { Deadline } from './deadline.ts';
import { inTime } from './deadline.ts';
import { isModelVote, isVerdictOf } from './vote-shape.ts';
import { isHuman, wantedSide } from './wanted-side.ts';

export interface ReviewPanelOptions {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly model: Pick<SignalModel, 'identity' | 'vote'>;
  readonly reviewers: readonly Reviewer[];
  readonly modelDeadlineMs: number;
  readonly reviewerDeadlineMs: number;
  /** Parallel unless told. */
  readonly order?: ReviewOrder;
}

/**
 * `parallel` asks all at once. `sequence` asks one after the other, and nobody more once one does not take the wanted
 * side: where every voice must assent, the others' would change nothing.
 */
export type ReviewOrder = 'parallel' | 'sequence';

export interface ReviewPanel {
  /** Asks in the panel's order; never throws. `newsKnown: false` asks no reviewer: silence of the news is not good news. */
  vote(request: ReviewRequest, newsKnown: boolean): Promise<Votes>;
}

/** Abstentions that tell of the hour and not of the evidence: a replay takes them as they are written. */
export const PANEL_ABSTENTIONS: ReadonlySet<string> = new Set([
  'model.late',
  'model.failed',
  'model.malformed',
  'reviewer.late',
  'reviewer.failed',
  'reviewer.malformed',
  'reviewer.no-news',
  'reviewer.not-asked',
  'reviewer.own-order',
]);

/** Returns a panel whose every member answers in time or abstains. */
export function createReviewPanel(options: ReviewPanelOptions): ReviewPanel {
  return {
    async vote(request, newsKnown) {
      const [model, verdicts] = await Promise.all([
        askModel(options, request.features),
        askReviewers(options, request, newsKnown),
      ]);
      return { model, verdicts };
    },
  };
}

async function askReviewers(
  options: ReviewPanelOptions,
  request: ReviewRequest,
  newsKnown: boolean,
): Promise<readonly Verdict[]> {
  const { reviewers, order } = options;
  if (!newsKnown) return reviewers.map((reviewer) => unasked(reviewer, reason('reviewer.no-news')));
  if (isHuman(request.signal)) return askOfOwnOrder(options, request);
  if (order === 'sequence') return askInTurn(options, request);
  return Promise.all(reviewers.map((reviewer) => askReviewer(options, reviewer, request)));
}

/** It needs nobody's assent, and its owner does not wait for a slow voice: what answers at once is heard. */
function askOfOwnOrder(options: ReviewPanelOptions, request: ReviewRequest): Promise<readonly Verdict[]> {
  return Promise.all(
    options.reviewers.map((reviewer) =>
      reviewer.identity.kind === 'rules'
        ? askReviewer(options, reviewer, request)
        : unasked(reviewer, reason('reviewer.own-order')),
    ),
  );
}

async function askInTurn(options: ReviewPanelOptions, request: ReviewRequest): Promise<readonly Verdict[]> {
  const wanted = wantedSide(request.signal);
  const verdicts: Verdict[] = [];
  let against: Verdict | null = null;
  for (const reviewer of options.reviewers) {
    const verdict: Verdict =
      against === null
        ? await askReviewer(options, reviewer, request)
        : unasked(reviewer, reason('reviewer.not-asked', { after: against.reviewer.name }));
    verdicts.push(verdict);
    if (against === null && (verdict.outcome === 'abstained' || verdict.stance !== wanted)) against = verdict;
  }
  return verdicts;
}

async function askModel(options: ReviewPanelOptions, features: FeatureVector | null): Promise<ModelVote> {
  const { model, modelDeadlineMs, deadline } = options;
  const abstain = (why: Reason): ModelVote => ({ outcome: 'abstained', model: model.identity, reason: why });
  if (features === null) return abstain(reason('model.not-warmed-up'));
  const answer = await inTime(async () => model.vote(features), modelDeadlineMs, deadline);
  if (answer.outcome === 'late') return abstain(reason('model.late', { deadlineMs: modelDeadlineMs }));
  if (answer.outcome === 'failed') return abstain(reason('model.failed'));
  if (!isModelVote(answer.value)) return abstain(reason('model.malformed'));
  return { ...answer.value, model: model.identity };
}

async function askReviewer(
  { clock, deadline, reviewerDeadlineMs }: ReviewPanelOptions,
  reviewer: Reviewer,
  request: ReviewRequest,
): Promise<Verdict> {
  const askedAt = clock.now();
  const answer = await inTime(async (signal) => reviewer.review(request, signal), reviewerDeadlineMs, deadline);
  // Identity and latency are the panel's word, not the voter's: nobody speaks under another's name.
  const stamp = { reviewer: reviewer.identity, latencyMs: clock.now() - askedAt };
  const abstain = (why: Reason): Verdict => ({ ...stamp, outcome: 'abstained', reason: why });
  if (answer.outcome === 'late') return abstain(reason('reviewer.late', { deadlineMs: reviewerDeadlineMs }));
  if (answer.outcome === 'failed') return abstain(reason('reviewer.failed'));
  if (!isVerdictOf(reviewer.identity, answer.value)) return abstain(reason('reviewer.malformed'));
  return { ...answer.value, ...stamp };
}

function unasked({ identity }: Reviewer, why: Reason): Verdict {
  return { reviewer: identity, latencyMs: 0, outcome: 'abstained', reason: why };
}
