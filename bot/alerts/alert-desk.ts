import type { Outbound } from '../message.ts';
import type { AlertMode, OutboxEntry } from '../outbox/outbox-entry.ts';
import type { HistoryRow } from '../outbox/outbox-store.ts';
import { TERMINAL_OWNER } from '../people/access.ts';
import type { AlertKind } from './alert-kinds.ts';
import { ALERT_HABITS, isAlertKind } from './alert-kinds.ts';

/** What each person wants to hear, and what they were told. */
export interface AlertDesk {
  /** Returns what they chose, else what is usual; a choice that cannot be read silences nobody. */
  modeOf(userId: string, kind: string): Promise<AlertMode>;
  /**
   * Keeps a choice for these kinds. `least` are those that go no lower than silent. Rejects with the store's error, and
   * then nothing has changed.
   */
  choose(userId: string, kinds: readonly AlertKind[], mode: AlertMode): Promise<AlertChoice>;
  /** Returns what a person was sent, the latest first; null for one to whom nothing is sent, as at the terminal. */
  history(userId: string, limit: number): Promise<readonly HistoryRow[] | null>;
  /** Sends a message of the desk's own to a person, whatever they chose; null where nothing can be sent, else the place. */
  sendTest(userId: string, outbound: Outbound): Promise<string | null>;
  /** From here on messages are sent by that outbox. */
  connect(post: AlertPost): void;
}

export interface AlertChoice {
  readonly changed: readonly AlertKind[];
  readonly least: readonly AlertKind[];
}

/** The slice of the outbox that is needed here. */
export interface AlertPost {
  add(entries: readonly OutboxEntry[]): Promise<unknown>;
  history(userId: string, limit: number): Promise<readonly HistoryRow[]>;
  /** Where they are reached, the preferred place first; empty for nobody of ours. */
  routeOf(userId: string): readonly string[];
}

export interface AlertModeRow {
  readonly userId: string;
  readonly kind: string;
  readonly mode: AlertMode;
}

/** Keeps choices beyond the process. */
export interface AlertModeStore {
  load(): Promise<readonly AlertModeRow[]>;
  save(rows: readonly AlertModeRow[], at: number): Promise<void>;
}

export interface AlertDeskOptions {
  /** Without it choices last as long as the process. */
  readonly store?: AlertModeStore;
  /** Wall time. */
  readonly now?: () => number;
}

/** Returns what is usual for a kind, there where the person reads. */
export function usualMode(userId: string, kind: AlertKind): AlertMode {
  const habit = ALERT_HABITS[kind];
  return userId === TERMINAL_OWNER ? (habit.atTerminal ?? habit.mode) : habit.mode;
}

export function createAlertDesk({ store, now = Date.now }: AlertDeskOptions = {}): AlertDesk {
  const chosen = new Map<string, AlertMode>();
  let loading: Promise<void> | null = null;
  let post: AlertPost | null = null;
  let tests = 0;

  return {
    async modeOf(userId, kind) {
      await loaded().catch(() => undefined);
      // A message of a kind that this version does not know is told as it is.
      return chosen.get(keyOf(userId, kind)) ?? (isAlertKind(kind) ? usualMode(userId, kind) : 'on');
    },
    async choose(userId, kinds, mode) {
      await loaded();
      const least = mode === 'off' ? kinds.filter((kind) => ALERT_HABITS[kind].least !== 'off') : [];
      const wanted = kinds.map((kind): AlertModeRow & { readonly kind: AlertKind } => {
        return { userId, kind, mode: least.includes(kind) ? 'silent' : mode };
      });
      const changes = wanted.filter(
        (row) => row.mode !== (chosen.get(keyOf(userId, row.kind)) ?? usualMode(userId, row.kind)),
      );
      await store?.save(changes, now());
      for (const row of changes) chosen.set(keyOf(userId, row.kind), row.mode);
      return { changed: changes.map(({ kind }) => kind), least };
    },
    async history(userId, limit) {
      return post === null || userId === TERMINAL_OWNER ? null : post.history(userId, limit);
    },
    async sendTest(userId, outbound) {
      const route = post?.routeOf(userId) ?? [];
      const [place] = route;
      if (post === null || place === undefined) return null;
      tests += 1;
      const dedupeKey = `test:${userId}:${now()}:${tests}`;
      const parts = { money: false, group: null, inPlace: false };
      await post.add([{ userId, route: [place], kind: 'test', dedupeKey, outbound, ...parts }]);
      return place;
    },
    connect(next) {
      post = next;
    },
  };

  function loaded(): Promise<void> {
    loading ??= load().catch((fault: unknown) => {
      loading = null;
      throw fault;
    });
    return loading;
  }

  async function load(): Promise<void> {
    for (const { userId, kind, mode } of (await store?.load()) ?? []) chosen.set(keyOf(userId, kind), mode);
  }
}

function keyOf(userId: string, kind: string): string {
  return `${userId} ${kind}`;
}
