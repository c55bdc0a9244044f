import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Button } from '../../message.ts';
import { cleanText } from '../../parse/clean-text.ts';
import { cutDisplay, displayWidth } from '../display-width.ts';

/** Columns of a label that a phone shows whole with one, two or three buttons in a row. */
const LABEL_COLUMNS = [34, 15, 9] as const;
/** The Bot API takes 1 to 64 bytes and 100 buttons. */
const MAX_DATA_BYTES = 64;
const MAX_BUTTONS = 100;

/**
 * Returns the buttons under a message, in their order, one to three in a row; undefined when there are none. A button
 * carries its nonce and nothing else; one whose nonce cannot be carried is left out, for Telegram would refuse them all.
 */
export function inlineKeyboard(buttons: readonly Button[]): InlineKeyboardMarkup | undefined {
  const rows: InlineKeyboardButton.CallbackButton[][] = [];
  let widest = 0;
  for (const button of buttons.filter(isCarried).slice(0, MAX_BUTTONS)) {
    const text = labelOf(button);
    const width = displayWidth(text);
    const row = rows.at(-1);
    const most = Math.max(widest, width);
    const key = { text, callback_data: button.action };
    if (row !== undefined && most <= (LABEL_COLUMNS[row.length] ?? -1)) {
      row.push(key);
      widest = most;
    } else {
      rows.push([key]);
      widest = width;
    }
  }
  return rows.length === 0 ? undefined : { inline_keyboard: rows };
}

function isCarried({ action }: Button): boolean {
  const bytes = Buffer.byteLength(action);
  return bytes > 0 && bytes <= MAX_DATA_BYTES && !/\p{Cs}/u.test(action);
}

function labelOf(button: Button): string {
  const label = cleanText(button.label).trim() || cleanText(button.command).trim() || '·';
  const [most] = LABEL_COLUMNS;
  return displayWidth(label) <= most ? label : `${cutDisplay(label, most - 1).trimEnd()}…`;
}
