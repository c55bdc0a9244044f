import { NO_DEADLINE } from '../../engine/decision/deadline.ts';
import { decide } from '../../engine/decision/decide.ts';
import { createDecisionDesk } from '../../engine/decision/decision-desk.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesSizingAdvisor } from '../../engine/decision/rules-sizing-advisor.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import type { FeatureVector } from '../../engine/domain/feature-vector.ts';
import { findFeatureSet } from '../../engine/features/registry.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import { ASSENTS, inputs, modelVote, NOW, newsItem, signal } from '../engine/decision/decision-fixtures.ts';
import type { Benchmark } from './benchmark.ts';
import { quantile, timeCalls } from './sample.ts';
import { printTable, ratio, spread } from './table.ts';

const CALLS = 3_000;

export const decision: Benchmark = {
  name: 'decision',
  about: 'from signal to sealed record, µs; ratio to the vote of the ONNX model alone',
  async run() {
    const model = await loadSignalModel();
    const features = featuresFor(model.identity.featureSet);
    const seen = inputs({ features });
    const news = [newsItem({ tone: 0.4 })];
    const desk = createDecisionDesk({
      clock: { now: () => NOW },
      deadline: NO_DEADLINE,
      model,
      reviewers: [rulesTechnicalReviewer, rulesNewsReviewer],
      advisor: rulesSizingAdvisor,
      news: { find: async () => news },
      series: { series: async () => [] },
      deadlines: { newsMs: 2_000, modelMs: 1_000, reviewerMs: 20_000, advisorMs: 20_000 },
    });
    const made = { signal: signal(), at: NOW, inputs: { ...seen, news }, verdicts: ASSENTS, advice: null, moved: null };
    const vote = await timeCalls(CALLS, CALLS, () => model.vote(features));
    const ways = {
      'the vote of the model': vote,
      'decide(), all assent': await timeCalls(CALLS, CALLS, (number) =>
        decide({ ...made, number, model: modelVote() }),
      ),
      'consider(), no database': await timeCalls(CALLS, CALLS, (number) => desk.consider(signal(), number, () => seen)),
    };
    printTable(
      Object.entries(ways).map(([way, sample]) => ({
        way,
        ...spread(sample),
        ratio: ratio(quantile(sample, 0.5), quantile(vote, 0.5)),
      })),
    );
  },
};

function featuresFor(id: string): FeatureVector {
  const names = findFeatureSet(id)?.names ?? [];
  return { featureSet: id, symbol: signal().symbol, asOf: NOW, names, values: names.map((_, index) => index / 10) };
}
