import { textIn } from '../../rag/document.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { FILTER_FLAGS, filterProblem, filtersOf } from './filters.ts';
import type { NewsLineCommand } from './news-line.ts';
import { utcMinute } from './news-line.ts';

const SHOWN = 20;

export const list: NewsLineCommand = {
  name: 'list',
  words: '',
  maxWords: 0,
  flags: FILTER_FLAGS,
  summary: 'What is stored, the newest first; --asset BTC, --source coindesk, --kind notice, --as-of TIME.',
  problem: (given) => filterProblem(given),
  async run(line) {
    const filters = filtersOf(line, SHOWN);
    const { assets } = filters;
    const known = await line.knowledge.documents.find({ ...filters, maxAgeMs: filters.asOf });
    // Those about the coins come first; what is about the market as a whole was not asked for here.
    const found = known.filter((document) => assets === null || document.assets.some((one) => assets.includes(one)));
    if (line.flags.json === true) {
      line.write(JSON.stringify(found, null, 2));
      return EXIT_CODES.done;
    }
    if (found.length === 0) line.write('Nothing is stored that fits.');
    for (const document of found) {
      const { id, publishedAt, source, assets, tone, flags } = document;
      const marks = [assets.join(','), `tone ${tone.toFixed(2)}`, ...flags].filter(Boolean).join(' · ');
      line.write(`${id}  ${utcMinute(publishedAt)}  ${source}: ${textIn(document.title, 'en')}\n      ${marks}`);
    }
    return EXIT_CODES.done;
  },
};
