import { parentPort, workerData } from 'node:worker_threads';
import type { NewsEvidence, SeriesEvidence } from '../../engine/domain/evidence.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import { loadRecording } from '../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../engine/recordings/recording-files.ts';
import { createAssetIndex } from '../../rag/sentiment/asset-index.ts';
import { moodOf } from '../news-mood.ts';
import { comparedEvent } from '../what-if/played-events.ts';
import type { FromThread, ToThread, WhatIfJob } from '../what-if/what-if-job.ts';
import { playWhatIf } from './what-if-desk.ts';

interface Waiting {
  resolve(answer: ToThread): void;
  reject(fault: Error): void;
}

/** The news store stands in the main thread: each question about it waits here for its answer. */
const waiting = new Map<number, Waiting>();
let questions = 0;

parentPort?.on('message', (answer: ToThread) => {
  const one = waiting.get(answer.id);
  waiting.delete(answer.id);
  if (answer.type === 'refused') one?.reject(new Error('the store of the news gave no answer'));
  else one?.resolve(answer);
});

function ask(question: (id: number) => FromThread): Promise<ToThread> {
  questions += 1;
  const id = questions;
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    send(question(id));
  });
}

function send(message: FromThread): void {
  parentPort?.postMessage(message);
}

async function play(job: WhatIfJob): Promise<void> {
  const [recording, model] = await Promise.all([loadRecording(recordingDirectory(job.recording)), loadSignalModel()]);
  const mood = createAssetIndex();
  for (const document of job.documents) mood.add(document);
  const { entries, reviewers, lostAnswers } = await playWhatIf({
    job,
    recording,
    model,
    news: {
      find: async (query): Promise<readonly NewsEvidence[]> => {
        const answer = await ask((id) => ({ type: 'news', id, query }));
        return answer.type === 'news' ? answer.news : [];
      },
    },
    series: {
      series: async (asOf): Promise<readonly SeriesEvidence[]> => {
        const answer = await ask((id) => ({ type: 'series', id, asOf }));
        return answer.type === 'series' ? answer.series : [];
      },
    },
    sentiment: { read: (asset, asOf) => moodOf(mood, asset, asOf) },
  });
  const events = entries.flatMap((entry) => comparedEvent(entry) ?? []);
  send({ type: 'played', played: { events, reviewers, lostAnswers } });
}

play(workerData as WhatIfJob)
  .catch((fault: unknown) => send({ type: 'failed', message: fault instanceof Error ? fault.message : 'unknown' }))
  .finally(() => parentPort?.close());
