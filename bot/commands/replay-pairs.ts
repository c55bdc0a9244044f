import type { ReplaySpeed } from '../../engine/ports/market-data.ts';
import { VENUE_WORDS, venueName } from '../i18n/venue-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Pair } from '../message.ts';
import type { CommandContext } from './command.ts';

/** Returns where the recording stands; for a live market just the time. */
export function replayPairs(context: CommandContext): readonly Pair[] {
  const { text, format } = context.voice;
  const now = format.stamp(context.desk.now());
  const { replay } = context;
  const { recording } = context.info;
  if (replay === null) return [...venuePairs(context), [text.timeLabel, now]];
  const span = `${format.date(recording?.startTime ?? replay.startTime)} – ${format.date(replay.endTime - 1)}`;
  return [
    [text.recordingLabel, recording === null ? span : `${recording.name} (${span})`],
    [text.timeLabel, now],
    [text.speedLabel, speedText(replay.speed(), replay.paused(), context.voice)],
  ];
}

function venuePairs({ info, voice }: CommandContext): readonly Pair[] {
  if (info.venue == null) return [];
  const { venueLabel } = VENUE_WORDS[voice.language];
  return [[venueLabel, `${venueName(info.venue.name, voice.language)} (${info.venue.quoteCurrency})`]];
}

/** Returns `60x`, `max`, or that the replay stands still. */
export function speedText(speed: ReplaySpeed, paused: boolean, voice: Voice): string {
  const shown = speed === 'max' ? voice.text.speedMax : `${voice.format.number(speed)}x`;
  return paused ? voice.text.speedPaused({ speed: shown }) : shown;
}
