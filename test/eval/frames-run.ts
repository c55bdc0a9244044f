import { printTable } from '../bench/table.ts';
import { fuzzFrames } from './frames-fuzz.ts';
import {
  hasRecording,
  missingAndRepeated,
  playFrames,
  playSample,
  RECORDINGS,
  readFrames,
  SAMPLES,
} from './recorded-frames.ts';

/**
 * `npm run eval:frames`: plays recorded frames of Binance through the product's parsers and books.
 * `npm run eval:frames -- fuzz 1000000 7`: damages so many of them, from this seed.
 */
function main([word, count = '100000', seed = '1']: readonly string[]): number {
  if (word === 'fuzz') {
    console.log(fuzzFrames(Number(count), Number(seed)));
    return 0;
  }
  const here = RECORDINGS.filter(hasRecording);
  if (here.length === 0) {
    console.log(
      'No recordings beside this checkout (../shared/data): nothing was measured. The cut in test/fixtures is tested by `npm test`.',
    );
    return 0;
  }
  const results = here.map((recording) => {
    const report = playFrames(
      recording.venue,
      recording.symbol,
      recording.frames.flatMap((file) => readFrames(file)),
    );
    return { recording, report, trades: missingAndRepeated(recording, report) };
  });
  console.log('Recordings: sequence breaks, trades against the recorder’s own list, best bid/ask by update id');
  printTable(
    results.map(({ recording, report, trades }) => ({
      recording: recording.name,
      frames: `${report.frames}`,
      refused: `${report.faults.count()}`,
      'depth messages': `${report.diffs}`,
      breaks: `${report.breaks}`,
      trades: `${report.trades.size}`,
      missing: `${trades.missing}`,
      twice: `${trades.repeated}`,
      invented: `${trades.invented}`,
    })),
  );
  printTable(
    results.map(({ recording, report: { best } }) => ({
      recording: recording.name,
      'books compared': `${best.exact.compared + best.held.compared}`,
      'equal at the same update': share(best.exact),
      'equal to the last one before': share(best.held),
      'all equal': share({
        compared: best.exact.compared + best.held.compared,
        equal: best.exact.equal + best.held.equal,
      }),
      'inside a batch': `${best.inside}`,
    })),
  );
  for (const { recording, report } of results) {
    for (const { book, recorded } of report.best.differences) {
      console.log(`  ${recording.name}: our book at ${book.join(' ')}; last recorded ${recorded.join(' ')}`);
    }
  }
  console.log('\nSamples: many small coins, no snapshots, so their books are not built');
  printTable(SAMPLES.map((sample) => ({ sample: sample.file, ...playSample(sample) })));
  return 0;
}

function share({ compared, equal }: { readonly compared: number; readonly equal: number }): string {
  return `${equal}/${compared} = ${((equal / Math.max(1, compared)) * 100).toFixed(3)} %`;
}

process.exitCode = main(process.argv.slice(2));
