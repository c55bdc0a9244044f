import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

const SLOT = /\{\{\s*([A-Za-z0-9_.-]*)\s*\}\}/g;
const PASSAGE = /\{\{>\s*([A-Za-z0-9_.-]*)\s*\}\}/g;
const NAME = /^[a-z][a-zA-Z0-9]*$/;

/** The schema of a file that is no prompt of its own: others take it in with `{{> id}}`. */
export const PASSAGE_SCHEMA = 'passage';

/** The parts that quoted evidence about one decision can have. `direction` is the side that the strategy wants. */
export const EVIDENCE_SECTIONS = [
  'direction',
  'plan',
  'market',
  'indicators',
  'account',
  'news',
  'mood',
  'series',
] as const;
export type EvidenceSection = (typeof EVIDENCE_SECTIONS)[number];

const HINTS = z.strictObject({
  temperature: z.number().min(0).max(1),
  maxTokens: z.int().min(1).max(8_000),
  deadlineMs: z.int().min(1_000).max(120_000),
});

const FRONT_MATTER = z.strictObject({
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: z.int().min(1),
  inputs: z.array(z.string().regex(NAME)),
  schema: z.string().min(1),
  hints: HINTS.optional(),
  sees: z
    .array(z.enum(EVIDENCE_SECTIONS))
    .min(1)
    .refine((sections) => new Set(sections).size === sections.length, 'each section once')
    .optional(),
});

/** How a model is best asked: whoever asks may allow less, never more. */
export type PromptHints = Readonly<z.infer<typeof HINTS>>;

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
  /** Null where the one who asks has limits of its own. */
  readonly hints: PromptHints | null;
  /** What the quoted evidence holds, and nothing beside it; empty where another kind of data is quoted. */
  readonly sees: readonly EvidenceSection[];
  /** The passages that are part of its text. */
  readonly passages: readonly Prompt[];
  /** The whole file, with its passages in their places and line ends of one character. */
  readonly source: string;
  /** Of the source. */
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
  return loadFile(id, (passage) => loadFile(passage, nothingMore));
}

/**
 * Returns the prompt written in a text; `place` names it in errors, and `passageOf` finds the passages it takes in.
 * Throws PromptError.
 */
export function parsePrompt(source: string, place: string, passageOf: PassageOf = nothingMore): Prompt {
  const written = splitFile(source.replaceAll('\r\n', '\n'), place);
  const { id, version, inputs, schema, hints = null, sees = [] } = frontMatter(written.front, place);
  const passages = passagesIn(written.body, place, passageOf);
  if (schema === PASSAGE_SCHEMA && inputs.length > 0) throw new PromptError(`${place} is a passage with inputs.`);
  const body = withPassages(written.body, passages);
  const template = body.trim();
  checkSlots(template, inputs, place);
  const whole = `---\n${written.front}\n---\n${body}`;
  const sha256 = createHash('sha256').update(whole).digest('hex');
  return {
    id,
    version,
    name: `${id}@${version}`,
    inputs,
    schema,
    hints,
    sees,
    passages,
    source: whole,
    sha256,
    fill(values) {
      checkValues(values, inputs, place);
      return { text: template.replace(SLOT, (_, name: string) => values[name] ?? ''), id, version, sha256 };
    },
  };
}

type PassageOf = (id: string) => Prompt;

function loadFile(id: string, passageOf: PassageOf): Prompt {
  const name = FRONT_MATTER.shape.id.safeParse(id);
  if (!name.success) throw new PromptError(`"${id.slice(0, 60)}" is no id of a prompt; it looks like news-reader.`);
  const prompt = parsePrompt(readPrompt(name.data), `prompts/${id}.md`, passageOf);
  if (prompt.id !== id) throw new PromptError(`prompts/${id}.md calls itself ${prompt.id}; the two must be the same.`);
  return prompt;
}

/** A passage takes in no other: no text goes round in circles. */
function nothingMore(id: string): never {
  throw new PromptError(`Nothing can be taken in here, and ${id.slice(0, 60)} is asked for.`);
}

function splitFile(file: string, place: string): { front: string; body: string } {
  const [, front, body] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(file) ?? [];
  if (front === undefined || body === undefined) {
    throw new PromptError(`${place} has no front matter between two lines of three dashes.`);
  }
  return { front, body };
}

function passagesIn(body: string, place: string, passageOf: PassageOf): readonly Prompt[] {
  const ids = new Set([...body.matchAll(PASSAGE)].map(([, id = '']) => id));
  return [...ids].map((id) => {
    const passage = passageOf(id);
    if (passage.schema !== PASSAGE_SCHEMA) throw new PromptError(`${place} takes in ${id}, which is no passage.`);
    return passage;
  });
}

function withPassages(body: string, passages: readonly Prompt[]): string {
  return body.replace(PASSAGE, (_, id: string) => passages.find((one) => one.id === id)?.fill({}).text ?? '');
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
