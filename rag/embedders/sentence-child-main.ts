import { setPriority } from 'node:os';
import { EmbedderError } from './embedder.ts';
import type { SentenceAnswer, SentenceRequest } from './sentence-messages.ts';
import { openSentenceModel, type SentenceModel } from './sentence-model.ts';

/** Texts in one run of the model: larger batches are no quicker on one thread, and a question waits for the run. */
const BATCH = 8;

/** An import keeps a core busy for minutes: where cores are short, the desk gets three times the share. */
const PATIENT = 5;

interface Job {
  readonly id: number;
  readonly role: 'query' | 'passage';
  /** The texts' tokens, longest last, so that a batch is of like length. */
  readonly waiting: { readonly place: number; readonly ids: readonly number[] }[];
  readonly vectors: Float32Array[];
}

const jobs: Job[] = [];
let running = false;

function serve(model: SentenceModel, request: SentenceRequest): void {
  switch (request.type) {
    case 'embed':
      accept(model, request);
      if (!running) void work(model);
      return;
    case 'cancel':
      forget(request.job);
      return;
    case 'close':
      process.exit();
  }
}

function accept(model: SentenceModel, { job, texts, role }: Extract<SentenceRequest, { type: 'embed' }>): void {
  try {
    const waiting = texts.map((text, place) => ({ place, ids: model.tokenize(text, role) }));
    waiting.sort((a, b) => a.ids.length - b.ids.length);
    jobs.push({ id: job, role, waiting, vectors: [] });
  } catch (error) {
    answer({ type: 'failed', job, ...complaint(error) });
  }
}

/** One batch at a time; a question goes before whatever an import still wants. */
async function work(model: SentenceModel): Promise<void> {
  running = true;
  while (jobs.length > 0) {
    const job = jobs.find(({ role }) => role === 'query') ?? jobs[0];
    if (job !== undefined) await step(model, job);
    // Lets a question or a cancellation in.
    await new Promise((resolve) => setImmediate(resolve));
  }
  running = false;
}

async function step(model: SentenceModel, job: Job): Promise<void> {
  const batch = job.waiting.splice(0, BATCH);
  try {
    const vectors = await model.run(batch.map(({ ids }) => ids));
    for (const [row, { place }] of batch.entries()) {
      const vector = vectors[row];
      if (vector !== undefined) job.vectors[place] = vector;
    }
    if (job.waiting.length > 0 || !jobs.includes(job)) return;
    forget(job.id);
    answer({ type: 'embedded', job: job.id, vectors: job.vectors });
  } catch (error) {
    forget(job.id);
    answer({ type: 'failed', job: job.id, ...complaint(error) });
  }
}

function forget(id: number): void {
  const place = jobs.findIndex((job) => job.id === id);
  if (place >= 0) jobs.splice(place, 1);
}

function complaint(error: unknown): { readonly code: EmbedderError['code']; readonly message: string } {
  if (error instanceof EmbedderError) return { code: error.code, message: error.message };
  return { code: 'unavailable', message: `The sentence model failed: ${String(error).slice(0, 300)}` };
}

function answer(message: SentenceAnswer): void {
  // The callback is what keeps a parent that has gone from ending this with an error.
  process.send?.(message, undefined, undefined, () => undefined);
}

// Ctrl+C reaches the whole group; the parent decides when this ends, and takes it along when it is gone itself.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => undefined);
process.on('disconnect', () => process.exit());

setPriority(PATIENT);

try {
  const [, , directory = ''] = process.argv;
  const model = await openSentenceModel(directory);
  const { name, version, dimensions } = model;
  process.on('message', (request: SentenceRequest) => serve(model, request));
  answer({ type: 'ready', name, version, dimensions });
} catch (error) {
  answer({ type: 'refused', ...complaint(error) });
}
