import type { FeatureVector } from '../domain/feature-vector.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { ModelVote, Stance, Verdict } from '../domain/verdict.ts';
import type { Clock } from '../ports/clock.ts';
import type { Reviewer, ReviewRequest } from '../ports/reviewer.ts';
import type { SignalModel } from '../ports/signal-model.ts';
import { canonicalJson, isPlainObject } from './canonical-json.ts';
import type { Votes } from './consensus.ts';
import type { Deadline } from './deadline.ts';
import { inTime } from './deadline.ts';

export interface ReviewPanelOptions {
  readonly clock: Clock;
  readonly deadline: Deadline;
  readonly model: Pick<SignalModel, 'identity' | 'vote'>;
  readonly reviewers: readonly Reviewer[];
  readonly modelDeadlineMs: number;
  readonly reviewerDeadlineMs: number;
}

export interface ReviewPanel {
  /** Asks all at once; never throws. `newsKnown: false` asks no reviewer: silence of the news is not good news. */
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
]);

const STANCES: ReadonlySet<unknown> = new Set<Stance>(['buy', 'sell', 'hold']);

/** Returns a panel whose every member answers in time or abstains. */
export function createReviewPanel(options: ReviewPanelOptions): ReviewPanel {
  return {
    async vote(request, newsKnown) {
      const [model, ...verdicts] = await Promise.all([
        askModel(options, request.features),
        ...options.reviewers.map((reviewer) =>
          newsKnown ? askReviewer(options, reviewer, request) : withoutNews(reviewer),
        ),
      ]);
      return { model, verdicts };
    },
  };
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
  if (!isVerdict(answer.value)) return abstain(reason('reviewer.malformed'));
  return { ...answer.value, ...stamp };
}

function withoutNews(reviewer: Reviewer): Promise<Verdict> {
  return Promise.resolve({
    reviewer: reviewer.identity,
    latencyMs: 0,
    outcome: 'abstained',
    reason: reason('reviewer.no-news'),
  });
}

function isModelVote(value: unknown): value is ModelVote {
  if (!isRecordable(value)) return false;
  if (value.outcome === 'abstained') return isReason(value.reason);
  const numbers = [value.probabilityUp, value.probabilityDown, value.thresholdUp, value.thresholdDown];
  return (
    value.outcome === 'voted' &&
    STANCES.has(value.stance) &&
    numbers.every(isFraction) &&
    Array.isArray(value.contributions)
  );
}

function isVerdict(value: unknown): value is Verdict {
  if (!isRecordable(value)) return false;
  if (value.outcome === 'abstained') return isReason(value.reason);
  return (
    value.outcome === 'voted' &&
    STANCES.has(value.stance) &&
    isFraction(value.confidence) &&
    Array.isArray(value.reasons) &&
    value.reasons.every(isReason)
  );
}

/** What cannot be written into the record cannot count either. */
function isRecordable(value: unknown): value is Readonly<Record<string, unknown>> {
  if (!isPlainObject(value)) return false;
  try {
    canonicalJson(value);
    return true;
  } catch {
    return false;
  }
}

function isReason(value: unknown): value is Reason {
  return isPlainObject(value) && typeof value.code === 'string' && isPlainObject(value.values);
}

function isFraction(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}
