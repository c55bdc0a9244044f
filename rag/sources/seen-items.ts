import { createHash } from 'node:crypto';

/** How many items are remembered beyond those of the last visit: a feed that drops an item and shows it again is common. */
const REMEMBERED = 1_000;
const ID_CHARACTERS = 10;
const TEXT_CHARACTERS = 8;

/** Which items were there before, so that a visit returns what is new or was edited, and nothing twice. */
export interface SeenItems {
  /** True for an identity not seen before, and for one that had another text. Counts it as seen from then on. */
  isNew(identity: string, text: string): boolean;
  /** To be kept until the next visit. */
  toCursor(): string;
}

/** Returns what a cursor remembers; one that cannot be read remembers nothing. */
export function recallSeen(cursor: string | undefined): SeenItems {
  const before = new Map(entriesOf(cursor));
  const current = new Map<string, string>();
  return {
    isNew(identity, text) {
      const id = fingerprint(identity, ID_CHARACTERS);
      const version = fingerprint(text, TEXT_CHARACTERS);
      const known = current.get(id) ?? before.get(id);
      current.set(id, version);
      return known !== version;
    },
    toCursor() {
      const kept = [...before].filter(([id]) => !current.has(id)).slice(0, Math.max(0, REMEMBERED - current.size));
      return [...current, ...kept].map((entry) => entry.join(':')).join(' ');
    },
  };
}

function entriesOf(cursor: string | undefined): [string, string][] {
  const entries = (cursor ?? '').split(' ').map((entry) => entry.split(':'));
  return entries.flatMap(([id, version]) => (id && version ? [[id, version] as [string, string]] : []));
}

function fingerprint(text: string, characters: number): string {
  return createHash('sha256').update(text).digest('base64url').slice(0, characters);
}
