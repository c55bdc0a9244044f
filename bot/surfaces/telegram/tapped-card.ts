import type { InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity } from 'grammy/types';
import { z } from 'zod';
import type { Outbound } from '../../message.ts';
import { inlineKeyboard } from './keyboard.ts';
import { entitiesOf, plainOf, spansOf } from './render-html.ts';
import { MESSAGE_LIMIT } from './split-message.ts';

/** The message whose button was tapped, as it looked then. */
export interface TappedCard {
  readonly text: string;
  readonly entities: readonly MessageEntity[];
  readonly keyboard: readonly (readonly InlineKeyboardButton.CallbackButton[])[];
}

/** What a tap makes of its card. */
export type CardTurn =
  /** The card stays and says its end below. */
  | { readonly to: 'result'; readonly text: string; readonly entities: MessageEntity[]; readonly keyboard: Keyboard }
  /** The same thing anew: another page, a later state. */
  | { readonly to: 'renewed' }
  /** Something else: it follows as a message of its own. */
  | { readonly to: 'answer' };

type Keyboard = InlineKeyboardMarkup;

const GAP = '\n\n';
const STYLES = ['bold', 'pre', 'code'] as const;

const CARD = z.object({
  callback_query: z.object({
    message: z.object({
      text: z.string(),
      entities: z
        .array(z.looseObject({ type: z.string(), offset: z.number().int(), length: z.number().int() }))
        .default([]),
      reply_markup: z
        .object({ inline_keyboard: z.array(z.array(z.looseObject({ text: z.string(), callback_data: z.string() }))) })
        .optional(),
    }),
  }),
});

/** Returns the card of a tap; null for one that Telegram no longer holds, and for a picture. */
export function tappedCard(update: unknown): TappedCard | null {
  const read = CARD.safeParse(update);
  if (!read.success) return null;
  const { text, entities, reply_markup: markup } = read.data.callback_query.message;
  return {
    text,
    // Ours have these styles only; what Telegram found by itself it will find again.
    entities: entities.flatMap(({ type, offset, length }) => {
      const style = STYLES.find((known) => known === type);
      return style === undefined ? [] : [{ type: style, offset, length }];
    }),
    keyboard: (markup?.inline_keyboard ?? []).map((row) =>
      row.map(({ text: label, callback_data: data }) => ({ text: label, callback_data: data })),
    ),
  };
}

/** Returns what the first answer to a tap makes of the card. */
export function turnOf(card: TappedCard, answer: Outbound): CardTurn {
  if (answer.kind === 'receipt') return resultOn(card, answer) ?? { to: 'answer' };
  return isSame(card, answer) ? { to: 'renewed' } : { to: 'answer' };
}

function resultOn(card: TappedCard, answer: Outbound): CardTurn | null {
  const spans = spansOf(answer);
  const result = plainOf(spans);
  const text = `${card.text}${GAP}${result}`;
  if (text.length > MESSAGE_LIMIT) return null;
  const start = card.text.length + GAP.length;
  const moved = entitiesOf(spans).map((entity) => ({ ...entity, offset: entity.offset + start }));
  const keyboard = inlineKeyboard(answer.buttons) ?? { inline_keyboard: [] };
  return { to: 'result', text, entities: [...card.entities, ...moved], keyboard };
}

/** What has the same heading shows the same thing. */
function isSame(card: TappedCard, answer: Outbound): boolean {
  if (answer.title === null || answer.kind !== 'answer') return false;
  const [heading] = plainOf(spansOf({ ...answer, blocks: [] })).split('\n');
  return card.text.split('\n')[0] === heading;
}

/** Returns the keyboard without the buttons that have done what they do. */
export function keyboardWithout(card: TappedCard, used: ReadonlySet<string>): Keyboard {
  const rows = card.keyboard.map((row) => row.filter((button) => !used.has(button.callback_data)));
  return { inline_keyboard: rows.filter((row) => row.length > 0) };
}
