import { textIn } from '../../rag/document.ts';
import { EmbedderError } from '../../rag/embedders/embedder.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { cleanText } from '../parse/clean-text.ts';
import { FILTER_FLAGS, filterProblem, filtersOf } from './filters.ts';
import type { NewsLine, NewsLineCommand } from './news-line.ts';
import { utcMinute } from './news-line.ts';

const SHOWN = 8;

export const search: NewsLineCommand = {
  name: 'search',
  words: 'WORDS',
  maxWords: Number.POSITIVE_INFINITY,
  flags: FILTER_FLAGS,
  summary: 'What answers a question, as of now or --as-of TIME; one report a story.',
  problem: (given) =>
    textOf(given) === '' ? 'Say what to look for: assent news search ETF approval' : filterProblem(given),
  async run(line) {
    const filters = filtersOf(line, SHOWN);
    const text = textOf(line);
    await resumeEmbedder(line);
    const answer = await line.knowledge.retriever.search({ ...filters, text, maxAgeMs: null });
    const hits = answer.outcome === 'found' ? answer.hits : [];
    const embedder = line.knowledge.embedding.active;
    if (line.flags.json === true) {
      const by = embedder === null ? null : { name: embedder.name, kind: embedder.kind };
      line.write(JSON.stringify({ text, asOf: filters.asOf, embedder: by, outcome: answer.outcome, hits }, null, 2));
      return EXIT_CODES.done;
    }
    if (hits.length === 0) line.write('Nothing relevant is stored.');
    for (const { news, quote } of hits) {
      const told = news.storySources > 1 ? `, told by ${news.storySources} publishers` : '';
      line.write(`${news.id}  ${utcMinute(news.publishedAt)}  ${news.source}${told}: ${textIn(news.title, 'en')}`);
      line.write(`      ${shortened(quote.text)}${news.url === null ? '' : `\n      ${news.url}`}`);
    }
    const label = embedder === null ? 'by words alone' : 'lexical: by wording, not by meaning';
    if (hits.length > 0 && embedder?.kind !== 'semantic') line.write(`(${label})`);
    return EXIT_CODES.done;
  },
};

function textOf({ words }: Pick<NewsLine, 'words'>): string {
  return cleanText(words.join(' ')).trim();
}

/** The words alone find much, so a model that is away or has made no vectors yet is told and not waited for. */
async function resumeEmbedder({ knowledge, complain }: NewsLine): Promise<void> {
  try {
    await knowledge.embedding.resume();
    if (knowledge.embedding.active === null)
      complain('The vectors here are of another embedder: only words are compared until "assent news reindex".');
  } catch (error) {
    if (!(error instanceof EmbedderError)) throw error;
    complain(`${error.message} Until then only words are compared.`);
  }
}

function shortened(text: string): string {
  const flat = text.replace(/\s+/g, ' ');
  return flat.length <= 200 ? flat : `${flat.slice(0, 200).replace(/\s\S*$/, '')} …`;
}
