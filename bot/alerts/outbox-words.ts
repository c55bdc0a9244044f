import type { Voice } from '../i18n/voice.ts';
import type { Message, Outbound } from '../message.ts';
import { lines, message } from '../message.ts';
import type { OutboxWords } from '../outbox/outbox-options.ts';
import { alertDigest } from './alert-digest.ts';

/** Returns what the outbox says itself, in the language of a voice. */
export function outboxWords(voice: Voice): OutboxWords {
  const { text, format } = voice;
  return {
    escalated: (outbound, from, waitedMs) => {
      const waited = waitedMs === null ? text.outboxRefused : format.duration(waitedMs);
      const first = lines(text.outboxEscalated({ channel: from ?? text.dash, waited }));
      return { ...outbound, blocks: [first, ...outbound.blocks] };
    },
    merged: (count) => {
      const line = text.outboxMerged({ count: format.count(count) });
      return plain(message({ kind: 'alert', importance: 'quiet', blocks: [lines(line)] }));
    },
    digest: (count, items) => plain(alertDigest(count, items, voice)),
  };
}

function plain({ choices: _, ...rest }: Message): Outbound {
  return { ...rest, buttons: [] };
}
