import type { LanguageModel } from '../../agent/models/model-call.ts';
import { createLanguageModelReviewer } from '../../agent/reviewers/language-model-reviewer.ts';
import { REVIEW_PROMPTS } from '../../agent/reviewers/review-prompts.ts';
import type { ReviewOrder } from '../../engine/decision/review-panel.ts';
import { rulesSizingAdvisor } from '../../engine/decision/rules-sizing-advisor.ts';
import type { ReviewerRole } from '../../engine/domain/verdict.ts';
import type { ReplayTape } from '../../engine/exchanges/replay-path.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import type { SignalModel } from '../../engine/ports/signal-model.ts';
import type { CandleColumns } from '../../engine/recordings/bar-codec.ts';
import { loadRecording } from '../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../engine/recordings/recording-files.ts';
import { loadPrompt } from '../../prompts/prompt-file.ts';
import { playTape } from '../eval/replayed-desk.ts';
import { type FakeLlm, startFakeLlm } from '../fakes/llm/llm-server.ts';
import { openRoomAt } from '../fakes/llm/room-at.ts';
import type { Personality } from '../fakes/llm/saying.ts';
import { assenting } from '../fakes/llm/verdict-personalities.ts';
import type { Benchmark } from './benchmark.ts';
import { deskConfig } from './desk-config.ts';
import { quantile } from './sample.ts';
import { withScratch } from './scratch.ts';
import { printTable, type Row } from './table.ts';

/** Four markets, some twenty candidates. */
const HOURS = 6;
const HOUR_MS = 3_600_000;
const DEADLINE_MS = 20_000;
/** A model on a CPU takes 30 to 50 s; here it waits a fiftieth of that. */
const CPU_SCALE = 50;

/** How long a server takes to answer, ms: the values in turn. */
type Latencies = readonly number[];

const GROQ_8B: Latencies = [200];
const GROQ_70B: Latencies = [400, 550, 700, 480, 620];
const OLLAMA_GPU: Latencies = [1_500];
const OLLAMA_CPU: Latencies = [30_000, 40_000, 50_000, 35_000].map((ms) => ms / CPU_SCALE);
const AT_ONCE: Latencies = [0];

interface Way {
  readonly reviewers: string;
  readonly order: ReviewOrder;
  /** Null: the rules review. */
  readonly latencies: { readonly groq: Latencies; readonly ollama: Latencies } | null;
}

const WAYS: readonly Way[] = [
  { reviewers: 'rules', order: 'parallel', latencies: null },
  ...inBothOrders('two models, no latency', AT_ONCE, AT_ONCE),
  ...inBothOrders('8B 0.2 s, GPU 1.5 s', GROQ_8B, OLLAMA_GPU),
  ...inBothOrders('70B 0.4-0.7 s, GPU 1.5 s', GROQ_70B, OLLAMA_GPU),
  ...inBothOrders(`70B 0.4-0.7 s, CPU 30-50 s as a ${CPU_SCALE}th`, GROQ_70B, OLLAMA_CPU),
];

function inBothOrders(reviewers: string, groq: Latencies, ollama: Latencies): readonly [Way, Way] {
  const way = (order: ReviewOrder): Way => ({ reviewers, order, latencies: { groq, ollama } });
  return [way('parallel'), way('sequence')];
}

export const minds: Benchmark = {
  name: 'minds',
  about: `from a closed candle to the recorded decision, ms; ${HOURS} recorded hours, servers of ours that wait as stated`,
  async run() {
    const model = await loadSignalModel();
    const tape = firstHours(await loadRecording(recordingDirectory('may-2025')));
    // What loads and compiles on first use is no part of a decision.
    await measure(inBothOrders('warm-up', AT_ONCE, AT_ONCE)[0], tape, model);
    const rows: Row[] = [];
    for (const way of WAYS) rows.push(await measure(way, tape, model));
    printTable(rows);
  },
};

async function measure(way: Way, tape: ReplayTape, model: SignalModel): Promise<Row> {
  const { reviewers, order, latencies } = way;
  const groq = await startFakeLlm();
  const ollama = await startFakeLlm();
  const room = await openRoomAt({ groq: groq.url, ollama: ollama.url });
  try {
    if (latencies !== null) {
      answerAfter(groq, latencies.groq);
      answerAfter(ollama, latencies.ollama);
    }
    const first = reviewer('news-psychology', room.model({ provider: 'groq', model: 'openai/gpt-oss-20b' }));
    const second = reviewer('technical', room.model({ provider: 'ollama', model: 'qwen3:8b' }));
    const times = await timesOf(tape, model, { order, reviewers: latencies === null ? undefined : [first, second] });
    return { reviewers, order: latencies === null ? '' : order, ...columnsOf(times) };
  } finally {
    await room.close();
    await Promise.all([groq.close(), ollama.close()]);
  }
}

function timesOf(
  tape: ReplayTape,
  model: SignalModel,
  { order, reviewers }: { order: ReviewOrder; reviewers: readonly ReturnType<typeof reviewer>[] | undefined },
): Promise<readonly number[]> {
  return withScratch(async (directory) => {
    const times: number[] = [];
    let closedAt = 0;
    await playTape({
      ...{ config: deskConfig(directory), tape, model, order, reviewers, advisor: rulesSizingAdvisor },
      onMarket: () => {
        closedAt = performance.now();
      },
      onEntry: ({ event }) => {
        const isEntry = event.type === 'decision.made' && event.record.signal.action === 'enter';
        if (isEntry) times.push(performance.now() - closedAt);
      },
    });
    return times;
  });
}

function columnsOf(times: readonly number[]): Row {
  return {
    decisions: String(times.length),
    min: quantile(times, 0),
    median: quantile(times, 0.5),
    p95: quantile(times, 0.95),
  };
}

function reviewer(role: ReviewerRole, model: LanguageModel) {
  return createLanguageModelReviewer({
    role,
    model,
    prompt: loadPrompt(REVIEW_PROMPTS[role]),
    deadlineMs: DEADLINE_MS,
  });
}

/** Each answer sets how long the next one takes. */
function answerAfter(llm: FakeLlm, latencies: Latencies): void {
  let next = 0;
  const turn = () => latencies[next++ % latencies.length] ?? 0;
  const personality: Personality = (asked) => {
    llm.become(personality, { afterMs: turn() });
    return assenting(asked);
  };
  llm.become(personality, { afterMs: turn() });
}

function firstHours(recording: ReplayTape): ReplayTape {
  const endTime = recording.manifest.startTime + HOURS * HOUR_MS;
  return {
    symbols: recording.symbols,
    manifest: { ...recording.manifest, endTime },
    candles(symbol) {
      const all = recording.candles(symbol);
      const end = all.openTime.findIndex((time) => time >= endTime);
      const cut = (column: Float64Array) => column.subarray(0, end);
      const { openTime, open, high, low, close, volume } = all;
      const columns: CandleColumns = {
        openTime: cut(openTime),
        open: cut(open),
        high: cut(high),
        low: cut(low),
        close: cut(close),
        volume: cut(volume),
      };
      return columns;
    },
  };
}
