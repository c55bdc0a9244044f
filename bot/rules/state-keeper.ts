import type { RuleState } from '../../engine/alert-rules/rule-latch.ts';

export interface StateKeeperOptions {
  readonly store: {
    saveStates(states: readonly { readonly id: number; readonly state: RuleState }[], seenAt: number): Promise<void>;
  };
  readonly seenAt: () => number;
  readonly logger: { error(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}

/** Keeps where rules stand: what was found is first told, then counts as told. */
export interface StateKeeper {
  /** Begins a delivery; nothing that is true only after it is kept before it is done. */
  deliver(work: () => void | Promise<void>): void;
  keep(id: number, state: RuleState): void;
  drop(id: number): void;
  /** Also notes how far everything was looked at. */
  keepAll(): void;
  settled(): Promise<void>;
}

export function createStateKeeper({ store, seenAt, logger }: StateKeeperOptions): StateKeeper {
  const changed = new Map<number, RuleState>();
  const deliveries = new Set<Promise<void>>();
  let saving: Promise<void> | null = null;
  let wanted = false;

  return {
    deliver(work) {
      const delivery = Promise.resolve()
        .then(work)
        .catch((fault: unknown) => logger.error({ err: fault }, 'an alert rule was not told'))
        .finally(() => deliveries.delete(delivery));
      deliveries.add(delivery);
    },
    keep(id, state) {
      changed.set(id, state);
      save();
    },
    drop(id) {
      changed.delete(id);
    },
    keepAll: save,
    async settled() {
      while (saving !== null || deliveries.size > 0) await Promise.all([saving, ...deliveries]);
    },
  };

  function save(): void {
    wanted = true;
    saving ??= saveOn().finally(() => {
      saving = null;
    });
  }

  /** One write at a time, and each takes all that came since the one before. */
  async function saveOn(): Promise<void> {
    while (wanted) {
      wanted = false;
      const [states, at] = [[...changed].map(([id, state]) => ({ id, state })), seenAt()];
      changed.clear();
      await Promise.all(deliveries);
      try {
        if (Number.isFinite(at)) await store.saveStates(states, at);
      } catch (fault) {
        // What has changed meanwhile is newer; the next change or hour tries again.
        for (const { id, state } of states) if (!changed.has(id)) changed.set(id, state);
        logger.error({ err: fault }, 'where the alert rules stand could not be kept');
      }
    }
  }
}
