import type { z } from 'zod';
import { ConfigError } from '../../engine/domain/errors.ts';
import { nearest } from '../nearest.ts';
import { scrubPatterns } from '../scrubber.ts';

/** Something wrong with the configuration; `origin` is where it was written: a line, a flag or a variable. */
export interface ConfigProblem {
  readonly origin: string;
  readonly text: string;
}

type Path = readonly PropertyKey[];
type Origins = (path: Path) => string;

const HINT = 'Correct this and start again. "npm run assent -- config example" prints every setting with its default.';

/** Returns the error that tells all problems at once. */
export function configError(problems: readonly ConfigProblem[]): ConfigError {
  const heading =
    problems.length === 1 ? 'The configuration has a problem:' : `The configuration has ${problems.length} problems:`;
  const lines = problems.map(({ origin, text }) => `  - ${origin}: ${text}`);
  return new ConfigError([heading, ...lines].join('\n'), { hint: HINT });
}

/** Returns what zod found as sentences for people. */
export function problemsOf(issues: readonly z.core.$ZodIssue[], raw: unknown, known: KnownKeys, origins: Origins) {
  return issues.flatMap((issue): ConfigProblem[] => {
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => unknownKey([...issue.path, key], known(issue.path), origins));
    }
    const value = shown(valueAt(raw, issue.path));
    const name = issue.path.join('.');
    return [{ origin: origins(issue.path), text: `${name} is ${value}. ${ruleOf(issue)}` }];
  });
}

/** Settings of our own say what they accept; those of a strategy are plain zod, put into words here. */
function ruleOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'custom':
      return `Use ${issue.message}.`;
    case 'too_small':
      return `Use a number ${issue.inclusive ? 'from' : 'above'} ${issue.minimum}.`;
    case 'too_big':
      return `Use a number ${issue.inclusive ? 'up to' : 'below'} ${issue.maximum}.`;
    case 'invalid_value':
      return `Use one of ${issue.values.join(', ')}.`;
    case 'invalid_type':
      return TYPE_RULES[issue.expected] ?? 'Write its settings below it, each on a line.';
    default:
      return `${issue.message}.`;
  }
}

const TYPE_RULES: Readonly<Record<string, string>> = {
  int: 'Use a whole number.',
  number: 'Use a number.',
  boolean: 'Use true or false.',
  string: 'Use a word.',
};

/** Returns the keys that may stand at a path. */
export type KnownKeys = (path: Path) => readonly string[];

function unknownKey(path: Path, known: readonly string[], origins: Origins): ConfigProblem {
  const name = path.join('.');
  const origin = origins(path);
  if (/(url|webhook|token|secret|pass|password|passphrase|key)s?$/i.test(name) || path[0] === 'database') {
    return {
      origin,
      text: `${name} is not read from here. Set secrets in the environment, such as DATABASE_URL, or DATABASE_URL_FILE for a file that holds it.`,
    };
  }
  const near = nearest(String(path.at(-1)), known);
  const prefix = path.slice(0, -1).map((part) => `${String(part)}.`);
  const advice = near === null ? `Known here: ${known.join(', ')}.` : `Did you mean ${prefix.join('')}${near}?`;
  return { origin, text: `${name.slice(0, 80)} is unknown. ${advice}` };
}

function valueAt(raw: unknown, path: Path): unknown {
  return path.reduce<unknown>((value, key) => (isRecord(value) ? value[String(key)] : undefined), raw);
}

/** Returns a value as it can be shown: short, on one line, without anything that looks like a secret. */
function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a section';
  if (typeof value !== 'string') return String(value);
  const text = scrubPatterns(value);
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
