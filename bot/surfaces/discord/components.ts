import type {
  APIActionRowComponent,
  APIButtonComponentWithCustomId,
  APIComponentInMessageActionRow,
  APIStringSelectComponent,
} from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import type { Button } from '../../message.ts';
import { cleanText } from '../../parse/clean-text.ts';

export type ActionRow = APIActionRowComponent<APIComponentInMessageActionRow>;
type ButtonKey = APIButtonComponentWithCustomId;

/** Of the API. */
const MAX_ROWS = 5;
const BUTTONS_IN_ROW = 5;
const MAX_OPTIONS = 25;
const MAX_ID = 100;
const MAX_LABEL = 80;
const MAX_OPTION = 100;
/** More of a sort than this are chosen from a list. */
const MOST_BUTTONS_OF_A_SORT = 5;

/** A list says by its value what was chosen; its own id only tells it from another. */
const LIST_ID = 'list';

/**
 * Returns what stands under a message: buttons in their order, and lists of what is of the same sort and too much for
 * buttons. Each carries its nonce and nothing else; what there is no room for is left out, and can be typed.
 */
export function actionRows(buttons: readonly Button[]): ActionRow[] {
  const carried = buttons.filter(isCarried);
  const ofSort = (sort: string) => carried.filter(({ command }) => sortOf(command) === sort);
  const sorts = [...new Set(carried.map(({ command }) => sortOf(command)))];
  const many = new Set(sorts.filter((sort) => ofSort(sort).length > MOST_BUTTONS_OF_A_SORT));
  const lists = [...many].flatMap((sort) => listsOf(ofSort(sort)));
  const single = carried.filter(({ command }) => !many.has(sortOf(command)));
  const rows: ActionRow[] = inRows(single).map((components) => ({ type: ComponentType.ActionRow, components }));
  for (const [index, list] of lists.entries()) {
    const custom_id = `${LIST_ID}-${index}`;
    rows.push({ type: ComponentType.ActionRow, components: [{ ...list, custom_id }] });
  }
  return rows.slice(0, MAX_ROWS);
}

function inRows(buttons: readonly Button[]): ButtonKey[][] {
  const rows: ButtonKey[][] = [];
  for (let at = 0; at < buttons.length; at += BUTTONS_IN_ROW) {
    rows.push(buttons.slice(at, at + BUTTONS_IN_ROW).map(keyOf));
  }
  return rows;
}

function keyOf(button: Button): ButtonKey {
  return {
    type: ComponentType.Button,
    style: styleOf(button.command),
    label: labelOf(button, MAX_LABEL),
    custom_id: button.action,
  };
}

function listsOf(buttons: readonly Button[]): APIStringSelectComponent[] {
  const lists: APIStringSelectComponent[] = [];
  for (let at = 0; at < buttons.length; at += MAX_OPTIONS) {
    const part = buttons.slice(at, at + MAX_OPTIONS);
    lists.push({
      type: ComponentType.StringSelect,
      custom_id: LIST_ID,
      placeholder: placeholderOf(part),
      options: part.map((button) => ({ label: labelOf(button, MAX_OPTION), value: button.action })),
    });
  }
  return lists;
}

/** What there is to choose from, by its first words: `Account, Markets … (11)`. */
function placeholderOf(part: readonly Button[]): string {
  const first = part.slice(0, 2).map((button) => labelOf(button, MAX_LABEL / 2));
  return `${first.join(', ')} … (${part.length})`;
}

/** `/users telegram:1` and `/users discord:2` are of a sort. */
function sortOf(command: string): string {
  return cleanText(command).split(' ')[0] ?? '';
}

const STYLES: Readonly<Record<string, ButtonKey['style']>> = {
  '/approve': ButtonStyle.Success,
  '/resume': ButtonStyle.Success,
  '/half': ButtonStyle.Primary,
  '/confirm': ButtonStyle.Primary,
  '/decline': ButtonStyle.Danger,
  '/panic': ButtonStyle.Danger,
  '/closeall': ButtonStyle.Danger,
  '/close': ButtonStyle.Danger,
  '/remove': ButtonStyle.Danger,
};

function styleOf(command: string): ButtonKey['style'] {
  return STYLES[sortOf(command)] ?? ButtonStyle.Secondary;
}

function isCarried({ action }: Button): boolean {
  return action.length > 0 && action.length <= MAX_ID && !/\p{Cs}/u.test(action);
}

function labelOf(button: Button, limit: number): string {
  const label = cleanText(button.label).trim() || cleanText(button.command).trim() || '·';
  if (label.length <= limit) return label;
  let cut = '';
  for (const character of label) {
    if (cut.length + character.length > limit - 1) break;
    cut += character;
  }
  return `${cut.trimEnd()}…`;
}
