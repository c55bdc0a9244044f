import type { Outbound } from '../../../bot/message.ts';
import { message } from '../../../bot/message.ts';
import type { Outbox } from '../../../bot/outbox/outbox.ts';
import { createOutbox } from '../../../bot/outbox/outbox.ts';
import type { OutboxEntry } from '../../../bot/outbox/outbox-entry.ts';
import type { OutboxOptions, OutboxReport } from '../../../bot/outbox/outbox-options.ts';
import type { NewRow, OutboxStore } from '../../../bot/outbox/outbox-store.ts';
import type { FakeChannel, FakeChannelOptions } from '../../fakes/channel.ts';
import { createFakeChannel } from '../../fakes/channel.ts';
import { seededRandom } from '../../faults/seeded-random.ts';
import { MemoryOutboxStore } from './memory-outbox-store.ts';
import { VirtualTime } from './virtual-time.ts';

export const T0 = Date.UTC(2026, 4, 4, 9);

export function outbound(text: string, importance: Outbound['importance'] = 'normal'): Outbound {
  const { choices: _, ...rest } = message({ kind: 'alert', importance, blocks: [{ type: 'lines', lines: [text] }] });
  return { ...rest, buttons: [] };
}

export function entry(text: string, parts: Partial<OutboxEntry> = {}): OutboxEntry {
  return {
    userId: 'telegram:1',
    route: ['telegram:1'],
    kind: 'note',
    money: false,
    dedupeKey: text,
    group: null,
    inPlace: false,
    outbound: outbound(text),
    ...parts,
  };
}

/** A row as the store takes it. */
export function newRow(text: string, parts: Partial<NewRow> = {}): NewRow {
  return {
    userId: 'telegram:1',
    route: ['telegram:1'],
    address: 'telegram:1',
    kind: 'note',
    importance: 'normal',
    money: false,
    dedupeKey: text,
    group: null,
    inPlace: false,
    payload: { outbound: outbound(text), attachments: [], silent: false },
    state: 'pending',
    heldUntil: null,
    standsFor: 0,
    copyOf: null,
    problem: null,
    ...parts,
  };
}

export interface Rig {
  readonly time: VirtualTime;
  readonly store: OutboxStore;
  readonly outbox: Outbox;
  readonly reports: OutboxReport[];
  readonly log: string[];
  channel(name: string): FakeChannel;
  /** Texts that arrived at an address, in order. */
  arrived(address: string): readonly string[];
}

export interface RigOptions extends Partial<Omit<OutboxOptions, 'channels' | 'store'>> {
  readonly time?: VirtualTime;
  readonly store?: OutboxStore;
  readonly channels?: readonly (Omit<FakeChannelOptions, 'now' | 'sleep'> | FakeChannel)[];
  readonly seed?: number;
}

/** An outbox in virtual time over fake platforms. */
export function outboxRig(options: RigOptions = {}): Rig {
  const time = options.time ?? new VirtualTime(T0);
  const store = options.store ?? new MemoryOutboxStore();
  const reports: OutboxReport[] = [];
  const log: string[] = [];
  const write = (fields: object, sentence: string) => log.push(`${sentence} ${JSON.stringify(fields)}`);
  const channels = (options.channels ?? [{ name: 'telegram' }]).map((channel) =>
    'deliver' in channel ? channel : createFakeChannel({ ...channel, now: time.now, sleep: time.sleep }),
  );
  const outbox = createOutbox({
    modeOf: () => 'on',
    quietUntil: () => null,
    wordsOf: () => ({
      escalated: (told, from, waitedMs) => ({
        ...told,
        title: null,
        blocks: [{ type: 'lines', lines: [`[${from} ${waitedMs ?? 'refused'}]`] }, ...told.blocks],
      }),
      merged: (count) => outbound(`and ${count} quieter messages`, 'quiet'),
      digest: (count, items) => outbound(`digest of ${count}: ${items.map(({ kind }) => kind).join(',')}`),
    }),
    attach: async () => new Uint8Array([1]),
    report: (report) => {
      reports.push(report);
    },
    now: time.now,
    sleep: time.sleep,
    random: seededRandom(options.seed ?? 1),
    logger: { info: write, warn: write, error: write },
    alone: true,
    ...options,
    store: time.watch(store),
    channels,
  });
  const channel = (name: string) => {
    const found = channels.find((one) => one.name === name);
    if (found === undefined) throw new Error(`there is no ${name}`);
    return found;
  };
  return {
    time,
    store,
    outbox,
    reports,
    log,
    channel,
    arrived(address) {
      const [name = '', chat] = address.split(':');
      return channel(name)
        .arrivals.filter((arrival) => arrival.address === chat)
        .map(({ text }) => text);
    },
  };
}
