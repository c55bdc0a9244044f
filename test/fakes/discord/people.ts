import type { APIApplicationCommandOptionChoice, APIUser } from 'discord.js';
import type { Waiting } from '../waiting.ts';
import type { Fields } from './body.ts';
import { fieldsOf, listOf } from './body.ts';
import { announce, takeAway } from './channel-methods.ts';
import type { ShownMessage } from './chat-view.ts';
import { labelOf, shown, viewChat } from './chat-view.ts';
import { modalInputs } from './component-check.ts';
import type { Act } from './interactions.ts';
import { interact } from './interactions.ts';
import type { OptionValues } from './slash.ts';
import { commandData } from './slash.ts';
import type { Place, Soul, Stored, World } from './world.ts';
import { dmOf, keep, plainFace } from './world.ts';

/** Where something is done; in the direct messages with the bot unless told. */
export interface Where {
  readonly in?: { readonly id: string };
}

export interface SayOptions extends Where {
  /** Puts `<@bot>` before the words. */
  readonly mention?: boolean;
  readonly replyTo?: string;
}

export interface TapOptions extends Where {
  /** The message whose button it is; the last with such a button by default. */
  readonly on?: ShownMessage;
}

export interface Person {
  readonly id: string;
  readonly user: APIUser;
  says(text: string, options?: SayOptions): Promise<ShownMessage>;
  /** Says it in private, and returns the bot's next message there. */
  asks(text: string): Promise<ShownMessage>;
  edits(message: ShownMessage, text: string, options?: Where): Promise<void>;
  deletes(message: ShownMessage, options?: Where): void;
  /** Uses a registered command; throws where Discord's client would not let one send it. A subcommand: `alerts set`. */
  slash(name: string, values?: OptionValues, options?: Where): Promise<Act>;
  /** Returns what the bot suggests while this is typed into an option. */
  types(
    name: string,
    focused: string,
    typed: string,
    options?: Where & { readonly values?: OptionValues },
  ): Promise<readonly APIApplicationCommandOptionChoice[]>;
  /** Taps a button by its label or custom id. */
  taps(label: string, options?: TapOptions): Promise<Act>;
  /** Sends what a forged client would: a custom id of its own on a message. */
  tapsId(customId: string, on: ShownMessage, options?: Where): Promise<Act>;
  /** Chooses in a message's menu, by labels or values. */
  chooses(values: readonly string[], options?: TapOptions): Promise<Act>;
  /** Fills in the form that an act was answered with: values by custom id or label. */
  submits(act: Act, fields: Readonly<Record<string, string>>): Promise<Act>;
  /** Takes no direct messages any more: 50007. */
  blocks(): void;
  unblocks(): void;
}

const TYPE = { command: 2, component: 3, autocomplete: 4, modal: 5 } as const;
/** As many as a paying person may write; others only half. */
const LONGEST_LINE = 4000;
const COMPONENT = { button: 2, menu: 3 } as const;

/** Returns a person who uses Discord as a client does: every act becomes an event. */
export function createPerson(soul: Soul, world: World, wait: Waiting): Person {
  const { user } = soul;
  const at = (options: Where): Place => placeAt(options.in, soul, world);

  const person: Person = {
    id: user.id,
    user,
    says: async (text, options = {}) => {
      const place = at(options);
      const content = options.mention === true ? `<@${world.bot.id}> ${text}` : text;
      if (content.length > LONGEST_LINE) throw new Error(`nobody writes more than ${LONGEST_LINE} letters at once`);
      const replied = place.messages.find(({ id }) => id === options.replyTo);
      const pings = [...content.matchAll(/<@[!&]?(\d+)>/g)].map(([, id]) => id ?? '');
      const face = plainFace(content, [...pings, ...(replied === undefined ? [] : [replied.author.id])]);
      const stored = keep(world, place, { author: user, face, replyTo: options.replyTo ?? null });
      announce('MESSAGE_CREATE', stored, world);
      return shown(stored, world);
    },
    asks: async (text) => {
      const chat = viewChat(dmOf(world, user.id), user.id, world, wait);
      const before = chat.fromBot.length;
      await person.says(text);
      return chat.reply(before + 1);
    },
    edits: async (message, text, options = {}) => {
      const stored = storedIn(at(options), message.id);
      if (stored.author.id !== user.id) throw new Error('nobody edits what another has said');
      stored.earlier.push(stored.face);
      stored.face = { ...stored.face, content: text };
      stored.editedAt = world.now();
      announce('MESSAGE_UPDATE', stored, world);
    },
    deletes: (message, options = {}) => takeAway(storedIn(at(options), message.id), world),
    slash: async (name, values = {}, options = {}) => {
      const place = at(options);
      const data = commandData(name, values, { place, world });
      return interact({ soul, place, type: TYPE.command, data }, world, wait);
    },
    types: async (name, focused, typed, options = {}) => {
      const place = at(options);
      const data = commandData(name, options.values ?? {}, { place, world, focus: { name: focused, typed } });
      const act = interact({ soul, place, type: TYPE.autocomplete, data }, world, wait);
      const answered = await act.answered();
      return listOf(answered.data.choices) as readonly APIApplicationCommandOptionChoice[];
    },
    taps: async (label, options = {}) => {
      const place = at(options);
      const { stored, part } = partIn(visible(place), COMPONENT.button, label, options.on);
      if (part.disabled === true) throw new Error(`the button "${label}" is switched off`);
      if (part.custom_id === undefined) throw new Error(`the button "${label}" only opens a page`);
      return press(place, stored, String(part.custom_id));
    },
    tapsId: async (customId, on, options = {}) => {
      const place = at(options);
      return press(place, storedIn(place, on.id), customId);
    },
    chooses: async (values, options = {}) => {
      const place = at(options);
      const { stored, part } = partIn(visible(place), COMPONENT.menu, null, options.on);
      if (part.disabled === true) throw new Error('the menu is switched off');
      const data = { component_type: COMPONENT.menu, custom_id: part.custom_id, values: chosenOf(part, values) };
      return interact({ soul, place, type: TYPE.component, data, on: stored }, world, wait);
    },
    submits: async (act, fields) => {
      const { modal } = await act.answered();
      if (modal === null) throw new Error('no form was opened');
      const place = placeOfAct(act, world);
      const on = place.messages.find(({ id }) => id === world.interactions.get(act.interactionId)?.messageId);
      const data = { custom_id: modal.custom_id, components: filledForm({ ...modal }, fields) };
      return interact({ soul, place, type: TYPE.modal, data, on: on ?? null }, world, wait);
    },
    blocks: () => {
      soul.blocksBot = true;
    },
    unblocks: () => {
      soul.blocksBot = false;
    },
  };
  return person;

  function visible(place: Place): readonly Stored[] {
    return place.messages.filter(({ ephemeralTo }) => ephemeralTo === null || ephemeralTo === user.id);
  }

  function press(place: Place, on: Stored, customId: string): Act {
    const data = { component_type: COMPONENT.button, custom_id: customId };
    return interact({ soul, place, type: TYPE.component, data, on }, world, wait);
  }
}

/** A person says and does something where they are: at home, or in a server that they have joined. */
function placeAt(named: { readonly id: string } | undefined, soul: Soul, world: World): Place {
  if (named === undefined || named.id === soul.user.id) return dmOf(world, soul.user.id);
  const place = world.places.get(named.id);
  if (place === undefined || place.gone) throw new Error(`there is no place ${named.id}`);
  const hall = place.guildId === null ? undefined : world.halls.get(place.guildId);
  if (hall?.members.has(soul.user.id) === false) throw new Error(`${soul.user.username} has not joined ${hall.name}`);
  return place;
}

function placeOfAct(act: Act, world: World): Place {
  const interaction = world.interactions.get(act.interactionId);
  const place = interaction && world.places.get(interaction.placeId);
  if (place === undefined) throw new Error('the form has lost its place');
  return place;
}

function storedIn(place: Place, id: string): Stored {
  const stored = place.messages.find((message) => message.id === id);
  if (stored === undefined) throw new Error(`there is no message ${id} here`);
  return stored;
}

function partIn(messages: readonly Stored[], type: number, label: string | null, on: ShownMessage | undefined) {
  const candidates = on === undefined ? messages.toReversed() : messages.filter(({ id }) => id === on.id);
  const parts = candidates.flatMap((stored) => partsOf(stored).map((part) => ({ stored, part })));
  const fitting = parts.filter(({ part }) => part.type === type);
  const found = fitting.find(({ part }) => label === null || labelOf(part) === label || part.custom_id === label);
  if (found !== undefined) return found;
  const labels = fitting.map(({ part }) => `"${labelOf(part)}"`).join(', ') || 'none';
  throw new Error(`no ${type === COMPONENT.button ? `button "${label}"` : 'menu'}; there are: ${labels}`);
}

function partsOf({ face }: Stored): readonly Fields[] {
  return face.components.flatMap((row) => listOf(fieldsOf(row).components).map(fieldsOf));
}

function chosenOf(menu: Fields, wanted: readonly string[]): readonly unknown[] {
  const options = listOf(menu.options).map(fieldsOf);
  const values = wanted.map((word) => {
    const option = options.find(({ label, value }) => label === word || value === word);
    if (option !== undefined) return option.value;
    throw new Error(`no choice "${word}"; there are: ${options.map(({ label }) => `"${String(label)}"`).join(', ')}`);
  });
  const { min_values: min = 1, max_values: max = 1 } = menu;
  if (values.length >= Number(min) && values.length <= Number(max)) return values;
  throw new Error(`the menu takes ${String(min)} to ${String(max)} choices`);
}

/** Returns a filled-in form in the shape that it had; throws where the client would mark a field red. */
function filledForm(modal: Fields, fields: Readonly<Record<string, string>>): readonly object[] {
  const inputs = modalInputs(modal);
  for (const name of Object.keys(fields)) {
    if (inputs.some(({ input, label }) => input.custom_id === name || label === name)) continue;
    throw new Error(
      `the form has no field "${name}"; there are: ${inputs.map(({ label }) => `"${String(label)}"`).join(', ')}`,
    );
  }
  return inputs.map(({ input, label, wrappedIn }) => {
    const value = fields[String(input.custom_id)] ?? fields[String(label)] ?? String(input.value ?? '');
    const [min, max] = [Number(input.min_length ?? 0), Number(input.max_length ?? 4000)];
    const isLeftOut = value === '' && input.required === false;
    if (!isLeftOut && (value === '' || value.length < min || value.length > max)) {
      throw new Error(`the form takes no ${JSON.stringify(value)} as "${String(label)}"`);
    }
    const filled = { type: input.type, custom_id: input.custom_id, value };
    return wrappedIn === 1 ? { type: 1, components: [filled] } : { type: wrappedIn, component: filled };
  });
}
