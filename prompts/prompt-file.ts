import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const SLOT = /\{\{\s*([A-Za-z0-9_.-]*)\s*\}\}/g;
const NAME = /^[a-z][a-zA-Z0-9]*$/;

const FRONT_MATTER = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: z.int().min(1),
  inputs: z.array(z.string().regex(NAME)),
  schema: z.string().min(1),
});

export interface FilledPrompt {
  readonly text: string;
  readonly id: string;
  readonly version: number;
  readonly sha256: string;
}

/** Instructions to a language model, with named places for what changes from call to call. */
export interface Prompt {
  readonly id: string;
  readonly version: number;
  /** `news-reader@1`, as records name it. */
  readonly name: string;
  /** Names of the slots. */
  readonly inputs: readonly string[];
  /** Which shape of answer it asks for, by the name its reader gives that shape. */
  readonly schema: string;
  /** Of the whole file, with line ends of one character. */
  readonly sha256: string;
  /** Fills the slots once: a value that looks like a slot stays text. Throws PromptError for a missing or unknown one. */
  fill(values: Readonly<Record<string, string>>): FilledPrompt;
}

/** A prompt file, or the use made of one, is wrong; the message says where. */
export class PromptError extends Error {
  override readonly name = 'PromptError';
}

/** Loads a prompt of this folder by its id. Throws PromptError. */
export function loadPrompt(id: string): Prompt {
  const name = FRONT_MATTER.shape.id.safeParse(id);
  if (!name.success) throw new PromptError(`"${id.slice(0, 60)}" is no id of a prompt; it looks like news-reader.`);
  const prompt = parsePrompt(readPrompt(name.data), `prompts/${id}.md`);
  if (prompt.id !== id) throw new PromptError(`prompts/${id}.md calls itself ${prompt.id}; the two must be the same.`);
  return prompt;
}

/** Returns the prompt written in a text; `place` names it in errors. Throws PromptError. */
export function parsePrompt(source: string, place: string): Prompt {
  const file = source.replaceAll('\r\n', '\n');
  const parts = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file);
  if (parts === null) throw new PromptError(`${place} has no front matter between two lines of three dashes.`);
  const { id, version, inputs, schema } = frontMatter(parts[1] ?? '', place);
  const template = (parts[2] ?? '').trim();
  checkSlots(template, inputs, place);
  const sha256 = createHash('sha256').update(file).digest('hex');
  return {
    id,
    version,
    name: `${id}@${version}`,
    inputs,
    schema,
    sha256,
    fill(values) {
      checkValues(values, inputs, place);
      return { text: template.replace(SLOT, (_, name: string) => values[name] ?? ''), id, version, sha256 };
    },
  };
}

function readPrompt(id: string): string {
  try {
    return readFileSync(new URL(`./${id}.md`, import.meta.url), 'utf8');
  } catch (cause) {
    throw new PromptError(`There is no prompt prompts/${id}.md.`, { cause });
  }
}

function frontMatter(text: string, place: string): z.infer<typeof FRONT_MATTER> {
  const parsed = FRONT_MATTER.safeParse(parseYaml(text, place));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => [path.join('.'), message].filter(Boolean).join(': '));
  throw new PromptError(`The front matter of ${place} is wrong: ${problems.join('; ')}.`);
}

function parseYaml(text: string, place: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    throw new PromptError(`The front matter of ${place} is no YAML.`, { cause });
  }
}

function checkSlots(template: string, inputs: readonly string[], place: string): void {
  const slots = new Set([...template.matchAll(SLOT)].map(([, name = '']) => name));
  const unnamed = [...slots].filter((slot) => !inputs.includes(slot));
  const unused = inputs.filter((input) => !slots.has(input));
  if (unnamed.length > 0) throw new PromptError(`${place} has slots that are no inputs: ${unnamed.join(', ')}.`);
  if (unused.length > 0) throw new PromptError(`${place} has inputs without a slot: ${unused.join(', ')}.`);
}

function checkValues(values: Readonly<Record<string, string>>, inputs: readonly string[], place: string): void {
  const missing = inputs.filter((input) => !Object.hasOwn(values, input));
  const unknown = Object.keys(values).filter((name) => !inputs.includes(name));
  if (missing.length > 0) throw new PromptError(`${place} was not given: ${missing.join(', ')}.`);
  if (unknown.length > 0) throw new PromptError(`${place} does not ask for: ${unknown.join(', ')}.`);
}
