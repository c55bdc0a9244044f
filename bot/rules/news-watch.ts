import type { NewsDocument } from '../../rag/document.ts';
import { knownAt } from '../../rag/document.ts';
import type { KeptRule } from './kept-rule.ts';
import { personRule } from './kept-rule.ts';
import type { FiredRule } from './rules-port.ts';

export interface NewsWatchOptions {
  readonly reports: (from: number, asOf: number) => Promise<readonly NewsDocument[]>;
  readonly rules: () => Iterable<KeptRule>;
  readonly fire: (fired: FiredRule) => void;
  readonly keep: (rule: KeptRule) => void;
  readonly logger: { error(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}

/** Shows the news to the rules that wait for them, as time goes on. */
export interface NewsWatch {
  /** Looks at what can be known by then, soon; while one look runs, the next waits and takes all that came meanwhile. */
  lookAt(asOf: number): void;
  /** Up to where every rule has read; null where none reads. */
  seenAt(): number | null;
  settled(): Promise<void>;
}

export function createNewsWatch({ reports, rules, fire, keep, logger }: NewsWatchOptions): NewsWatch {
  let running: Promise<void> | null = null;
  let wanted: number | null = null;

  return {
    lookAt(asOf) {
      if (seenAt() === null) return;
      wanted = asOf;
      running ??= lookOn().finally(() => {
        running = null;
      });
    },
    seenAt,
    settled: () => running ?? Promise.resolve(),
  };

  function readers(): readonly KeptRule[] {
    return [...rules()].filter((rule) => rule.readsNews && !rule.state.done);
  }

  function seenAt(): number | null {
    const times = readers().map(({ state }) => state.seenAt);
    return times.length === 0 ? null : Math.min(...times);
  }

  async function lookOn(): Promise<void> {
    while (wanted !== null) {
      const asOf = wanted;
      wanted = null;
      try {
        await look(asOf);
      } catch (fault) {
        // Nobody has read these yet; the next look takes them with it.
        logger.error({ err: fault }, 'the news could not be shown to the alert rules');
      }
    }
  }

  async function look(asOf: number): Promise<void> {
    const from = seenAt();
    if (from === null || from >= asOf) return;
    const found = await reports(from, asOf);
    for (const rule of readers()) {
      for (const report of found) {
        if (!rule.read(report)) continue;
        keep(rule);
        const { body: _, ...head } = report;
        const cause = { type: 'report', at: knownAt(report), report: head } as const;
        fire({ rule: personRule(rule), cause, key: report.story });
      }
      rule.readUntil(asOf);
    }
  }
}
