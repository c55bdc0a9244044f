import { ALERT_WORDS } from '../i18n/alert-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Block, Message, Outbound } from '../message.ts';
import { lines, message, section } from '../message.ts';
import type { FoldedItem } from '../outbox/outbox-store.ts';
import type { AlertKind } from './alert-kinds.ts';
import { ALERT_KINDS, isAlertKind } from './alert-kinds.ts';

/** So many of a kind are told in full; of the rest there is a count. */
const IN_FULL = 5;

/**
 * Returns one message for what quiet hours held: by kind, with counts, and what is more than routine in full, the latest
 * last. `count` may be more than there are items.
 */
export function alertDigest(count: number, items: readonly FoldedItem[], voice: Voice): Message {
  const { digest: words } = ALERT_WORDS[voice.language];
  const { format } = voice;
  const times = items.map(({ createdAt }) => createdAt);
  const kinds = [...new Set(items.map(({ kind }) => kind))].sort((a, b) => placeOf(a) - placeOf(b));
  const beyond = count - items.length;
  return message({
    kind: 'alert',
    title: words.title({
      count: format.count(count),
      from: format.time(Math.min(...times)),
      to: format.time(Math.max(...times)),
    }),
    blocks: [
      ...kinds.map((kind) =>
        kindSection(
          kind,
          items.filter((item) => item.kind === kind),
          voice,
        ),
      ),
      ...(beyond > 0 ? [lines(words.beyond({ count: format.count(beyond) }))] : []),
    ],
  });
}

/** Returns the name of a kind; of one that this version does not know, what stands in the record. */
export function kindName(kind: string, { language }: Pick<Voice, 'language'>): string {
  return isAlertKind(kind) ? ALERT_WORDS[language].kinds[kind].name : kind;
}

/** Returns the first thing that a message says. */
export function headlineOf({ title, blocks }: Pick<Outbound, 'title' | 'blocks'>): string {
  return title ?? blocks.flatMap(textsOf)[0] ?? '';
}

function kindSection(kind: string, items: readonly FoldedItem[], voice: Voice): Block {
  const { digest: words } = ALERT_WORDS[voice.language];
  const { format } = voice;
  const title = words.kind({ kind: kindName(kind, voice), count: format.count(items.length) });
  const important = items.filter(({ payload }) => payload.outbound.importance !== 'quiet').slice(-IN_FULL);
  const rest = items.length - important.length;
  const told = important.flatMap(({ createdAt, payload: { outbound } }) => {
    const [first = '', ...others] = [
      ...(outbound.title === null ? [] : [outbound.title]),
      ...outbound.blocks.flatMap(textsOf),
    ];
    return [`${format.time(createdAt)} ${first}`, ...others];
  });
  return section(title, rest > 0 && told.length > 0 ? [...told, words.more({ count: format.count(rest) })] : told);
}

function textsOf(block: Block): readonly string[] {
  switch (block.type) {
    case 'lines':
    case 'section':
      return block.lines;
    case 'pairs':
      return block.pairs.map(([label, value]) => `${label}: ${value}`);
    case 'table':
      return block.rows.map((row) => row.join(' '));
  }
}

/** As in the list of kinds; strangers last. */
function placeOf(kind: string): number {
  const known: readonly (AlertKind | string)[] = ALERT_KINDS;
  return known.includes(kind) ? known.indexOf(kind) : known.length;
}
