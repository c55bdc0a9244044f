import type { VisitReport } from '../../rag/visit-sources.ts';
import { visitSources } from '../../rag/visit-sources.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { nearest } from '../nearest.ts';
import type { NewsLine, NewsLineCommand } from './news-line.ts';
import { utcMinute } from './news-line.ts';
import { embedAll } from './reindex.ts';

const SHOWN_FAULTS = 3;

export const fetch: NewsLineCommand = {
  name: 'fetch',
  words: '[SOURCE]',
  maxWords: 1,
  flags: ['all'],
  summary: 'Visit the sources that are due, or all with --all, or the one that is named.',
  async run(line) {
    const [name] = line.words;
    const chosen = line.sources.filter((source) => name === undefined || source.name === name);
    if (chosen.length === 0) return noSource(line, name);
    const reports = await visitSources(
      chosen,
      {
        fetcher: line.fetcher,
        ingester: line.knowledge.ingester,
        series: line.knowledge.series,
        journal: line.knowledge.sources,
        now: line.now,
        onFault: (source, fault) => line.logger.error({ err: fault, source }, 'A source failed by a fault of its own.'),
      },
      {
        all: line.flags.all === true || name !== undefined,
        signal: line.signal,
        onReport: (report) => {
          if (line.flags.json !== true) for (const text of linesOf(report)) line.write(text);
        },
      },
    );
    line.signal.throwIfAborted();
    await embedAll(line);
    if (line.flags.json === true) line.write(JSON.stringify(reports, null, 2));
    else if (reports.length === 0) line.write('No source is due yet. With --all they are visited all the same.');
    const failed = reports.filter(({ outcome }) => outcome === 'failed').length;
    return reports.length > 0 && failed === reports.length ? EXIT_CODES.failed : EXIT_CODES.done;
  },
};

function noSource(line: NewsLine, name: string | undefined): number {
  const names = line.sources.map((source) => source.name);
  if (name === undefined) line.complain('No source is switched on. "assent config example" shows the section news.');
  else {
    const near = nearest(name, names);
    const advice = near === null ? `Switched on: ${names.join(', ')}.` : `Did you mean ${near}?`;
    line.complain(`There is no source ${JSON.stringify(name.slice(0, 60))}. ${advice}`);
  }
  return EXIT_CODES.wrongUse;
}

function linesOf(report: VisitReport): readonly string[] {
  if (report.outcome === 'failed') {
    return [`${report.source}: FAILED. ${report.problem} It is tried again from ${utcMinute(report.nextVisitAt)}.`];
  }
  const { source, documents, points, unreadable, unchanged } = report;
  if (unchanged) return [`${source}: nothing new.`];
  const parts = [
    ...(documents === null ? [] : [`${documents.stored} new of ${documents.offered}`]),
    ...(documents !== null && documents.retellings > 0 ? [`${documents.retellings} of a known story`] : []),
    ...(documents !== null && documents.revisions > 0 ? [`${documents.revisions} revised`] : []),
    ...(documents !== null && documents.refused.length > 0 ? [`${documents.refused.length} refused`] : []),
    ...(points > 0 ? [`${points} values`] : []),
    ...(unreadable.length > 0 ? [`${unreadable.length} unreadable`] : []),
  ];
  const faults = unreadable.slice(0, SHOWN_FAULTS).map(({ place, problem }) => `  ${place}: ${problem}`);
  return [`${source}: ${parts.length === 0 ? 'nothing new' : parts.join(', ')}.`, ...faults];
}
