import type { JournalEvent } from '../../../engine/domain/journal-entry.ts';
import type { Shown } from './driver.ts';

/** What an answer comes to, however it looks. */
export interface Meaning {
  readonly outcome: 'refused' | 'asked' | 'urgent' | 'told' | 'said' | 'silence';
  /** Decisions, proposals, orders, trades and fills that it names. */
  readonly ids: readonly string[];
  readonly numbers: readonly string[];
  readonly choices: readonly string[];
  readonly pictures: number;
  /** What the desk wrote down because of it, by whomever. */
  readonly journal: readonly string[];
}

const MARKS = [
  [/^(?:! |⚠ )/, 'refused'],
  [/^(?:\?\? |🟡 )/u, 'asked'],
  [/^(?:!! |🔴 )/u, 'urgent'],
  [/^(?:[*•·] )/, 'told'],
] as const;
/** They show the same card anew; a terminal has no card. */
const REFRESHES = /^(?:Refresh|새로 고침|새로고침)$/;
const ID = /\b[A-Z]-\d+(?:-\d+)?\b/g;
const NUMBER = /(?<![\w.])[+-]?\d+(?:,\d{3})*(?:\.\d+)?%?/g;
const PATH = /\/tmp\/\S+/g;
const CODE = /(?<=\/confirm )\d{4}/g;
const PEOPLE = /\b(?:telegram|discord):\d+|terminal:owner/g;
const FINGERPRINT = /\b[0-9a-f]{64}\b/g;

/** Returns what was said without how it looked: each id and number once, in order of size. */
export function meaningOf({ text, choices, pictures }: Shown, events: readonly JournalEvent[]): Meaning {
  const plain = plainText(text);
  return {
    outcome: outcomeOf(plain),
    ids: distinct(plain.match(ID)),
    numbers: distinct(plain.replace(CODE, ' ').replace(ID, ' ').match(NUMBER)),
    choices: choices.filter((label) => !REFRESHES.test(label)),
    pictures,
    journal: events.map((event) =>
      JSON.stringify(event).replace(PEOPLE, 'somebody').replace(FINGERPRINT, 'fingerprint'),
    ),
  };
}

/** Returns the code that an answer asks to be typed, or null. */
export function codeIn({ text }: Shown): string | null {
  return plainText(text).match(CODE)?.[0] ?? null;
}

/** Markup, what keeps markup asleep, and what differs by who asks and when. */
function plainText(text: string): string {
  return text
    .replace(/\\(?=[^\w\s])/g, '')
    .replace(/\*\*|```|\u200b|\u2060/g, '')
    .replace(PATH, 'somewhere')
    .replace(PEOPLE, 'somebody');
}

function outcomeOf(plain: string): Meaning['outcome'] {
  const start = plain.trimStart();
  if (start === '') return 'silence';
  return MARKS.find(([mark]) => mark.test(start))?.[1] ?? 'said';
}

function distinct(found: readonly string[] | null): readonly string[] {
  return [...new Set(found ?? [])].sort();
}
