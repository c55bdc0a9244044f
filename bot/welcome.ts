import type { AppDesk } from './app/desk.ts';
import type { DeskInfo } from './desk-ports.ts';
import type { Voice } from './i18n/voice.ts';
import type { Message } from './message.ts';
import { lines, message, textMessage } from './message.ts';
import { reviewersText } from './minds/standing.ts';

/** Returns what a person is told when the desk opens: what this is, with whose money, and how to talk to it. */
export function welcome(desk: AppDesk, info: DeskInfo, voice: Voice): Message {
  const { text, format } = voice;
  const { replay } = desk;
  const again = desk.recovered !== null;
  return message({
    kind: 'answer',
    title: text.welcomeTitle({ version: info.version }),
    blocks: [
      lines(
        text.welcomeWhat({
          recording: info.recording?.title ?? text.none,
          from: format.dateTime(info.recording?.startTime ?? replay.startTime),
          to: format.dateTime(replay.endTime),
          coins: desk.recording.symbols.map((symbol) => format.coin(symbol)).join(', '),
        }),
        text.welcomeVotes({
          model: info.model ?? text.none,
          reviewers: reviewersText(info.reviewers, voice),
          database: info.database,
        }),
        again
          ? text.welcomeAgain({
              time: format.dateTime(replay.position()),
              equity: format.money(desk.view.account().equity),
            })
          : text.welcomeFirst({ equity: format.money(desk.view.account().equity) }),
        text.welcomeHow,
      ),
    ],
  });
}

/** Returns what a person is told on leaving: where the desk stands, and that it goes on from there. */
export function farewell(desk: AppDesk, { text, format }: Voice): Message {
  const time = format.dateTime(desk.replay.position());
  return textMessage('answer', text.farewell({ time, equity: format.money(desk.view.account().equity) }));
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
