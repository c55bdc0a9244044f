import type { z } from 'zod';
import type { Template } from '../answers/answer.ts';
import { FactSheet, phrase, QUESTION, sentence } from '../answers/fact-sheet.ts';
import type { AssistantTool, ToolContext, ToolPower, ToolResult } from './tool.ts';

/** The one way to a tool. What is not known here is denied, and whatever happens inside, an answer comes back. */
export interface ToolDoor {
  /** What this person may use now: what is offered to the model. */
  toolsFor(context: Pick<ToolContext, 'role' | 'isTainted'>): readonly AssistantTool[];
  /** Never rejects. `args` is what the model wrote: an object, or its JSON text. */
  callTool(name: string, args: unknown, context: ToolContext): Promise<ToolResult>;
}

export interface ToolDoorOptions {
  /** Told of what a tool threw; the model and the person only hear that it failed. */
  readonly onFault?: (tool: string, fault: unknown) => void;
}

const NEEDED: Readonly<Record<ToolPower, readonly ToolContext['role'][]>> = {
  read: ['viewer', 'trader', 'admin'],
  propose: ['trader', 'admin'],
  configure: ['trader', 'admin'],
};

const LONGEST_ARGUMENTS = 4_000;
const MOST_SENTENCES = 24;
const MOST_OFFERS = 4;

/** Sentence keys that speak to the model about its own call: a person has no use for them. */
export const TO_THE_MODEL: ReadonlySet<string> = new Set(['tool.unknown', 'tool.arguments']);

/** Why a tool did not run, in words that hold nothing of what it was given. */
const REFUSALS = {
  unknown: { en: 'There is no such tool.', ko: '그런 도구는 없습니다.' },
  arguments: { en: 'The arguments do not fit this tool: {fields}.', ko: '인자가 이 도구에 맞지 않습니다: {fields}.' },
  role: {
    en: 'Your role may look things up here, but not do that.',
    ko: '지금 권한으로는 조회만 할 수 있고 이 일은 할 수 없습니다.',
  },
  tainted: {
    en: 'Words of strangers were read on the way, so that is not possible in this answer; ask for it by itself.',
    ko: '외부 글을 읽은 답변에서는 할 수 없습니다. 따로 요청해 주세요.',
  },
  failed: { en: 'Looking that up failed; nothing was done.', ko: '조회하지 못했습니다. 실행된 것은 없습니다.' },
  cancelled: { en: 'That was stopped.', ko: '중단되었습니다.' },
} as const satisfies Readonly<Record<string, Template>>;

/** Returns the door to these tools. */
export function createToolDoor(tools: readonly AssistantTool[], { onFault }: ToolDoorOptions = {}): ToolDoor {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));

  return {
    toolsFor: (context) => tools.filter((tool) => whyClosed(tool, context) === null),
    async callTool(name, args, context) {
      const tool = byName.get(name);
      if (tool === undefined) return refusal('unknown');
      const closed = whyClosed(tool, context);
      if (closed !== null) return refusal(closed);
      const read = readArguments(tool, args);
      if (read.outcome === 'misfit') return misfit(read.fields);
      try {
        return bounded(await untilStopped(() => tool.run(read.input, context), context.signal));
      } catch (fault) {
        if (context.signal.aborted) return refusal('cancelled');
        onFault?.(name, fault);
        return refusal('failed');
      }
    },
  };
}

function whyClosed(
  { power, lockedWhenTainted }: AssistantTool,
  { role, isTainted }: Pick<ToolContext, 'role' | 'isTainted'>,
): 'role' | 'tainted' | null {
  if (!NEEDED[power]?.includes(role)) return 'role';
  return isTainted && lockedWhenTainted === true ? 'tainted' : null;
}

type Read =
  | { readonly outcome: 'fits'; readonly input: z.output<z.ZodObject> }
  | { readonly outcome: 'misfit'; readonly fields: readonly string[] };

function readArguments({ input }: AssistantTool, args: unknown): Read {
  const given = typeof args === 'string' ? parsed(args) : args;
  const fields = Object.keys(input.shape);
  try {
    const result = input.safeParse(given);
    if (result.success) return { outcome: 'fits', input: result.data };
    // Only names of our own: what the model called things is not repeated.
    const wrong = result.error.issues.flatMap(({ path }) => path.slice(0, 1).map(String));
    return { outcome: 'misfit', fields: fields.filter((field) => wrong.includes(field)) };
  } catch {
    // An object can refuse to be read at all.
    return { outcome: 'misfit', fields };
  }
}

function parsed(text: string): unknown {
  if (text.length > LONGEST_ARGUMENTS) return undefined;
  try {
    return JSON.parse(text === '' ? '{}' : text);
  } catch {
    return undefined;
  }
}

/** Runs until it is done or the signal fires, whichever comes first: a tool that hangs holds nobody up. */
function untilStopped(run: () => Promise<ToolResult>, signal: AbortSignal): Promise<ToolResult> {
  return new Promise((resolve, reject) => {
    const stop = (): void => reject(signal.reason);
    if (signal.aborted) {
      stop();
      return;
    }
    signal.addEventListener('abort', stop, { once: true });
    const done = (): void => signal.removeEventListener('abort', stop);
    Promise.resolve().then(run).then(resolve, reject).finally(done);
  });
}

function bounded(result: ToolResult): ToolResult {
  const { sentences, offers } = result;
  if (sentences.length <= MOST_SENTENCES && (offers?.length ?? 0) <= MOST_OFFERS) return result;
  const kept = offers === undefined ? {} : { offers: offers.slice(0, MOST_OFFERS) };
  return { ...result, sentences: sentences.slice(0, MOST_SENTENCES), ...kept };
}

function refusal(why: Exclude<keyof typeof REFUSALS, 'arguments'>): ToolResult {
  const { en, ko } = REFUSALS[why];
  return { outcome: 'refused', sentences: [sentence(`tool.${why}`, phrase(en, ko))], facts: {}, isTainted: false };
}

function misfit(fields: readonly string[]): ToolResult {
  const sheet = new FactSheet();
  const id = sheet.add(QUESTION, { fields: fields.length === 0 ? '—' : fields.join(', ') });
  const { en, ko } = REFUSALS.arguments;
  const words = phrase(en, ko, { fields: sheet.slot('quote', `${id}#fields`) });
  return { outcome: 'refused', sentences: [sentence('tool.arguments', words)], facts: sheet.facts(), isTainted: false };
}
