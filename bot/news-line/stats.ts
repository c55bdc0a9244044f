import { EXIT_CODES } from '../exit-codes.ts';
import type { NewsLineCommand } from './news-line.ts';
import { utcMinute } from './news-line.ts';

export const stats: NewsLineCommand = {
  name: 'stats',
  words: '',
  maxWords: 0,
  flags: [],
  summary: 'How much is stored, by whom, with which vectors, and how the sources do.',
  async run({ knowledge, sources, flags, write }) {
    const counts = await knowledge.documents.counts();
    const embedders = await knowledge.vectors.list();
    const standings = await knowledge.sources.load();
    const known = new Map(standings.map((standing) => [standing.name, standing]));
    const switchedOn = sources.map(({ name }) => name);
    if (flags.json === true) {
      write(JSON.stringify({ ...counts, embedders, sources: standings, switchedOn }, null, 2));
      return EXIT_CODES.done;
    }
    write(
      `${counts.documents} documents in ${counts.stories} stories, ${counts.chunks} chunks, ${counts.points} values.`,
    );
    if (counts.newestAt !== null && counts.oldestAt !== null)
      write(`Published ${utcMinute(counts.oldestAt)} to ${utcMinute(counts.newestAt)}.`);
    for (const { feed, documents } of counts.feeds) write(`  ${feed}: ${documents}`);
    for (const { name, kind, state, vectors } of embedders)
      write(`Embedder ${name} (${kind}): ${vectors} vectors, ${state}.`);
    for (const name of switchedOn) {
      const standing = known.get(name);
      const last = standing?.lastSuccessAt;
      const when = last === undefined || last === null ? 'never visited' : `last success ${utcMinute(last)}`;
      write(`Source ${name}: ${when}${standing?.problem ? `. ${standing.problem}` : '.'}`);
    }
    return EXIT_CODES.done;
  },
};
