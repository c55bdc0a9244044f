import { openWriteAheadJournal } from '../../../db/write-ahead-journal.ts';

/** Appends without end and prints the number of each entry after it was acknowledged. */
const journal = openWriteAheadJournal({ directory: process.argv[2] ?? '', segmentBytes: 20_000 });
for (let seq = journal.lastSeq + 1; ; seq += 1) {
  journal.append([{ seq, line: JSON.stringify({ seq, body: 'x'.repeat(seq % 300) }) }], { sync: seq % 10 === 0 });
  process.stdout.write(`${seq}\n`);
}
