import type { AlertWords } from '../i18n/alert-vocabulary.ts';
import { ALERT_WORDS } from '../i18n/alert-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import type { OutboxReport } from '../outbox/outbox-options.ts';
import { kindName } from './alert-digest.ts';

export interface UndeliveredParts {
  /** Tells the person at the terminal. */
  readonly notify: (words: (voice: Voice) => Message) => void;
  readonly nameOf: (userId: string) => string;
  /** Wall time. */
  readonly now: () => number;
}

/** A person who blocked the bot misses every message: that is said once in so long, and then how often. */
const PAUSE_MS = 15 * 60_000;

/** Returns what tells the terminal of messages that went another way or arrived nowhere. */
export function createUndeliveredNotices({ notify, nameOf, now }: UndeliveredParts): (report: OutboxReport) => void {
  const told = new Map<string, { at: number; since: number }>();

  return (report) => {
    const key = `${report.userId} ${report.type}`;
    const before = told.get(key);
    if (before !== undefined && now() - before.at < PAUSE_MS) {
      before.since += 1;
      return;
    }
    told.set(key, { at: now(), since: 0 });
    const missed = before?.since ?? 0;
    notify((voice) => {
      const { undelivered: words } = ALERT_WORDS[voice.language];
      const again = missed === 0 ? [] : [words.again({ count: voice.format.count(missed) })];
      const who = nameOf(report.userId);
      return textMessage('error', sentenceOf(report, who, words, voice), ...again);
    });
  };
}

function sentenceOf(report: OutboxReport, who: string, words: AlertWords['undelivered'], voice: Voice): string {
  const kind = kindName(report.kind, voice);
  switch (report.type) {
    case 'refused':
    case 'gave-up':
      return words.lost({ kind, who, problem: report.problem.replace(/\.$/, '') });
    case 'escalated':
      return words.escalated({ kind, who, place: nameOfPlace(report.to) });
    case 'moved':
      return words.moved({ who, place: report.to });
  }
}

/** What is told of a place is its channel: `telegram` of `telegram:123`. */
function nameOfPlace(address: string): string {
  return address.slice(0, Math.max(0, address.indexOf(':'))) || address;
}
