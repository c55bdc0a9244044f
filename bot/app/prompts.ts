import { MemoryCalls } from '../../agent/models/memory-calls.ts';
import type { ModelRef } from '../../agent/models/model-call.ts';
import { readModelRef } from '../../agent/models/model-ref.ts';
import { openModelRoom } from '../../agent/models/model-room.ts';
import { loadPrompt } from '../../prompts/prompt-file.ts';
import { promptIds } from '../../prompts/prompt-folder.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Invocation, RunCommand } from '../invocation.ts';
import { nearest } from '../nearest.ts';
import { createLineOutput } from '../news-line/line-output.ts';
import { cleanText } from '../parse/clean-text.ts';
import type { PromptsLine, PromptsLineCommand } from '../prompts-line/prompts-line.ts';
import { PROMPTS_LINE } from '../prompts-line/registry.ts';
import { createScrubber } from '../scrubber.ts';
import { roomOptions } from './minds.ts';
import { setUp } from './setup.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** What was asked for, once it is known to make sense. */
interface Asked {
  readonly command: PromptsLineCommand;
  readonly named: string | null;
  readonly model: ModelRef | null;
}

/** `assent prompts …`: what language models are told here, tried and compared with its records. */
export const promptsCommand: RunCommand = async (invocation) => {
  const asked = readUse(invocation);
  if (typeof asked === 'string') {
    process.stderr.write(`${asked}\n`);
    return EXIT_CODES.wrongUse;
  }
  return asked.model === null
    ? runCommand(asked, invocation, createLineOutput({ json: isJson(invocation), scrubber: createScrubber([]) }), null)
    : askModel(asked, asked.model, invocation);
};

/** Returns what is to be done, or what is wrong with what was written. */
function readUse({ positionals: [name, id], flags }: Invocation): Asked | string {
  const command = PROMPTS_LINE.find((one) => one.name === name);
  if (command === undefined) return usage(name);
  const ids = promptIds();
  if (id !== undefined && !ids.includes(id)) {
    const near = nearest(id, ids);
    const advice = near === null ? `There are: ${ids.join(', ')}.` : `Did you mean "${near}"?`;
    return `There is no prompt "${cleanText(id).slice(0, 60)}". ${advice}`;
  }
  if (flags.model === undefined) return { command, named: id ?? null, model: null };
  if (!command.asksModels) return `"prompts ${command.name}" asks no model.`;
  const model = readModelRef(String(flags.model));
  if (model === null) return '--model is written like groq:openai/gpt-oss-20b or ollama:qwen3:8b.';
  return { command, named: id ?? null, model };
}

function usage(name: string | undefined): string {
  const near =
    name === undefined
      ? null
      : nearest(
          name,
          PROMPTS_LINE.map((one) => one.name),
        );
  const lines = PROMPTS_LINE.map((one) => `  assent prompts ${`${one.name} ${one.words}`.padEnd(10)}  ${one.summary}`);
  const wrong = name === undefined ? [] : [`There is no "assent prompts ${cleanText(name).slice(0, 60)}".`];
  return [...wrong, ...(near === null ? [] : [`Did you mean "${near}"?`]), ...lines].join('\n');
}

/** The calls cost what they cost and are counted against the day's budget only as long as this runs. */
async function askModel(asked: Asked, ref: ModelRef, invocation: Invocation): Promise<number> {
  // Whom this asks is no setting of the desk.
  const { model: _, ...flags } = invocation.flags;
  const { config, logger, scrubber, closeLog } = setUp({ ...invocation, flags });
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of STOP_SIGNALS) process.once(signal, interrupt);
  try {
    const room = await openModelRoom(roomOptions({ config: config.minds, calls: new MemoryCalls(), logger }));
    try {
      const output = createLineOutput({ json: isJson(invocation), scrubber });
      return await runCommand(asked, invocation, output, { model: room.model(ref), signal: stop.signal });
    } finally {
      await room.close();
    }
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
    closeLog();
  }
}

function runCommand(
  { command, named }: Asked,
  invocation: Invocation,
  output: ReturnType<typeof createLineOutput>,
  asking: (Pick<PromptsLine, 'signal'> & { readonly model: NonNullable<PromptsLine['model']> }) | null,
): Promise<number> {
  const all = promptIds().map(loadPrompt);
  const prompts = named === null ? all : all.filter(({ id }) => id === named);
  const { model = null, signal = new AbortController().signal } = asking ?? {};
  return command.run({ ...output, ...{ prompts, all, named, model, signal }, json: isJson(invocation) });
}

function isJson({ flags }: Invocation): boolean {
  return flags.json === true;
}
