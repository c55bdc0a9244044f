import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { bandsOf, estimateJaccard } from '../../rag/dedupe/signature.ts';
import type { Placement } from '../../rag/dedupe/story-finder.ts';
import { StoryIndex } from '../../rag/dedupe/story-index.ts';
import { countWitnesses } from '../../rag/dedupe/witnesses.ts';
import { likeness } from '../../rag/dedupe/wording.ts';
import { seededRandom } from '../faults/seeded-random.ts';
import { type NewsRow, newsOfMay2025, placeableOf } from './dedupe-news.ts';

const DAY = 86_400_000;

interface Placed {
  readonly row: NewsRow;
  readonly document: ReturnType<typeof placeableOf>;
  readonly placement: Placement;
  readonly story: string;
}

/** Weights were chosen on the even days of the month; figures that count are those of the odd ones. */
const isOdd = ({ row }: Placed) => new Date(row.published_ms).getUTCDate() % 2 === 1;

const { values } = parseArgs({ options: { pairs: { type: 'string' }, seed: { type: 'string', default: '2025' } } });
const rows = newsOfMay2025();
if (rows === null) console.log('Skipped: ../shared/data/news.csv.gz is not there.');
else report(rows);

function report(rows: readonly NewsRow[]): void {
  const started = performance.now();
  const documents = rows.map((row) => ({ row, document: placeableOf(row) }));
  const read = performance.now();
  const placed = placeAll(documents);
  const done = performance.now();
  const stories = grouped(placed, ({ story }) => story);
  printCounts(placed, stories);
  console.log(`time: ${ms(read - started)} to sign and weigh, ${ms(done - read)} to place`);
  printLargest(stories);
  if (values.pairs !== undefined) writePairs(values.pairs, placed, stories);
}

function placeAll(documents: readonly Pick<Placed, 'row' | 'document'>[]): Placed[] {
  const index = new StoryIndex();
  return documents.map(({ row, document }, at) => {
    if (at % 200 === 0) index.forget(row.published_ms - 7 * DAY);
    return { row, document, ...index.place(document) };
  });
}

function printCounts(placed: readonly Placed[], stories: readonly (readonly Placed[])[]): void {
  const repeated = (key: (one: Placed) => string | null) => placed.length - new Set(placed.map(key)).size;
  const by = (kind: string) => placed.filter(({ placement }) => 'by' in placement && placement.by === kind).length;
  const count = (outcome: string) => placed.filter(({ placement }) => placement.outcome === outcome).length;
  console.log(`items: ${placed.length} from ${new Set(placed.map(({ row }) => row.source)).size} sources`);
  console.log(`same address: ${repeated(({ document }) => document.canonicalUrl)}`);
  console.log(`same text: ${repeated(({ document }) => document.textSha256)}`);
  console.log(`duplicates: ${count('duplicate')}, revisions: ${count('revision')}, retellings: ${count('retelling')}`);
  console.log(`retellings by same text ${by('same-text')}, near text ${by('near-text')}, event ${by('same-event')}`);
  const told = stories.filter((story) => story.length > 1);
  console.log(`stories: ${stories.length}, of them told more than once: ${told.length}`);
}

function printLargest(stories: readonly (readonly Placed[])[]): void {
  console.log('largest stories (documents, sources, independent sources, hours):');
  for (const story of [...stories].sort((a, b) => b.length - a.length).slice(0, 10)) {
    const times = story.map(({ row }) => row.published_ms);
    const hours = Math.round((Math.max(...times) - Math.min(...times)) / 3_600_000);
    const sources = new Set(story.map(({ row }) => row.source)).size;
    const witnesses = countWitnesses(story.map(({ document }) => document));
    console.log(`${story.length} ${sources} ${witnesses} ${hours} ${story[0]?.row.title.slice(0, 90)}`);
  }
}

/** Texts belong to their publishers: pairs to be read by a person go to a file outside the repository. */
function writePairs(path: string, placed: readonly Placed[], stories: readonly (readonly Placed[])[]): void {
  const random = seededRandom(Number(values.seed));
  const sample = <Item>(items: readonly Item[], size: number) =>
    Array.from({ length: Math.min(size, items.length) }, () => items[Math.floor(random() * items.length)] as Item);
  const byId = new Map(placed.map((one) => [one.row.id, one]));
  const direct = placed.filter(isOdd).flatMap((one): [Placed, Placed][] => {
    const of = one.placement.outcome === 'retelling' ? byId.get(one.placement.of) : undefined;
    return of === undefined ? [] : [[of, one]];
  });
  const within = stories.flatMap(pairsOf).filter(([, later]) => isOdd(later));
  const apart = alikeButApart(placed);
  const text = [
    `# merged directly (${direct.length})`,
    ...sample(direct, 60).map(describe),
    `# in one story (${within.length})`,
    ...sample(within, 60).map(describe),
    `# headlines alike (cosine 0.4 or more, other source, within 24 h), not merged (${apart.length})`,
    ...sample(apart, 60).map(describe),
  ];
  writeFileSync(path, `${text.join('\n')}\n`);
  const joined = placed.filter(isOdd).flatMap((one) => alikeOf(one, placed)).length;
  console.log(`headlines alike on odd days: ${joined}, of them in different stories: ${apart.length}`);
  console.log(`pairs sharing a band: ${sharingABand(placed)}`);
}

function describe([a, b]: readonly [Placed, Placed]): string {
  const lead = ({ row }: Placed) => `${row.source}: ${row.title} :: ${row.summary.slice(0, 160)}`;
  const by = 'by' in b.placement ? b.placement.by : '-';
  return `${by} | ${lead(a)}\n    | ${lead(b)}`;
}

function pairsOf(story: readonly Placed[]): [Placed, Placed][] {
  return story.flatMap((later, at) => story.slice(0, at).map((earlier): [Placed, Placed] => [earlier, later]));
}

function alikeButApart(placed: readonly Placed[]): [Placed, Placed][] {
  return placed.filter(isOdd).flatMap((one) => alikeOf(one, placed).filter(([a, b]) => a.story !== b.story));
}

function alikeOf(one: Placed, placed: readonly Placed[]): [Placed, Placed][] {
  return placed
    .filter(({ row }) => row.published_ms < one.row.published_ms && row.published_ms >= one.row.published_ms - DAY)
    .filter(({ row }) => row.source !== one.row.source)
    .filter(({ document }) => likeness(document.wording.title, one.document.wording.title) >= 0.4)
    .map((other): [Placed, Placed] => [other, one]);
}

function sharingABand(placed: readonly Placed[]): string {
  const groups = grouped(
    placed.flatMap(({ document }) => bandsOf(document.signature).map((band) => ({ band, document }))),
    ({ band }) => band,
  );
  const pairs = new Map<string, number>();
  for (const group of groups) {
    for (const [at, { document: a }] of group.entries()) {
      for (const { document: b } of group.slice(0, at)) {
        pairs.set(`${a.id} ${b.id}`, estimateJaccard(a.signature, b.signature));
      }
    }
  }
  return `${pairs.size}, of them alike by 0.6 or more: ${[...pairs.values()].filter((share) => share >= 0.6).length}`;
}

function grouped<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Item[][] {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return [...groups.values()];
}

function ms(duration: number): string {
  return `${Math.round(duration)} ms`;
}
