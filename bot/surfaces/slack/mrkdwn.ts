import { activeRanges } from '../telegram/active-text.ts';

/** Stands around a sign that would be formatting, as there is no escape for it; nobody sees it. */
const STILL = '\u200b';
/** A colon only where another one could make a picture of the word between them. */
const FORMATTING = /[*_~`]|:(?=[^\s:]+:)/g;

/**
 * Returns text as Slack's mrkdwn that shows it as it was written: nothing in it formats, mentions or links. What looks
 * like an address stands as code, for clients link what they find in plain text.
 * https://docs.slack.dev/messaging/formatting-message-text/#escaping
 */
export function mrkdwn(text: string): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of activeRanges(text)) {
    shown += still(text.slice(at, start)) + text.slice(start, end).split('`').map(code).join(still('`'));
    at = end;
  }
  shown += still(text.slice(at));
  // A line that begins with > is a quotation, escaped or not.
  return shown.startsWith('&gt;') ? STILL + shown : shown;
}

/** Returns the text in bold, where it can be: Slack sees none around blanks and signs. */
export function bold(text: string): string {
  const inner = mrkdwn(text.trim());
  const isSign = [inner.at(0), inner.at(-1)].some((end) => end === undefined || end === STILL || end === '`');
  return isSign ? inner : `*${inner}*`;
}

/** Returns lines as a preformatted block; three backticks in a row would end it. */
export function preformatted(lines: readonly string[]): string {
  return `\`\`\`\n${lines.map((line) => escapeSlack(line).replaceAll('`', `\`${STILL}`)).join('\n')}\n\`\`\``;
}

/** Returns text without the three signs that Slack reads itself, formatted or not. */
export function escapeSlack(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function code(text: string): string {
  return text === '' ? '' : `\`${escapeSlack(text)}\``;
}

function still(text: string): string {
  return escapeSlack(text).replace(FORMATTING, (sign) => STILL + sign + STILL);
}
