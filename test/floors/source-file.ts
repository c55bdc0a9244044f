import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { blank } from './blanked.ts';

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
  /** The text without comments and without the insides of literals; offsets are those of the text. */
  readonly code: string;
  readonly comments: string;
  readonly imports: readonly Import[];
}

export interface Import {
  /** A path of ours, or the name of a package (`node:fs`, `pg`). */
  readonly target: string;
  readonly ours: boolean;
  /** Only types cross: the import is gone when the program runs. */
  readonly typeOnly: boolean;
  /** `export … from`. */
  readonly exported: boolean;
}

/** The folders that may stand at the top of the repository, besides hidden ones. */
export const FLOORS = ['bot', 'db', 'agent', 'engine', 'rag', 'prompts', 'test'] as const;

/** Returns every TypeScript and JavaScript file of the house. */
export function readHouse(root: string): SourceFile[] {
  return FLOORS.filter((floor) => existsSync(join(root, floor)))
    .flatMap((floor) => list(root, floor))
    .filter((path) => /\.(ts|js|mjs|cjs)$/.test(path))
    .map((path) => sourceFile(path, readFileSync(join(root, path), 'utf8')));
}

function list(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) return [];
    return entry.isDirectory() ? list(root, path) : [path];
  });
}

export function sourceFile(path: string, text: string): SourceFile {
  const { code, comments } = blank(text);
  return { path, text, code, comments, imports: importsOf(path, text, code) };
}

const STATEMENT = /(?<![.\w$])(import|export)\b(\s+type\b(?!\s*,|\s+from\b))?([^'"`;()=]*?)\bfrom\s*(['"])/g;
const BARE = /(?<![.\w$])import\s*(['"])/g;
const DYNAMIC = /(?<![.\w$])import\s*\(\s*(['"])/g;

function importsOf(path: string, text: string, code: string): Import[] {
  const specifier = (match: RegExpExecArray, quote: string): string => {
    const start = match.index + match[0].length;
    return text.slice(start, code.indexOf(quote, start));
  };
  const statements = [...code.matchAll(STATEMENT)].map((match) => {
    const [, keyword, type, names = '', quote = ''] = match;
    const typeOnly = type !== undefined || onlyTypes(names);
    return { ...resolved(path, specifier(match, quote)), typeOnly, exported: keyword === 'export' };
  });
  const others = [...code.matchAll(BARE), ...code.matchAll(DYNAMIC)].map((match) => {
    return { ...resolved(path, specifier(match, match[1] ?? '')), typeOnly: false, exported: false };
  });
  return [...statements, ...others];
}

/** `{ type A, type B }`. */
function onlyTypes(names: string): boolean {
  const list = /^\s*\{([^}]*)\}\s*$/.exec(names)?.[1];
  const parts = list?.split(',').filter((part) => part.trim() !== '') ?? [];
  return parts.length > 0 && parts.every((part) => /^\s*type\s/.test(part));
}

function resolved(path: string, specifier: string): Pick<Import, 'target' | 'ours'> {
  if (!specifier.startsWith('.')) return { target: specifier, ours: false };
  return { target: posix.normalize(posix.join(posix.dirname(path), specifier)), ours: true };
}
