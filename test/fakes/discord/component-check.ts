import type { APIMessageTopLevelComponent } from 'discord.js';
import type { Fields } from './body.ts';
import { fieldsOf, isFields, listOf } from './body.ts';
import type { FormErrors } from './refusal.ts';
import { checkLength } from './refusal.ts';

const MAX_ROWS = 5;
const MAX_IN_ROW = 5;
const MAX_OPTIONS = 25;
const TYPE = { row: 1, button: 2, menu: 3 } as const;
/** Menus of users, roles, mentionables, channels. */
const OTHER_MENUS = [5, 6, 7, 8];
const STYLE = { link: 5, premium: 6 } as const;

/** Returns the rows under a message, and tells what no client could show. */
export function componentsIn(value: unknown, errors: FormErrors): readonly APIMessageTopLevelComponent[] {
  const rows = listOf(value);
  if (rows.length > MAX_ROWS) {
    errors.add('components', 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${MAX_ROWS} in length.`);
  }
  const ids = new Set<string>();
  rows.map(fieldsOf).forEach((row, index) => {
    checkRow(row, `components.${index}`, ids, errors);
  });
  return rows.filter(isFields).map((row) => row as unknown as APIMessageTopLevelComponent);
}

function checkRow(row: Fields, path: string, ids: Set<string>, errors: FormErrors): void {
  if (row.type !== TYPE.row) {
    errors.add(`${path}.type`, 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (1,).');
    return;
  }
  const parts = listOf(row.components).map(fieldsOf);
  if (parts.length < 1 || parts.length > MAX_IN_ROW) {
    errors.add(`${path}.components`, 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${MAX_IN_ROW} in length.`);
  }
  if (parts.length > 1 && parts.some(({ type }) => type !== TYPE.button)) {
    errors.add(path, 'COMPONENT_LAYOUT_WIDTH_EXCEEDED', 'The specified component exceeds the maximum width');
  }
  parts.forEach((part, index) => {
    const at = `${path}.components.${index}`;
    if (part.type === TYPE.button) checkButton(part, at, errors);
    else if (part.type === TYPE.menu) checkMenu(part, at, errors);
    else if (!OTHER_MENUS.includes(Number(part.type))) {
      errors.add(`${at}.type`, 'UNION_TYPE_CHOICES', 'Value of field "type" must be one of (2, 3, 5, 6, 7, 8).');
    }
    if (typeof part.custom_id !== 'string') return;
    if (ids.has(part.custom_id)) {
      errors.add(`${at}.custom_id`, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }
    ids.add(part.custom_id);
  });
}

function checkButton(button: Fields, path: string, errors: FormErrors): void {
  const { style, label, custom_id: id, url, emoji } = button;
  if (!Number.isInteger(style) || Number(style) < 1 || Number(style) > STYLE.premium) {
    errors.add(`${path}.style`, 'BASE_TYPE_CHOICES', 'Value must be one of (1, 2, 3, 4, 5, 6).');
  }
  checkLength(label, `${path}.label`, { max: 80 }, errors);
  if (style === STYLE.link) {
    if (typeof url !== 'string' || !/^(https?|discord):\/\//.test(url)) {
      errors.add(`${path}.url`, 'BASE_TYPE_REQUIRED', 'A url is required');
    }
    if (id !== undefined)
      errors.add(path, 'BUTTON_COMPONENT_URL_AND_CUSTOM_ID', 'A url and custom id cannot both be specified');
  } else if (style !== STYLE.premium) checkLength(id, `${path}.custom_id`, { min: 1, max: 100 }, errors);
  if ((label === undefined || label === '') && emoji === undefined && style !== STYLE.premium) {
    errors.add(path, 'BUTTON_COMPONENT_EMPTY', 'A button must have a label or emoji');
  }
}

function checkMenu(menu: Fields, path: string, errors: FormErrors): void {
  checkLength(menu.custom_id, `${path}.custom_id`, { min: 1, max: 100 }, errors);
  checkLength(menu.placeholder, `${path}.placeholder`, { max: 150 }, errors);
  const options = listOf(menu.options).map(fieldsOf);
  if (options.length < 1 || options.length > MAX_OPTIONS) {
    errors.add(`${path}.options`, 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${MAX_OPTIONS} in length.`);
  }
  const values = new Set<unknown>();
  options.forEach(({ label, value, description }, index) => {
    const at = `${path}.options.${index}`;
    checkLength(label, `${at}.label`, { min: 1, max: 100 }, errors);
    checkLength(value, `${at}.value`, { min: 1, max: 100 }, errors);
    checkLength(description, `${at}.description`, { max: 100 }, errors);
    if (values.has(value)) {
      errors.add(at, 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED', 'The specified option value is already used');
    }
    values.add(value);
  });
  const { min_values: min = 1, max_values: max = 1 } = menu;
  if (Number(max) > options.length) {
    errors.add(`${path}.max_values`, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${options.length}.`);
  }
  if (Number(min) > Number(max)) {
    errors.add(`${path}.min_values`, 'NUMBER_TYPE_MAX', `int value should be less than or equal to ${String(max)}.`);
  }
}

/** Tells what a form may not hold: 1 to 5 inputs, each in a row or under a label of its own. */
export function checkModal(modal: Fields, errors: FormErrors): void {
  checkLength(modal.title, 'title', { min: 1, max: 45 }, errors);
  checkLength(modal.custom_id, 'custom_id', { min: 1, max: 100 }, errors);
  const rows = listOf(modal.components).map(fieldsOf);
  if (rows.length < 1 || rows.length > MAX_ROWS) {
    errors.add('components', 'BASE_TYPE_BAD_LENGTH', `Must be between 1 and ${MAX_ROWS} in length.`);
  }
  const ids = new Set<unknown>();
  modalInputs(modal).forEach(({ input, label }, index) => {
    const at = `components.${index}`;
    checkLength(input.custom_id, `${at}.custom_id`, { min: 1, max: 100 }, errors);
    checkLength(label, `${at}.label`, { min: 1, max: 45 }, errors);
    checkLength(input.placeholder, `${at}.placeholder`, { max: 100 }, errors);
    checkLength(input.value, `${at}.value`, { max: 4000 }, errors);
    if (input.type === 4 && ![1, 2].includes(Number(input.style))) {
      errors.add(`${at}.style`, 'BASE_TYPE_CHOICES', 'Value must be one of (1, 2).');
    }
    if (ids.has(input.custom_id)) {
      errors.add(`${at}.custom_id`, 'COMPONENT_CUSTOM_ID_DUPLICATED', 'Component custom id cannot be duplicated');
    }
    ids.add(input.custom_id);
  });
}

export interface ModalInput {
  readonly input: Fields;
  readonly label: unknown;
  /** 1 for a row, 18 for a label: a form comes back in the shape that it had. */
  readonly wrappedIn: number;
}

export function modalInputs(modal: Fields): readonly ModalInput[] {
  return listOf(modal.components)
    .map(fieldsOf)
    .map((row) => {
      const wrappedIn = Number(row.type);
      const input = wrappedIn === TYPE.row ? fieldsOf(listOf(row.components)[0]) : fieldsOf(row.component);
      return { input, label: wrappedIn === TYPE.row ? input.label : row.label, wrappedIn };
    });
}
