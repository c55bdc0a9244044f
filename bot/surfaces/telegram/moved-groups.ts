/** Remembers beyond the process which chats have another id now, as `telegram:-100123`. */
export interface MoveStore {
  load(): Promise<ReadonlyMap<string, string>>;
  save(chatId: string, movedTo: string, at: number): Promise<void>;
}

/** Which groups have another number now. */
export interface MovedGroups {
  /** Returns groups under the numbers that they have now, however often they moved. */
  follow(groups: Iterable<number>): Promise<ReadonlySet<number>>;
  note(from: number, to: number): Promise<void>;
}

/** Returns the moves of Telegram groups, kept in a store. */
export function createMovedGroups(store: MoveStore, now: () => number): MovedGroups {
  return {
    async follow(groups) {
      const moves = await store.load();
      return new Set([...groups].map((group) => lastOf(group, moves)));
    },
    note: (from, to) => store.save(addressOf(from), addressOf(to), now()),
  };
}

/** A chat that is said to have moved in a circle stays where it was first found. */
function lastOf(group: number, moves: ReadonlyMap<string, string>): number {
  const seen = new Set([group]);
  for (let at = group; ; ) {
    const next = groupIn(moves.get(addressOf(at)));
    if (next === null) return at;
    if (seen.has(next)) return group;
    seen.add(next);
    at = next;
  }
}

function addressOf(group: number): string {
  return `telegram:${group}`;
}

function groupIn(address: string | undefined): number | null {
  const [, digits] = /^telegram:(-\d{1,16})$/.exec(address ?? '') ?? [];
  return digits === undefined ? null : Number(digits);
}
