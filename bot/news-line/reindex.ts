import { EmbedderError } from '../../rag/embedders/embedder.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { NewsLine, NewsLineCommand } from './news-line.ts';

export const reindex: NewsLineCommand = {
  name: 'reindex',
  words: '',
  maxWords: 0,
  flags: ['fresh'],
  summary: 'Make the vectors that are missing for the embedder of the configuration; --fresh makes all of them anew.',
  async run(line) {
    const { vectors } = line.knowledge;
    if (line.flags.fresh === true) await vectors.clear();
    const done = await embedAll(line);
    if (!done) return EXIT_CODES.failed;
    const removed = await vectors.removeRetired();
    const serving = await vectors.serving();
    if (line.flags.json === true) line.write(JSON.stringify({ serving, removed }, null, 2));
    else {
      line.write(`${serving?.name} (${serving?.kind}) serves with ${serving?.vectors} vectors.`);
      if (removed > 0) line.write(`What ${removed} earlier ${removed === 1 ? 'embedder' : 'embedders'} left is gone.`);
    }
    return EXIT_CODES.done;
  },
};

/** Makes missing vectors; an embedder that is away is told of and costs nothing that was stored. */
export async function embedAll(line: NewsLine): Promise<boolean> {
  try {
    await line.knowledge.embedding.catchUp({
      onProgress: ({ done, left }) => line.progress(`${done} embedded, ${left} to go`),
      signal: line.signal,
    });
    return true;
  } catch (error) {
    line.signal.throwIfAborted();
    if (!(error instanceof EmbedderError)) throw error;
    line.complain(`${error.message} Searches go on with what is there; "assent news reindex" makes the rest.`);
    return false;
  }
}
