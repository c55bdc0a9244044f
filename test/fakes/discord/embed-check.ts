import type { APIEmbed } from 'discord.js';
import type { Fields } from './body.ts';
import { fieldsOf, isFields, listOf } from './body.ts';
import type { FormErrors } from './refusal.ts';
import { checkLength } from './refusal.ts';

const MAX_EMBEDS = 10;
const MAX_FIELDS = 25;
const MAX_IN_ALL = 6000;

/** Returns the embeds of a message as they will stand there, and tells what no embed may hold. */
export function embedsIn(value: unknown, errors: FormErrors): readonly APIEmbed[] {
  const embeds = listOf(value);
  if (embeds.length > MAX_EMBEDS) {
    errors.add('embeds', 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_EMBEDS} or fewer in length.`);
  }
  embeds.forEach((embed, index) => {
    checkEmbed(fieldsOf(embed), `embeds.${index}`, errors);
  });
  const length = embeds.reduce((sum: number, embed) => sum + lengthOf(fieldsOf(embed)), 0);
  if (length > MAX_IN_ALL) {
    errors.add('embeds', 'MAX_EMBED_SIZE_EXCEEDED', `Embed size exceeds maximum size of ${MAX_IN_ALL}`);
  }
  return embeds.filter(isFields).map((embed) => ({ type: 'rich', ...embed }) as APIEmbed);
}

function checkEmbed(embed: Fields, path: string, errors: FormErrors): void {
  checkLength(embed.title, `${path}.title`, { max: 256 }, errors);
  checkLength(embed.description, `${path}.description`, { max: 4096 }, errors);
  checkLength(fieldsOf(embed.footer).text, `${path}.footer.text`, { max: 2048 }, errors);
  checkLength(fieldsOf(embed.author).name, `${path}.author.name`, { max: 256 }, errors);
  checkUrl(embed.url, `${path}.url`, ['http', 'https'], errors);
  checkUrl(fieldsOf(embed.image).url, `${path}.image.url`, ['http', 'https', 'attachment'], errors);
  checkUrl(fieldsOf(embed.thumbnail).url, `${path}.thumbnail.url`, ['http', 'https', 'attachment'], errors);
  checkColor(embed.color, `${path}.color`, errors);
  checkTime(embed.timestamp, `${path}.timestamp`, errors);
  const fields = listOf(embed.fields);
  if (fields.length > MAX_FIELDS) {
    errors.add(`${path}.fields`, 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_FIELDS} or fewer in length.`);
  }
  fields.map(fieldsOf).forEach(({ name, value }, index) => {
    checkLength(trimmed(name), `${path}.fields.${index}.name`, { min: 1, max: 256 }, errors);
    checkLength(trimmed(value), `${path}.fields.${index}.value`, { min: 1, max: 1024 }, errors);
  });
  const isEmpty = !['title', 'description', 'fields', 'footer', 'author', 'image', 'thumbnail'].some(
    (key) => embed[key] !== undefined && embed[key] !== null && embed[key] !== '',
  );
  if (isEmpty) errors.add(`${path}.description`, 'BASE_TYPE_REQUIRED', 'This field is required');
}

function trimmed(value: unknown): unknown {
  return typeof value === 'string' ? value.trim() : value;
}

function checkUrl(value: unknown, path: string, schemes: readonly string[], errors: FormErrors): void {
  if (value === undefined || value === null || value === '') return;
  const scheme = /^([a-z]+):\/\/./i.exec(String(value))?.[1]?.toLowerCase();
  if (scheme === undefined) errors.add(path, 'URL_TYPE_INVALID_URL', 'Not a well formed URL.');
  else if (!schemes.includes(scheme)) {
    errors.add(path, 'URL_TYPE_INVALID_SCHEME', `Scheme "${scheme}" is not supported.`);
  }
}

function checkColor(value: unknown, path: string, errors: FormErrors): void {
  if (value === undefined || value === null) return;
  if (!Number.isInteger(value)) errors.add(path, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not int.`);
  else if (Number(value) < 0 || Number(value) > 0xffffff) {
    errors.add(path, 'NUMBER_TYPE_MAX', 'int value should be less than or equal to 16777215.');
  }
}

function checkTime(value: unknown, path: string, errors: FormErrors): void {
  if (value === undefined || value === null || !Number.isNaN(Date.parse(String(value)))) return;
  errors.add(path, 'DATE_TIME_TYPE_PARSE', `Could not parse ${String(value)}. Should be ISO8601.`);
}

function lengthOf(embed: Fields): number {
  const parts = [embed.title, embed.description, fieldsOf(embed.footer).text, fieldsOf(embed.author).name];
  const fields = listOf(embed.fields)
    .map(fieldsOf)
    .flatMap(({ name, value }) => [name, value]);
  return [...parts, ...fields].reduce((sum: number, part) => sum + (typeof part === 'string' ? part.length : 0), 0);
}
