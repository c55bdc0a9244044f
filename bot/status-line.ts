import type { DeskView } from '../engine/ports/desk-view.ts';
import type { ReplayControl } from '../engine/ports/market-data.ts';
import { speedText } from './commands/replay-pairs.ts';
import type { DeskInfo } from './desk-ports.ts';
import { venueName } from './i18n/venue-words.ts';
import type { Voice } from './i18n/voice.ts';

export interface StatusLineOptions {
  readonly desk: DeskView;
  readonly replay: ReplayControl | null;
  readonly info: DeskInfo;
}

/** Returns the desk in one line, the most telling first: a narrow window cuts the end. */
export function statusLine(options: StatusLineOptions, voice: Voice): string {
  const { desk, replay, info } = options;
  const { text, format } = voice;
  const gates = desk.gates();
  const pending = desk.pendingApprovals();
  const account = desk.account();
  const speed = replay === null ? [] : [speedText(replay.speed(), replay.paused(), voice)];
  const halted = gates.halted === null ? null : text.gateHalted({ reason: voice.reason(gates.halted) });
  const blocked = gates.panicked ? text.gatePanicked : (halted ?? (gates.paused ? text.gatePaused : null));
  const venue = info.venue == null ? [] : [venueName(info.venue.name, voice.language)];
  // "Paper, paper money" says it twice.
  const money = info.mode === 'paper' && venue.length > 0 ? [] : [text.accountName[info.account]];
  return [
    [text.modeName[info.mode], ...venue, ...money].join(' · '),
    ...(pending.length === 0 ? [] : [text.statusLineWaiting({ ids: pending.map((one) => one.id).join(', ') })]),
    ...(blocked === null ? [] : [`${text.entries}: ${blocked}`]),
    `${format.dateTime(desk.now())} ${format.zoneLabel()}`,
    ...speed,
    `${format.money(account.equity)} (${format.signedPercent(account.dayReturnFraction)})`,
    text.statusLineOpen({ count: format.count(desk.positions().length) }),
  ].join(' | ');
}
