import type { APIEmbed } from 'discord.js';
import { ButtonStyle, ComponentType } from 'discord.js';
import { z } from 'zod';
import type { Outbound } from '../../message.ts';
import { COLOURS } from './colour.ts';
import type { ActionRow } from './components.ts';
import { actionRows } from './components.ts';
import { renderMessage } from './render-message.ts';

/** The message whose button was tapped, as it looked then. */
export interface TappedCard {
  readonly embeds: readonly APIEmbed[];
  readonly content: string;
  readonly rows: readonly ActionRow[];
}

/** What a tap makes of its card. */
export type CardTurn =
  /** The card stays and says its end below. */
  | { readonly to: 'result'; readonly embeds: APIEmbed[]; readonly components: ActionRow[] }
  /** The same thing anew: another page, a later state. */
  | { readonly to: 'renewed' }
  /** Something else: it follows as a message of its own. */
  | { readonly to: 'answer' };

const MAX_EMBEDS = 10;
const MAX_EMBED_TEXT = 6000;

const FIELD = z.object({ name: z.string(), value: z.string(), inline: z.boolean().optional() });
const EMBED = z.object({
  title: z.string().optional(),
  description: z.string().optional(),
  color: z.number().int().optional(),
  fields: z.array(FIELD).optional(),
  image: z.object({ url: z.string() }).optional(),
});
const BUTTON = z.object({
  type: z.literal(ComponentType.Button),
  custom_id: z.string(),
  label: z.string().optional(),
  style: z.union([
    z.literal(ButtonStyle.Primary),
    z.literal(ButtonStyle.Secondary),
    z.literal(ButtonStyle.Success),
    z.literal(ButtonStyle.Danger),
  ]),
});
const LIST = z.object({
  type: z.literal(ComponentType.StringSelect),
  custom_id: z.string(),
  placeholder: z.string().optional(),
  options: z.array(z.object({ label: z.string(), value: z.string() })),
});
const CARD = z.object({
  content: z.string().default(''),
  embeds: z.array(EMBED).default([]),
  attachments: z.array(z.object({ filename: z.string() })).default([]),
  components: z.array(z.object({ components: z.array(z.union([BUTTON, LIST])) })).default([]),
});

/** Returns the card of a tap, or null for a message that is none of ours. */
export function tappedCard(message: unknown): TappedCard | null {
  const read = CARD.safeParse(message);
  if (!read.success) return null;
  const { content, embeds, components, attachments } = read.data;
  const [file] = attachments;
  return {
    content,
    embeds: embeds.map(({ title, description, color, fields, image }) => ({
      ...(title !== undefined && { title }),
      ...(description !== undefined && { description }),
      ...(color !== undefined && { color }),
      ...(fields !== undefined && {
        fields: fields.map(({ name, value, inline = false }) => ({ name, value, inline })),
      }),
      // The picture has an address of its own by now; that of its file keeps it where it is.
      ...(image !== undefined && file !== undefined && { image: { url: `attachment://${file.filename}` } }),
    })),
    rows: components.map(({ components: keys }) => ({
      type: ComponentType.ActionRow,
      components: keys.map((key) =>
        key.type === ComponentType.Button
          ? { type: key.type, style: key.style, custom_id: key.custom_id, label: key.label ?? '·' }
          : {
              type: key.type,
              custom_id: key.custom_id,
              ...(key.placeholder !== undefined && { placeholder: key.placeholder }),
              options: key.options,
            },
      ),
    })),
  };
}

/** Returns what the first answer to a tap makes of the card. */
export function turnOf(card: TappedCard, answer: Outbound, action: string): CardTurn {
  if (answer.kind === 'receipt') return resultOn(card, answer, action) ?? { to: 'answer' };
  return isSame(card, answer) ? { to: 'renewed' } : { to: 'answer' };
}

function resultOn(card: TappedCard, answer: Outbound, action: string): CardTurn | null {
  const [part, more] = renderMessage(answer, { moreLines: () => '…' });
  if (part === undefined || more !== undefined || card.embeds.length === 0) return null;
  const color = outcomeColour(card, action) ?? part.embed.color ?? COLOURS.plain;
  const embeds = [...card.embeds.map((embed) => ({ ...embed, color })), { ...part.embed, color }];
  if (embeds.length > MAX_EMBEDS || embeds.reduce((sum, embed) => sum + textOf(embed), 0) > MAX_EMBED_TEXT) return null;
  return { to: 'result', embeds, components: actionRows(answer.buttons) };
}

/** A button says by its own colour what it stands for. */
function outcomeColour({ rows }: TappedCard, action: string): number | null {
  const keys = rows.flatMap(({ components }) => components);
  const tapped = keys.find(
    (key) => key.type === ComponentType.Button && 'custom_id' in key && key.custom_id === action,
  );
  if (tapped?.type !== ComponentType.Button) return null;
  if (tapped.style === ButtonStyle.Danger) return COLOURS.bad;
  return tapped.style === ButtonStyle.Success || tapped.style === ButtonStyle.Primary ? COLOURS.good : null;
}

function textOf({ title = '', description = '', fields = [] }: APIEmbed): number {
  return (
    title.length + description.length + fields.reduce((sum, { name, value }) => sum + name.length + value.length, 0)
  );
}

/** What has the same heading shows the same thing. */
function isSame(card: TappedCard, answer: Outbound): boolean {
  const title = renderMessage(answer, { moreLines: () => '…' })[0]?.embed.title;
  return answer.kind === 'answer' && title !== undefined && card.embeds[0]?.title === title;
}

/** Returns the rows without the buttons and choices that have done what they do. */
export function rowsWithout(card: TappedCard, used: ReadonlySet<string>): ActionRow[] {
  return card.rows.flatMap((row) => {
    const components = row.components.flatMap((key): ActionRow['components'] => {
      if (key.type === ComponentType.StringSelect) {
        const options = key.options.filter(({ value }) => !used.has(value));
        return options.length === 0 ? [] : [{ ...key, options }];
      }
      return 'custom_id' in key && used.has(key.custom_id) ? [] : [key];
    });
    return components.length === 0 ? [] : [{ ...row, components }];
  });
}
