import fc from 'fast-check';
import type { NewsDocument, SourceItem } from '../../rag/document.ts';
import { openKnowledgeRig } from '../rag/fixtures/knowledge-rig.ts';
import { DAY, HOUR, T0 } from '../rag/fixtures/prepared.ts';
import { anyItem } from '../rag/hostile/any-item.ts';
import { corpusTexts, HOSTILE_TEXTS } from '../rag/hostile/hostile-texts.ts';
import { documentFaults, messageFaults, openNewsChat, planted, storeFaults } from '../rag/hostile/planting.ts';

const BATCH = 250;
const LIVE = { feed: 'test', now: T0 + HOUR, heard: 'now' } as const;

/**
 * Takes every text of the injection corpora in every place of an item, and items drawn at random, through preparing,
 * storing, embedding, searching and the chat. Prints counts; returns whatever was found wrong.
 */
export async function runPipeline(randomItems: number): Promise<readonly string[]> {
  const rig = await openKnowledgeRig();
  const refused = new Map<string, number>();
  const faults: string[] = [];
  let [offered, stored, duplicates] = [0, 0, 0];

  async function take(items: readonly SourceItem[]): Promise<void> {
    for (let from = 0; from < items.length; from += BATCH) {
      const report = await rig.ingester.take(items.slice(from, from + BATCH), LIVE);
      offered += report.offered;
      stored += report.stored;
      duplicates += report.duplicates;
      for (const { reason } of report.refused) refused.set(reason, (refused.get(reason) ?? 0) + 1);
    }
  }

  function report(what: string): void {
    const why = [...refused].map(([reason, count]) => `${count} ${reason}`).join(', ') || 'none';
    console.log(`${what}: ${offered} offered, ${stored} stored, ${duplicates} duplicates, refused: ${why}`);
  }

  async function all(): Promise<readonly NewsDocument[]> {
    return rig.documents.find({ assets: null, asOf: T0 + 9 * DAY, maxAgeMs: 9_000 * DAY, limit: 1_000_000 });
  }

  const corpus = corpusTexts();
  if (corpus.length === 0)
    console.log('The corpora are skipped: ../shared/data/eval/injection is not on this machine.');
  const texts = [...HOSTILE_TEXTS, ...corpus];
  await take(texts.flatMap(planted));
  report(`${texts.length} hostile texts in ${planted('', 0).length} places`);
  await take(fc.sample(anyItem, { numRuns: randomItems, seed: 1 }));
  report(`and ${randomItems} random items`);

  await rig.embed();
  const documents = await all();
  faults.push(...documents.flatMap(documentFaults), ...(await storeFaults(rig)));
  const flagged = documents.filter(({ flags }) => flags.includes('instruction-like')).length;
  console.log(`${documents.length} documents kept, ${flagged} flagged as speaking to machines`);

  let [found, nothing] = [0, 0];
  for (const text of texts) {
    const answer = await rig.retriever.search({ text, assets: null, asOf: T0 + DAY, maxAgeMs: null, limit: 5 });
    if (answer.outcome === 'found') found += 1;
    else nothing += 1;
  }
  console.log(`${texts.length} hostile questions: ${found} found something, ${nothing} nothing`);

  let messages = 0;
  for (const language of ['en', 'ko'] as const) {
    const chat = openNewsChat(rig, language);
    const lines = texts.map((text) => `/news ${text.slice(0, 500)}`);
    const asked = documents.filter((_, index) => index % 50 === 0).map(({ id }) => `/why ${id}`);
    for (const line of ['/news', '/news btc', '/news eth', ...lines, ...asked]) {
      for (const outbound of await chat.say(line)) {
        messages += 1;
        faults.push(...messageFaults(outbound));
      }
    }
    faults.push(...chat.logged, ...chat.desk.sent.map(({ type }) => `a command was sent: ${type}`));
  }
  console.log(`${messages} messages of the chat, each at three widths`);
  console.log(faults.length === 0 ? 'Nothing is wrong with any of it.' : `${faults.length} faults:`);
  for (const fault of faults.slice(0, 40)) console.log(`  ${fault.slice(0, 300)}`);
  await rig.database.close();
  return faults;
}
