import type { Body, Fields, SentFile } from './body.ts';
import { fieldsOf, listOf } from './body.ts';
import { componentsIn } from './component-check.ts';
import { embedsIn } from './embed-check.ts';
import type { FormErrors } from './refusal.ts';
import { checkLength, createFormErrors, refusal } from './refusal.ts';
import type { Face, Place, Stored, StoredFile, World } from './world.ts';
import { FLAG, plainFace } from './world.ts';

const MAX_CONTENT = 2000;
const MAX_FILE_BYTES = 10 * 1024 * 1024;
const MAX_FILES = 10;
/** What a bot may set: no link previews, for one person only, without a sound. */
const SETTABLE_FLAGS = 4 | FLAG.ephemeral | FLAG.silent;

export interface Draft {
  readonly world: World;
  readonly place: Place;
  /** The message that is edited. */
  readonly previous?: Stored;
  /** Where the message lies in what was sent: `data` in the answer to an interaction. */
  readonly under?: string;
}

/** Returns how a message will look that was sent so, or refuses what Discord would not take. */
export function faceOf(fields: Fields, files: Body['files'], { world, place, previous, under }: Draft): Face {
  const before = previous?.face ?? plainFace('');
  const errors = createFormErrors(under);
  checkLength(fields.content, 'content', { max: MAX_CONTENT }, errors);
  checkFlags(fields, errors);
  checkMentions(fieldsOf(fields.allowed_mentions), errors);
  const content = fields.content === undefined ? before.content : String(fields.content ?? '').trim();
  const face: Face = {
    content,
    embeds: fields.embeds === undefined ? before.embeds : embedsIn(fields.embeds, errors),
    components: fields.components === undefined ? before.components : componentsIn(fields.components, errors),
    files: filesOf(fields, files, before, world, errors),
    flags: (before.flags & ~FLAG.loading) | (previous === undefined ? Number(fields.flags ?? 0) & SETTABLE_FLAGS : 0),
    pings: previous === undefined ? pingsOf(content, fields, place, world) : before.pings,
  };
  errors.check();
  if (face.content === '' && face.embeds.length === 0 && face.files.length === 0) throw refusal('emptyMessage');
  return face;
}

function checkFlags({ flags }: Fields, errors: FormErrors): void {
  if (flags === undefined || flags === null) return;
  if (!Number.isInteger(flags)) errors.add('flags', 'NUMBER_TYPE_COERCE', `Value "${String(flags)}" is not int.`);
  // This Discord knows rows of buttons and menus, not the layout components.
  if ((Number(flags) & FLAG.componentsV2) !== 0) errors.add('flags', 'NOT_PLAYED_HERE', 'Components V2 are not known');
}

function filesOf(fields: Fields, sent: Body['files'], before: Face, world: World, errors: FormErrors) {
  if (sent.some(({ bytes }) => bytes.length > MAX_FILE_BYTES)) throw refusal('tooLarge');
  const described = listOf(fields.attachments).map(fieldsOf);
  described.forEach(({ description }, index) => {
    checkLength(description, `attachments.${index}.description`, { max: 1024 }, errors);
  });
  const fresh = sent.map((file) => storedFile(file, described, world));
  // Without a list everything stays; with one, only what it names.
  const kept = Array.isArray(fields.attachments)
    ? before.files.filter(({ id }) => described.some((entry) => entry.id === id))
    : before.files;
  if (kept.length + fresh.length > MAX_FILES) {
    errors.add('attachments', 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_FILES} or fewer in length.`);
  }
  return [...kept, ...fresh];
}

function storedFile({ field, name, contentType, bytes }: SentFile, described: readonly Fields[], world: World) {
  const index = /^files\[(\d+)\]$/.exec(field)?.[1];
  const about = described.find(({ id }) => String(id) === index);
  const file: StoredFile = {
    id: world.snowflake(),
    // What is not plain in a file's name becomes an underscore.
    name: String(about?.filename ?? name).replace(/[^\w.-]/g, '_'),
    contentType,
    description: typeof about?.description === 'string' ? about.description : null,
    bytes,
  };
  return file;
}

function checkMentions({ parse, users, roles }: Fields, errors: FormErrors): void {
  const parsed = listOf(parse);
  for (const [kind, ids] of [
    ['users', listOf(users)],
    ['roles', listOf(roles)],
  ] as const) {
    if (parsed.includes(kind) && ids.length > 0) {
      const message = `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`;
      errors.add('allowed_mentions', 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE', message);
    }
    if (ids.length > 100)
      errors.add(`allowed_mentions.${kind}`, 'BASE_TYPE_MAX_LENGTH', 'Must be 100 or fewer in length.');
  }
}

/** Returns who is pinged: those whom the words name, as far as the bot allows it. */
function pingsOf(content: string, fields: Fields, place: Place, world: World): readonly string[] {
  const allowed = fields.allowed_mentions === undefined ? null : fieldsOf(fields.allowed_mentions);
  const may = (kind: string, id: string) =>
    allowed === null || listOf(allowed.parse).includes(kind) || listOf(allowed[kind]).includes(id);
  const named = (pattern: RegExp) => [...content.matchAll(pattern)].map(([, id]) => id ?? '');
  const users = named(/<@!?(\d+)>/g).filter((id) => may('users', id));
  if (place.guildId === null) return [...new Set(users)];
  const roles = named(/<@&(\d+)>/g).filter((id) => may('roles', id));
  const all = /@(everyone|here)\b/.test(content) && may('everyone', '') ? ['everyone'] : [];
  const reference = fieldsOf(fields.message_reference);
  const repliedTo = place.messages.find(({ id }) => id === reference.message_id)?.author.id;
  const replied = repliedTo !== undefined && (allowed === null || allowed.replied_user === true) ? [repliedTo] : [];
  return [...new Set([...users, ...roles, ...all, ...replied])].filter((id) => id !== world.bot.id);
}
