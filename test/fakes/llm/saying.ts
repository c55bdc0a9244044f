/** Kinds of servers, told apart by the path they are asked at; `openai` is any that speaks its chat completions. */
export type FakeProvider = 'groq' | 'ollama' | 'openai' | 'anthropic' | 'perplexity';

export interface AskedMessage {
  readonly role: string;
  readonly content: string;
}

/** What a language model was asked, whichever server it came to. */
export interface AskedModel {
  readonly provider: FakeProvider;
  readonly model: string;
  readonly system: string;
  /** The last message of a person. */
  readonly user: string;
  /** All of the conversation without the instructions, results of tools included. */
  readonly messages: readonly AskedMessage[];
  /** Names of the tools it was offered. */
  readonly tools: readonly string[];
  /** The JSON schema it was held to; null where it was held to none. */
  readonly schema: object | null;
  readonly stream: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface SaidCall {
  readonly name: string;
  readonly arguments: object;
}

/** What a model says, before a server puts it into its own form. */
export interface Saying {
  readonly text: string;
  /** `tool_calls` unless told where it calls a tool, else `stop`. */
  readonly end?: 'stop' | 'length' | 'content_filter' | 'tool_calls';
  readonly toolCall?: SaidCall;
  /** Several at once. */
  readonly toolCalls?: readonly SaidCall[];
  /** Declines in the field that the protocol has for it. */
  readonly refusal?: string;
}

/** Makes up an answer; a pure function, so that the same question is always answered alike. */
export type Personality = (asked: AskedModel) => Saying;

/** What goes over the line: the pieces of a body, in the order and form of a server. */
export interface Wire {
  readonly type: string;
  readonly pieces: readonly string[];
}

export function callsIn({ toolCall, toolCalls = [] }: Saying): readonly SaidCall[] {
  return toolCall === undefined ? toolCalls : [toolCall, ...toolCalls];
}

export function endOf(saying: Saying): NonNullable<Saying['end']> {
  return saying.end ?? (callsIn(saying).length > 0 ? 'tool_calls' : 'stop');
}

/** As a stream breaks a text up. */
export function piecesOf(text: string): readonly string[] {
  return text.match(/[\s\S]{1,20}/g) ?? [];
}

/** A token is four letters here; a real tokenizer would say otherwise, but as reliably. */
export function usageOf(
  { system, messages }: AskedModel,
  saying: Saying,
): { readonly input: number; readonly output: number } {
  const asked = [system, ...messages.map(({ content }) => content)].join('').length;
  const calls = callsIn(saying).map(({ name, arguments: given }) => name + JSON.stringify(given));
  return { input: tokens(asked), output: tokens([saying.text, ...calls].join('').length) };
}

function tokens(letters: number): number {
  return Math.max(1, Math.ceil(letters / 4));
}
