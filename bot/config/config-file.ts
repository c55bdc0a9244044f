import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import type { ConfigProblem } from './config-problem.ts';
import { isRecord } from './config-problem.ts';

/** The file as written: plain values, and where each of them stands. */
export interface ConfigFile {
  readonly values: Readonly<Record<string, unknown>>;
  readonly problems: readonly ConfigProblem[];
  originOf(path: readonly PropertyKey[]): string;
}

const MAX_BYTES = 256 * 1024;

/** Reads a YAML file; what is wrong with it as a file comes back as problems. */
export function readConfigFile(path: string): ConfigFile {
  const name = basename(path);
  const text = readText(path);
  if (typeof text !== 'string') return broken(name, text.problem);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(
      (error): ConfigProblem => ({
        origin: `${name}, line ${lines.linePos(error.pos[0]).line}`,
        // The parser's sentence may quote the file, and the file may hold a secret in the wrong place.
        text: `this is not YAML (${error.code.toLowerCase().replaceAll('_', ' ')}).`,
      }),
    );
    return { values: {}, problems, originOf: () => name };
  }
  return parsed(name, document, lines);
}

/** No file: every setting comes from its default, the environment or a flag. */
export function noConfigFile(): ConfigFile {
  return { values: {}, problems: [], originOf: () => 'default' };
}

function parsed(name: string, document: Document, lines: LineCounter): ConfigFile {
  const values = plainValues(document);
  if (values === undefined) return broken(name, 'its references repeat too much of the file. Write the values out.');
  if (!isRecord(values)) return broken(name, 'this is not a list of settings. Write lines such as "mode: replay".');
  return {
    values: withoutEmpty(values),
    problems: [],
    originOf(path) {
      const offset = offsetOf(document, path);
      return offset === undefined ? name : `${name}, line ${lines.linePos(offset).line}`;
    },
  };
}

function plainValues(document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 }) ?? {};
  } catch {
    return undefined;
  }
}

function readText(path: string): string | { readonly problem: string } {
  try {
    const stat = statSync(path);
    if (!stat.isFile()) return { problem: 'this is not a file.' };
    if (stat.size > MAX_BYTES)
      return { problem: `it is larger than ${MAX_BYTES / 1024} kB, so it is no configuration.` };
    const bytes = readFileSync(path);
    if (bytes.includes(0)) return { problem: 'it is not text.' };
    return bytes.toString('utf8');
  } catch (error) {
    return { problem: `it cannot be read (${error instanceof Error && 'code' in error ? error.code : 'unknown'}).` };
  }
}

function broken(origin: string, text: string): ConfigFile {
  return { values: {}, problems: [{ origin, text }], originOf: () => origin };
}

/** A setting left empty counts as not written, so that commenting out the lines of a section is enough. */
function withoutEmpty(values: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(values).filter(([, value]) => value !== null);
  return Object.fromEntries(kept.map(([key, value]) => [key, isRecord(value) ? withoutEmpty(value) : value]));
}

function offsetOf(document: Document, path: readonly PropertyKey[]): number | undefined {
  const parent: unknown = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(path.at(-1)));
  return isNode(pair?.key) ? pair.key.range?.[0] : undefined;
}
