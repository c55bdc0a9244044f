import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { ChatCore } from '../chat-core.ts';
import type { Retelling } from '../outbox/outbox-options.ts';
import type { Place } from './places.ts';
import { tradeChartSource } from './trade-chart.ts';

export interface RetellingParts {
  readonly core: Pick<ChatCore, 'alert' | 'voiceOf'>;
  readonly places: readonly Place[];
  /** Returns the entry of the journal with this number. */
  readonly entryAt: (seq: number) => Promise<JournalEntry | null>;
  /** Wall time. */
  readonly now: () => number;
}

const SEQ = /^\d{1,15}$/;

/**
 * Returns what tells a place what the journal told a person, as it would have been told there: in the place's language.
 * Null for what is not of the journal, and for an address that is a person's.
 */
export function createRetelling({ core, places, entryAt, now }: RetellingParts): Retelling {
  const addresses = new Set(places.map(({ address }) => address));

  return async (event, address) => {
    if (!addresses.has(address) || !SEQ.test(event)) return null;
    const entry = await entryAt(Number(event));
    const told = entry === null ? null : await core.alert(entry, address, now());
    if (entry === null || told === null) return null;
    const attachments =
      entry.event.type === 'trade.closed'
        ? [tradeChartSource(entry.event.trade, address, await core.voiceOf(address))]
        : [];
    return { outbound: told.outbound, attachments };
  };
}
