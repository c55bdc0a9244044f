import { parentPort } from 'node:worker_threads';

await import('../../../rag/background/preparing-worker.js');

// Besides the thread of the product one who ends it: by a throw, or without a word. A port hands out messages as soon
// as it has a listener, so this one comes second.
parentPort?.on('message', ({ items }) => {
  const words = items?.map(({ title }) => title.en) ?? [];
  if (words.includes('throw')) throw new Error('out of memory');
  if (words.includes('exit')) process.exit(1);
});
