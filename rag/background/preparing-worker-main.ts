import { parentPort } from 'node:worker_threads';
import { createLexicalEmbedder } from '../embedders/lexical-embedder.ts';
import { prepareDocument } from '../prepare.ts';
import type { PreparingAnswer, PreparingRequest } from './preparing-messages.ts';

const lexical = createLexicalEmbedder();

async function answer(request: PreparingRequest): Promise<PreparingAnswer> {
  const { job } = request;
  try {
    if (request.type === 'prepare') {
      return { type: 'prepared', job, prepared: request.items.map((item) => prepareDocument(item, request.context)) };
    }
    return { type: 'embedded', job, vectors: await lexical.embed(request.texts, request.role) };
  } catch (error) {
    return { type: 'failed', job, message: String(error).slice(0, 300) };
  }
}

parentPort?.on('message', async (request: PreparingRequest) => {
  parentPort?.postMessage(await answer(request));
});
