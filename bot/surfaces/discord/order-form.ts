import type { APIModalInteractionResponseCallbackData } from 'discord.js';
import { ComponentType, TextInputStyle } from 'discord.js';
import { DISCORD_WORDS } from '../../i18n/discord-words.ts';
import type { Language } from '../../i18n/language.ts';
import { LatestMap } from '../../latest-map.ts';
import { cleanText } from '../../parse/clean-text.ts';
import type { OptionValue } from './read-interaction.ts';

/** An order that was begun without its size, and waits for a form. */
export interface BegunOrder {
  readonly command: string;
  readonly options: readonly OptionValue[];
}

/** Forms that were opened and not sent yet. Each counts once, for who opened it, for a quarter of an hour. */
export interface OrderForms {
  /** Returns the id that the form carries, which says nothing by itself. */
  open(order: BegunOrder, userId: string, at: number): string;
  take(formId: string, userId: string, at: number): BegunOrder | null;
}

const LIFE_MS = 15 * 60_000;
const MAX_FORMS = 1000;
const ORDERS = new Set(['buy', 'sell']);
const FIELDS = ['size', 'limit', 'stop', 'target'] as const;
const MAX_TITLE = 45;
const MAX_FIELD = 40;

/** Tells whether a command is an order without a size: what it needs is asked for in a form. */
export function wantsForm(name: string, options: readonly OptionValue[]): boolean {
  const size = options.find((option) => option.name === 'size')?.value ?? '';
  return ORDERS.has(name) && size.trim() === '';
}

export function createOrderForms(newNonce: () => string): OrderForms {
  const opened = new LatestMap<string, BegunOrder & { readonly userId: string; readonly until: number }>(MAX_FORMS);
  return {
    open(order, userId, at) {
      const formId = newNonce();
      opened.set(formId, { ...order, userId, until: at + LIFE_MS });
      return formId;
    },
    take(formId, userId, at) {
      const order = opened.get(formId);
      if (order === undefined || order.userId !== userId) return null;
      opened.delete(formId);
      return at < order.until ? { command: order.command, options: order.options } : null;
    },
  };
}

/** Returns the form as Discord shows it: the size, and the prices, filled in where they were given already. */
export function orderForm(
  formId: string,
  { command, options }: BegunOrder,
  language: Language,
): APIModalInteractionResponseCallbackData {
  const words = DISCORD_WORDS[language];
  const given = (name: string) => cleanText(options.find((option) => option.name === name)?.value ?? '').trim();
  const coin = given('coin').toUpperCase();
  const title = (command === 'buy' ? words.formBuy({ coin }) : words.formSell({ coin })).slice(0, MAX_TITLE);
  return {
    custom_id: formId,
    title,
    components: FIELDS.map((name) => {
      const value = given(name).slice(0, MAX_FIELD);
      return {
        type: ComponentType.ActionRow,
        components: [
          {
            type: ComponentType.TextInput,
            custom_id: name,
            label: words.formFields[name],
            style: TextInputStyle.Short,
            required: name === 'size',
            max_length: MAX_FIELD,
            ...(name === 'size' && { placeholder: words.formSizeHint }),
            ...(value !== '' && { value }),
          },
        ],
      };
    }),
  };
}

/** Returns the order with what was written into its form. */
export function filledIn({ command, options }: BegunOrder, fields: readonly OptionValue[]): BegunOrder {
  const written = fields.filter(({ name }) => FIELDS.some((field) => field === name));
  return { command, options: [...options.filter(({ name }) => !written.some((one) => one.name === name)), ...written] };
}
