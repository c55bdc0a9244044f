import { openPaperNotes } from '../../../../../engine/exchanges/paper/paper-notes.ts';

/** Puts notes until the disk refuses one, prints how many went well, and tries one more that is short enough to fit. */
const notes = openPaperNotes(process.argv[2] ?? '');
let written = 0;
try {
  for (;;) {
    notes.put({ type: 'funding-seen', symbol: `${'X'.repeat(300)}/USDT:USDT`, at: written });
    written += 1;
  }
} catch {
  notes.put({ type: 'funding-seen', symbol: 'BTC/USDT:USDT', at: 7 });
  process.stdout.write(`${written}\n`);
}
