import type { CommandContext } from '../commands/command.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import { channelOf } from '../outbox/channel.ts';
import type { HistoryRow } from '../outbox/outbox-store.ts';
import { headlineOf, kindName } from './alert-digest.ts';
import type { AlertTeller } from './alert-teller.ts';

/** One line of the list of alerts. */
export interface ListedAlert {
  /** As it is shown: the market's time, or how long ago where it was sent by the clock on the wall. */
  readonly time: string;
  readonly kind: string;
  readonly headline: string;
  /** What became of it, in words; null where there is nothing to add. */
  readonly state: string | null;
}

/** So many entries of the journal are looked through for what was told. */
const ENTRIES = 2_000;
/** What arrived within so long arrived at its time. */
const SOON_MS = 60_000;

/** Returns a message that was sent to a person, and what became of it, in their words. */
export function listedRow(
  row: HistoryRow,
  { userId, voice, at }: Pick<CommandContext, 'userId' | 'voice' | 'at'>,
): ListedAlert {
  return {
    time: ALERT_WORDS[voice.language].list.ago({ span: voice.format.duration(Math.max(0, at - row.createdAt)) }),
    kind: kindName(row.kind, voice),
    headline: headlineOf(row.payload.outbound),
    state: stateOf(row, userId, voice),
  };
}

/** Returns what the journal told this person, the latest first: for the terminal, to which nothing is sent. */
export async function toldByJournal(
  limit: number,
  tell: AlertTeller,
  { records, userId, voice }: Pick<CommandContext, 'records' | 'userId' | 'voice'>,
): Promise<readonly ListedAlert[]> {
  const { list: words } = ALERT_WORDS[voice.language];
  const listed: ListedAlert[] = [];
  for (const entry of await records.entries({ limit: ENTRIES })) {
    if (listed.length >= limit) break;
    const told = await tell(entry, userId, voice, { brief: true });
    // Quiet lines are many and say little: they would push out what matters.
    if (told === null || told.message.importance === 'quiet') continue;
    listed.push({
      time: voice.format.time(entry.at),
      kind: kindName(told.kind, voice),
      headline: headlineOf(told.message),
      // Shown it was, or it would not be chosen so.
      state: { on: null, silent: words.silently, off: words.states.muted }[told.mode],
    });
  }
  return listed;
}

/** A person's own place is where they speak from; whatever arrived elsewhere says where. */
function stateOf(row: HistoryRow, userId: string, { language, format }: CommandContext['voice']): string {
  const { list: words } = ALERT_WORDS[language];
  const state = words.states[row.state];
  switch (row.state) {
    case 'delivered': {
      const said = row.payload.silent || row.importance === 'quiet' ? `${state}, ${words.silently}` : state;
      const time =
        row.deliveredAt === null || row.deliveredAt - row.createdAt < SOON_MS
          ? said
          : `${said} ${format.time(row.deliveredAt)}`;
      return row.address === userId
        ? time
        : words.elsewhere({ state: time, place: channelOf(row.address) ?? row.address });
    }
    case 'refused':
    case 'expired':
    case 'pending':
      return row.problem === null ? state : `${state} (${row.problem})`;
    default:
      return state;
  }
}
