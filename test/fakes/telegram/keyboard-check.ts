import type { InlineKeyboardButton, InlineKeyboardMarkup } from 'grammy/types';
import type { Params } from './params.ts';
import { objectOf } from './params.ts';
import { refusal } from './refusal.ts';

const MAX_DATA_BYTES = 64;
const MAX_BUTTONS = 100;
const ACTIONS = ['url', 'web_app', 'login_url', 'switch_inline_query', 'copy_text', 'pay', 'callback_game'];

/** Returns the buttons that are to stand under a message, undefined for none, or refuses what no client could show. */
export function keyboardIn(params: Params): InlineKeyboardMarkup | undefined {
  const markup = objectOf(params, 'reply_markup');
  const rows = markup?.inline_keyboard;
  if (rows === undefined) return undefined;
  if (!Array.isArray(rows)) throw refusal(400, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array');
  const kept = rows.map((row: unknown) => {
    if (!Array.isArray(row)) throw refusal(400, "can't parse inline keyboard: row must be an Array");
    return row.map(checkButton);
  });
  const filled = kept.filter((row) => row.length > 0);
  if (filled.flat().length > MAX_BUTTONS) throw refusal(400, 'REPLY_MARKUP_TOO_LONG');
  return filled.length === 0 ? undefined : { inline_keyboard: filled };
}

function checkButton(value: unknown): InlineKeyboardButton {
  const button = value as InlineKeyboardButton.CallbackButton;
  const { text, callback_data: data } = button;
  if (typeof text !== 'string' || text.trim() === '') {
    throw refusal(400, 'can\'t parse inline keyboard button: field "text" must be non-empty');
  }
  if (data === undefined) {
    if (ACTIONS.some((action) => action in button)) return button;
    throw refusal(400, "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard");
  }
  const bytes = Buffer.byteLength(String(data));
  if (bytes === 0 || bytes > MAX_DATA_BYTES) throw refusal(400, 'BUTTON_DATA_INVALID');
  return button;
}
