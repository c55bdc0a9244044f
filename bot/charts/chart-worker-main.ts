import { parentPort } from 'node:worker_threads';
import { RefusedError } from '../../engine/domain/errors.ts';
import type { ChartAnswer, ChartJob } from './chart-messages.ts';
import { drawChart } from './draw-chart.ts';

function answer({ job, request }: ChartJob): ChartAnswer {
  try {
    return { type: 'drawn', job, ...drawChart(request) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { type: 'failed', job, refused: error instanceof RefusedError, message: message.slice(0, 300) };
  }
}

parentPort?.on('message', (job: ChartJob) => parentPort?.postMessage(answer(job)));
