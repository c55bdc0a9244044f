import { decimal } from '../../engine/domain/decimal.ts';
import type { ExternalAnswer } from '../../engine/domain/external-change.ts';
import { EXTERNAL_ANSWERS } from '../../engine/domain/external-change.ts';
import type { JournalEventOf } from '../../engine/domain/journal-entry.ts';
import { EXTERNAL_WORDS } from '../i18n/external-words.ts';
import { termOf } from '../i18n/template.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Message, Pair } from '../message.ts';
import { lines, message, pairs } from '../message.ts';

/** How an answer is typed. */
export const ANSWER_WORDS: Readonly<Record<ExternalAnswer, string>> = {
  'take-over': 'takeover',
  leave: 'leave',
  close: 'close',
};

/** Returns what others did to the account, with what can be done about it; `brief` leaves out what could be tapped. */
export function externalAlert({ change }: JournalEventOf<'external.found'>, voice: Voice, brief = false): Message {
  const { format } = voice;
  const words = EXTERNAL_WORDS[voice.language];
  const { id, symbol, deskQuantity, venueQuantity } = change;
  const size = (quantity: string) => format.quantity(symbol, quantity);
  const list: Pair[] = [[words.held, size(deskQuantity)]];
  if (venueQuantity !== null) list.push([words.atVenue, size(venueQuantity)]);
  // What is gone cannot be closed.
  const isFlat = decimal(venueQuantity ?? deskQuantity).isZero();
  const answers = EXTERNAL_ANSWERS.filter((answer) => answer !== 'close' || !isFlat);
  return message({
    kind: 'alert',
    importance: 'urgent',
    title: words.title({ id, coin: format.coin(symbol) }),
    blocks: [
      lines(voice.reason(change.reason, symbol)),
      pairs(list),
      lines(words.how, ...answers.map((answer) => `${words.answer[answer]}: ${words.what[answer]}.`)),
    ],
    ...(!brief && {
      choices: answers.map((answer) => ({
        label: words.answer[answer],
        command: `/outside ${id} ${ANSWER_WORDS[answer]}`,
      })),
    }),
  });
}

/** Returns who said what about it; null for what the desk settled by itself. */
export function answeredAlert(event: JournalEventOf<'external.answered'>, voice: Voice): Message | null {
  const words = EXTERNAL_WORDS[voice.language];
  if (event.by === 'desk') return null;
  const values = { id: event.id, by: termOf(event.by, voice.format), answer: words.answer[event.answer] };
  return message({ kind: 'alert', importance: 'quiet', blocks: [lines(words.answered(values))] });
}

/** Returns the one notice of a remainder that is too small to trade. */
export function dustAlert({ symbol, quantity, cost }: JournalEventOf<'dust.set-aside'>, voice: Voice): Message {
  const { format } = voice;
  const values = { size: `${quantity} ${format.coin(symbol)}`, cost: format.money(cost) };
  return message({ kind: 'alert', importance: 'quiet', blocks: [lines(EXTERNAL_WORDS[voice.language].dust(values))] });
}

/** Returns what funding brought or took. */
export function fundingAlert({ funding }: JournalEventOf<'funding.settled'>, voice: Voice): Message {
  const { format } = voice;
  const values = { coin: format.coin(funding.symbol), amount: `${funding.amount} ${funding.currency}` };
  return message({
    kind: 'alert',
    importance: 'quiet',
    blocks: [lines(EXTERNAL_WORDS[voice.language].funding(values))],
  });
}
