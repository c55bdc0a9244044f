import { appendFile, mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { CallLogger } from './call-log.ts';
import { parseJson } from './parse-json.ts';

/**
 * `live` asks and keeps nothing · `record` asks and writes every answer down · `replay` plays what is written down and asks
 * for the rest · `replay-strict` plays and never asks.
 */
export type CassetteMode = 'live' | 'record' | 'replay' | 'replay-strict';

const KINDS = ['late', 'unavailable', 'limited', 'refused', 'malformed'] as const;

const ENTRY = z.strictObject({
  /** Sha256 of the request. */
  key: z.string().regex(/^[0-9a-f]{64}$/),
  /** For people who read the file. */
  model: z.string(),
  prompt: z.string(),
  /** Null of a failure. */
  text: z.string().nullable(),
  /** Both null of an answer. */
  kind: z.enum(KINDS).nullable(),
  detail: z.string().nullable(),
  latencyMs: z.number().min(0),
  inputTokens: z.int().min(0).nullable(),
  outputTokens: z.int().min(0).nullable(),
  costUsd: z.number().min(0).nullable(),
});

/** An answer as it came, or the way in which none came. */
export type Recorded = Readonly<z.infer<typeof ENTRY>>;

/** Answers of language models in a file, a line each, found again by all that decided them. */
export class Cassette {
  readonly mode: CassetteMode;
  readonly #file: string;
  readonly #logger: CallLogger;
  /** The answers to each request, in the order they came. */
  readonly #recorded: Map<string, Recorded[]>;
  #writing: Promise<void> = Promise.resolve();

  private constructor(mode: CassetteMode, file: string, recorded: Map<string, Recorded[]>, logger: CallLogger) {
    this.mode = mode;
    this.#file = file;
    this.#recorded = recorded;
    this.#logger = logger;
  }

  /** Opens a cassette; only a mode that plays reads the file. Throws ConfigError where it cannot be read. */
  static async open(mode: CassetteMode, file: string, logger: CallLogger): Promise<Cassette> {
    const plays = mode === 'replay' || mode === 'replay-strict';
    return new Cassette(mode, file, plays ? await readCassette(file) : new Map(), logger);
  }

  /** Returns the next answer to a request; where it was asked more often than then, the last one again. */
  play(key: string): Recorded | null {
    const answers = this.#recorded.get(key);
    if (answers === undefined) return null;
    return (answers.length > 1 ? answers.shift() : answers[0]) ?? null;
  }

  /** Writes an answer down where that is wanted. Never makes an answer wait or fail. */
  record(entry: Recorded): void {
    if (this.mode !== 'record') return;
    const line = `${JSON.stringify(entry)}\n`;
    this.#writing = this.#writing.then(() => this.#append(line));
  }

  /** Waits until all is written. */
  async settled(): Promise<void> {
    await this.#writing;
  }

  async #append(line: string): Promise<void> {
    try {
      await mkdir(dirname(this.#file), { recursive: true });
      // What people and their desk talk about is nobody else's business.
      await appendFile(this.#file, line, { mode: 0o600 });
    } catch (error) {
      this.#logger.warn({ err: error }, 'An answer of a language model could not be recorded.');
    }
  }
}

/** Whether a failure belongs to what a server or a model did, and so to what is played back. */
export function isRecordable(kind: string): kind is (typeof KINDS)[number] {
  return KINDS.some((known) => known === kind);
}

async function readCassette(file: string): Promise<Map<string, Recorded[]>> {
  const recorded = new Map<string, Recorded[]>();
  const lines = (await readText(file)).split('\n');
  // What has no line end was being written when the power went.
  for (const [index, line] of lines.slice(0, -1).entries()) {
    const entry = ENTRY.safeParse(parseJson(line));
    if (!entry.success) {
      throw new ConfigError(`Line ${index + 1} of the recorded answers in ${file} cannot be read.`, {
        hint: 'Take the line out, or record anew.',
      });
    }
    recorded.set(entry.data.key, [...(recorded.get(entry.data.key) ?? []), entry.data]);
  }
  return recorded;
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new ConfigError(`There are no recorded answers of language models in ${file}.`, {
      cause,
      hint: 'Record some first: models.cassette.mode: record.',
    });
  }
}
