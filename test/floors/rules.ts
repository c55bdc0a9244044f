import { posix } from 'node:path';
import { importCircles } from './import-circles.ts';
import type { Import, SourceFile } from './source-file.ts';

/** A law of the house; returns a sentence for each breach. */
export type Rule = (files: readonly SourceFile[]) => string[];

/** From which floors a floor may import, besides itself. */
const BELOW: Readonly<Record<string, readonly string[]>> = {
  bot: ['db', 'agent', 'engine', 'rag', 'prompts'],
  db: ['agent', 'engine', 'rag', 'prompts'],
  agent: ['engine', 'rag', 'prompts'],
  engine: [],
  rag: [],
  prompts: [],
  test: ['bot', 'db', 'agent', 'engine', 'rag', 'prompts'],
};

export const floors: Rule = eachImport((file, { target, ours }) => {
  const [from, to] = [floorOf(file.path), floorOf(target)];
  return ours && from !== to && !(BELOW[from] ?? []).includes(to) ? `${file.path} imports ${target}` : null;
});

const INSIDE_ENGINE: Readonly<Record<string, readonly string[]>> = {
  'engine/domain/': ['engine/domain/'],
  'engine/ports/': ['engine/domain/', 'engine/ports/'],
};

export const nounsAtTheBottom: Rule = eachImport((file, { target, ours }) => {
  const room = Object.keys(INSIDE_ENGINE).find((name) => file.path.startsWith(name));
  const allowed = room === undefined ? undefined : INSIDE_ENGINE[room];
  if (!ours || allowed === undefined || allowed.some((name) => target.startsWith(name))) return null;
  return `${file.path} imports ${target}`;
});

/** Where a library may be imported; everybody else sees a port. */
const HOMES: readonly (readonly [packages: RegExp, homes: RegExp])[] = [
  [/^(pg|pgvector|@electric-sql)(\/|$)/, /^(db|test)\//],
  [/^(langchain|@langchain|groq-sdk|openai|ollama)(\/|$)/, /^(agent|db|test)\//],
  [/^(grammy|discord\.js|nodemailer|smtp-server|@grammyjs)(\/|$)/, /^(bot\/surfaces|test)\//],
  [/^node-cron(\/|$)/, /^(bot\/reports|test)\//],
  [/^(ccxt|ws)(\/|$)/, /^(engine\/(exchanges|execution)|bot\/surfaces|test)\//],
  [/^@napi-rs\/canvas(\/|$)/, /^(bot\/charts|test)\//],
  [/^@huggingface\/tokenizers(\/|$)/, /^(rag\/embedders|rag\/sentiment|test)\//],
  [/^onnxruntime-node(\/|$)/, /^(engine\/models|rag\/embedders|rag\/sentiment|test)\//],
];

export const librariesAtHome: Rule = eachImport((file, { target, ours }) => {
  const stray = !ours && HOMES.some(([packages, homes]) => packages.test(target) && !homes.test(file.path));
  return stray ? `${file.path} imports ${target}` : null;
});

/** Rooms of the fast path's world: no database, no chat, no language model, and no stranger's package at all. */
const EMERGENCY_MAY = /^engine\/(domain|ports|indicators|market|emergency|execution)\//;

export const emergencyStandsAlone: Rule = eachImport((file, { target, ours }) => {
  if (!file.path.startsWith('engine/emergency/')) return null;
  const allowed = ours ? EMERGENCY_MAY.test(target) : target.startsWith('node:') || target === 'decimal.js';
  return allowed ? null : `${file.path} imports ${target}`;
});

const ADAPTERS = /^(db\/|engine\/exchanges\/|engine\/models\/onnx)/;
const COMPOSITION_ROOT = /^bot\/(app|main)[^/]*(\/.*)?$/;

export const oneCompositionRoot: Rule = eachImport((file, { target, ours, typeOnly }) => {
  const constructs = ours && !typeOnly && ADAPTERS.test(target);
  const outside = floorOf(file.path) === 'bot' && !COMPOSITION_ROOT.test(file.path);
  return constructs && outside ? `${file.path} imports ${target} as a value` : null;
});

export const testsAreNotImported: Rule = eachImport((file, { target, ours }) =>
  ours && floorOf(target) === 'test' && floorOf(file.path) !== 'test' ? `${file.path} imports ${target}` : null,
);

export const noCircles: Rule = (files) => importCircles(files).map((circle) => circle.join(' → '));

export const noBarrels: Rule = eachFile((file) => {
  if (/(^|\/)index\.[jt]s$/.test(file.path)) return `${file.path} is called index`;
  const exported = file.imports.some((entry) => entry.exported);
  const rest = file.code.replace(/\b(import|export)\b[^'"]*\bfrom\s*(['"])[^'"]*\2\s*;?/g, '').trim();
  return exported && rest === '' ? `${file.path} only passes on` : null;
});

export const doorsHaveNames: Rule = eachFile(({ path }) => {
  const name = posix.basename(path);
  if (/^(types?|utils?|helpers?|common|misc)\./.test(name)) return `${path} says nothing of what is inside`;
  if (/(^|\/)(utils?|helpers?|common|misc|lib)\//.test(path)) return `${path} is in a folder for anything`;
  return /^[a-z0-9]+([.-][a-z0-9]+)*$/.test(name) ? null : `${path} is not kebab-case`;
});

export const noDefaultExports = found(/\bexport\s+default\b|\bas\s+default\s*[,}]/g, 'exports a default');

const ENVIRONMENT_READERS = /^(bot\/config\/[^/]*|test\/.*)$/;

export const oneEnvironmentReader = found(
  /\bprocess\s*\??\.\s*env\b|\bprocess\s*\[|\{[^}]*\benv\b[^}]*\}\s*=\s*process\b|\bimport\s*\{[^}]*\benv\b[^}]*\}\s*from\s*(?='[^']*'|"[^"]*")/g,
  'reads the environment',
  (file) => !ENVIRONMENT_READERS.test(file.path),
);

/** Training, scripts that build recordings, and the two places where real time may be touched: clocks and the event loop. */
const OUTSIDE_TIME = /^engine\/(training\/|(.*\/)?build-[^/]*$|(.*\/)?[^/]*(clock|event-loop)[^/]*$)/;

function inEventTime({ path }: SourceFile): boolean {
  return floorOf(path) === 'engine' && !OUTSIDE_TIME.test(path);
}

export const noWallClock = found(
  /\bDate\s*\.\s*now\b|\bnew\s+Date\s*(\(\s*\)|(?=[;,)\n]))|(?<![.\w$]|\bnew\s)Date\s*\(|\bperformance\s*\.\s*now\b|\bprocess\s*\.\s*(hrtime|uptime)\b/g,
  'reads the wall clock',
  inEventTime,
);

export const noChance = found(
  /\bMath\s*\.\s*random\b|\b(randomUUID|randomBytes|randomInt|getRandomValues)\b/g,
  'leaves something to chance',
  inEventTime,
);

export const noBareTimers = found(/\b(setTimeout|setInterval|setImmediate)\b/g, 'has a timer of its own', inEventTime);

export const noAny = found(/(?:[:<|&,]|\bas|=>?)\s*any\b(?!\s*[:(.'"])/g, 'says any');

export const noSilencedCompiler: Rule = eachFile((file) => {
  const silenced = floorOf(file.path) === 'test' ? /@ts-(ignore|nocheck)/ : /@ts-(ignore|nocheck|expect-error)/;
  const match = silenced.exec(file.comments);
  return match === null ? null : `${file.path}:${lineOf(file, match.index)} silences the compiler`;
});

const MAX_LINES = 400;

export const roomsNotHalls: Rule = eachFile((file) => {
  const lines = file.text.split('\n').length - 1;
  return floorOf(file.path) !== 'test' && lines > MAX_LINES ? `${file.path} has ${lines} lines` : null;
});

function floorOf(path: string): string {
  return path.split('/')[0] ?? '';
}

function eachFile(check: (file: SourceFile) => string | null): Rule {
  return (files) => files.map(check).filter((breach) => breach !== null);
}

function eachImport(check: (file: SourceFile, entry: Import) => string | null): Rule {
  return (files) =>
    files.flatMap((file) => file.imports.map((entry) => check(file, entry)).filter((breach) => breach !== null));
}

function found(pattern: RegExp, does: string, concerns: (file: SourceFile) => boolean = () => true): Rule {
  return (files) =>
    files.filter(concerns).flatMap((file) => {
      return [...file.code.matchAll(pattern)].map((match) => `${file.path}:${lineOf(file, match.index)} ${does}`);
    });
}

function lineOf(file: SourceFile, offset: number): number {
  return file.text.slice(0, offset).split('\n').length;
}
