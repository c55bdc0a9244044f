/** What a language model was asked, whichever server it came to. */
export interface AskedModel {
  readonly provider: 'groq' | 'ollama';
  readonly model: string;
  readonly system: string;
  readonly user: string;
  /** The JSON schema it was held to; null where it was held to none. */
  readonly schema: object | null;
  readonly stream: boolean;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a model says, before a server puts it into its own form. */
export interface Saying {
  readonly text: string;
  readonly end?: 'stop' | 'length' | 'content_filter' | 'tool_calls';
  readonly toolCall?: { readonly name: string; readonly arguments: object };
  /** Declines in the field that the protocol has for it. */
  readonly refusal?: string;
}

/** Makes up an answer; a pure function, so that the same question is always answered alike. */
export type Personality = (asked: AskedModel) => Saying;
