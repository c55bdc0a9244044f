import type { AppDesk } from './app/desk.ts';
import type { DeskInfo } from './desk-ports.ts';
import { liveCaps, VENUE_WORDS, venueName } from './i18n/venue-words.ts';
import type { Voice } from './i18n/voice.ts';
import type { Message } from './message.ts';
import { lines, message, textMessage } from './message.ts';
import { reviewersText } from './minds/standing.ts';

/** Returns what a person is told when the desk opens: what this is, with whose money, and how to talk to it. */
export function welcome(desk: AppDesk, info: DeskInfo, voice: Voice): Message {
  const { text } = voice;
  const told =
    info.venue == null || info.mode === 'replay' ? ofRecording(desk, info, voice) : ofVenue(desk, info, voice);
  return message({
    kind: 'answer',
    title: told.title,
    blocks: [
      lines(
        ...told.market,
        text.welcomeVotes({
          model: info.model ?? text.none,
          reviewers: reviewersText(info.reviewers, voice),
          database: info.database,
        }),
        told.account,
        text.welcomeHow,
      ),
    ],
  });
}

interface Told {
  readonly title: string;
  readonly market: readonly string[];
  readonly account: string;
}

function ofRecording(desk: AppDesk, info: DeskInfo, { text, format }: Voice): Told {
  const now = desk.replay?.position() ?? desk.view.now();
  const equity = format.money(desk.view.account().equity);
  return {
    title: text.welcomeTitle({ version: info.version }),
    market: [
      text.welcomeWhat({
        recording: info.recording?.title ?? text.none,
        from: format.dateTime(info.recording?.startTime ?? now),
        to: format.dateTime(desk.replay?.endTime ?? now),
        coins: coinsOf(desk.recording?.symbols ?? [], format),
      }),
    ],
    account:
      desk.recovered === null
        ? text.welcomeFirst({ equity })
        : text.welcomeAgain({ time: format.dateTime(now), equity }),
  };
}

function ofVenue(desk: AppDesk, info: DeskInfo, { format, language }: Voice): Told {
  const words = VENUE_WORDS[language];
  const mode = info.mode === 'live' ? 'live' : 'paper';
  const { name, symbols, quoteCurrency } = info.venue ?? { name: '', symbols: [], quoteCurrency: '' };
  const venue = venueName(name, language);
  const equity = format.money(desk.view.account().equity);
  const { limits } = desk.config.desk;
  const banner = words.banner({
    ...{ venue, account: desk.config.account.name },
    ...liveCaps(limits, format),
  });
  const first = mode === 'live' ? words.firstLive({ equity }) : words.firstPaper({ equity });
  return {
    title: words.title[mode]({ version: info.version }),
    market: [
      ...(mode === 'live' ? [words.bannerTitle, banner] : []),
      ...(desk.emergency?.killSwitch.latched() === true ? [words.latched] : []),
      words.follows({ venue, coins: coinsOf(symbols, format), currency: quoteCurrency }),
    ],
    account: desk.recovered === null ? first : words.again[mode]({ equity }),
  };
}

function coinsOf(symbols: readonly string[], format: Voice['format']): string {
  return symbols.map((symbol) => format.coin(symbol)).join(', ');
}

/** Returns what a person is told on leaving: where the desk stands, and that it goes on from there. */
export function farewell(desk: AppDesk, { text, format, language }: Voice): Message {
  const time = format.dateTime(desk.replay?.position() ?? desk.view.now());
  const at = { time, equity: format.money(desk.view.account().equity) };
  const { mode } = desk.config;
  return textMessage('answer', mode === 'replay' ? text.farewell(at) : VENUE_WORDS[language].farewell[mode](at));
}

/** Returns what is told when the recording has been played to its end. */
export function weekIsOver(desk: AppDesk, { text, format }: Voice): Message {
  const counts = desk.view.counts();
  const account = desk.view.account();
  const { seq, hash } = desk.journal.head();
  return message({
    kind: 'alert',
    title: text.recordingOverTitle,
    blocks: [
      lines(
        text.recordingOver({
          decisions: format.count(counts.decisions),
          trades: format.count(counts.trades),
          equity: format.money(account.equity),
        }),
        text.journalHash({ entries: format.count(seq), hash }),
      ),
    ],
  });
}
